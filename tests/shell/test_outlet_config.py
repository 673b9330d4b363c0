from core import config as c
from shell import settings
from shell.outlet_config import fitted_bits, outlet_config
from tests.shell.fakes import BOARD

VIRTUAL = {
    "rcd": "dc6_ac30",
    "lock": True,
    "mirror_contact": True,
    "pe_monitor": True,
    "voltage_sense": True,
    "tethered": False,
    "cp_switch": False,
    "contactors": 1,
    "board_sensor": True,
    "socket_sensor": True,
}


def config_of(**changes):
    errors = settings.check(changes)
    assert errors == []
    return outlet_config(settings.complete(changes), BOARD)


def bits_of(**changes):
    fitted = dict(VIRTUAL)
    fitted.update(changes)
    return fitted_bits(fitted)


def test_defaults_change_nothing_of_the_profile():
    for profile in range(len(c.PROFILES)):
        config = config_of(profile=c.PROFILES[profile])
        plain = c.Config(profile)
        for name in dir(plain):
            if not name.startswith("_") and name != "fitted":
                assert getattr(config, name) == getattr(plain, name), name


def test_every_setting_reaches_its_attribute():
    table = (
        ("max_current_a", 16, "install_ma", 16000),
        ("phases", 1, "phases", 1),
        ("ventilation", True, "ventilation", 1),
        ("min_off_s", 5, "min_off_ms", 5000),
        ("fallback_a", 8, "fallback_ma", 8000),
        ("simplified_limit_a", 16, "simplified_ma", 16000),
        ("wake", "off", "wake", c.WAKE_OFF),
        ("wake", "f", "wake", c.WAKE_F),
        ("wake_after_s", 90, "wake_after_ms", 90000),
        ("wake_tries", 5, "wake_tries", 5),
        ("meter_policy", "pause", "meter_policy", c.PAUSE),
        ("meter_policy", "carry_on", "meter_policy", c.CARRY_ON),
        ("under_voltage_v", 190.5, "under_mv", 190500),
        ("over_voltage_v", 260, "over_mv", 260000),
        ("over_voltage_fast_v", 280, "over_fast_mv", 280000),
        ("recover_low_v", 208, "recover_low_mv", 208000),
        ("recover_high_v", 250, "recover_high_mv", 250000),
        ("recover_s", 300, "recover_ms", 300000),
        ("supply_delay_s", 0.2, "supply_delay_ms", 200),
        ("frequency_low_hz", 49.1, "frequency_low_mhz", 49100),
        ("frequency_high_hz", 50.2, "frequency_high_mhz", 50200),
        ("derate_c", 60, "derate_dc", 600),
        ("hot_c", 80, "hot_dc", 800),
    )
    for key, value, attribute, wanted in table:
        got = getattr(config_of(**{key: value}), attribute)
        assert got == wanted, key
        assert type(got) is int, key


def test_a_car_without_s2_gets_8_a_in_gbt_whatever_is_set():  # GB-070
    assert config_of(profile="gbt").simplified_ma == 8000
    assert config_of(profile="gbt", simplified_limit_a=16).simplified_ma == 8000
    assert config_of(profile="gbt", simplified_limit_a=6).simplified_ma == 6000
    assert config_of(profile="j1772", simplified_limit_a=16).simplified_ma == 16000


def test_the_board_sets_the_hard_limit():
    assert config_of(max_current_a=80).board_ma == BOARD["max_current_a"] * 1000


def test_every_part_has_its_bit():
    table = (
        ("rcd", "none", c.RCD_DC_FITTED | c.RCD_AC_FITTED, 0),
        ("rcd", "dc6", c.RCD_DC_FITTED | c.RCD_AC_FITTED, c.RCD_DC_FITTED),
        ("rcd", "ccid20", c.RCD_DC_FITTED | c.RCD_AC_FITTED, c.RCD_AC_FITTED),
        ("lock", False, c.LOCK_FITTED, 0),
        ("mirror_contact", False, c.MIRROR_FITTED, 0),
        ("pe_monitor", False, c.PE_FITTED, 0),
        ("voltage_sense", False, c.SENSE_FITTED, 0),
        ("tethered", True, c.TETHERED | c.LOCK_FITTED, c.TETHERED),
        ("cp_switch", True, c.CP_SWITCH_FITTED, c.CP_SWITCH_FITTED),
        ("contactors", 2, c.TWO_CONTACTORS, c.TWO_CONTACTORS),
        ("board_sensor", False, c.BOARD_SENSOR, 0),
        ("socket_sensor", False, c.SOCKET_SENSOR, 0),
    )
    for key, value, mask, wanted in table:
        bits = bits_of(**{key: value})
        assert bits & mask == wanted, key
        assert bits & ~mask == bits_of() & ~mask, key

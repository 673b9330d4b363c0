"""Numbers that stand for something: bits that are their own, defaults that say all is well."""

from core import config, faults, frame, states
from core.config import IEC, Config
from core.frame import Frame

# what stays so on a port that has no such line, or before its first sample
AT_REST = {
    "now_ms": 0,
    "window": 0,
    "high_mv": 0,
    "low_mv": 0,
    "pp_ohm": frame.OPEN_OHM,
    "moved": frame.MOVED,
    "rcd": 0,
    "gate": 0,
    "estop": 0,
    "pe": 1,
    "mirror": 0,
    "live": 0,
    "bolt": 0,
    "board_dc": 250,
    "socket_dc": 250,
    "duty": 10000,
    "coils": 0,
    "arm": 0,
    "lock": 0,
    "rcd_test": 0,
    "cp_off": 0,
    "vent": 0,
}


def test_every_bit_of_what_is_fitted_is_its_own():
    all_bits = 0
    for bit in (
        config.RCD_DC_FITTED,
        config.RCD_AC_FITTED,
        config.LOCK_FITTED,
        config.MIRROR_FITTED,
        config.SENSE_FITTED,
        config.PE_FITTED,
        config.TETHERED,
        config.CP_SWITCH_FITTED,
        config.TWO_CONTACTORS,
        config.BOARD_SENSOR,
        config.SOCKET_SENSOR,
    ):
        assert bit > 0 and bit & (bit - 1) == 0
        assert not all_bits & bit
        all_bits |= bit


def test_a_choice_of_the_settings_is_the_number_of_its_place():
    assert (config.IEC, config.GBT, config.J1772) == (0, 1, 2)
    assert (config.CARRY_ON, config.PAUSE) == (0, 1)
    assert (config.WAKE_OFF, config.WAKE_PILOT, config.WAKE_F) == (0, 1, 2)


def test_how_a_fault_clears_is_the_place_of_its_lamp():
    assert (faults.SELF, faults.UNPLUG, faults.HAND) == (0, 1, 2)


def test_every_reason_has_its_own_name():
    codes = [name for name in dir(states) if name.startswith("WHY_")]
    assert len(codes) == len(states.REASONS)
    for name in codes:
        assert states.REASONS[getattr(states, name)] == name[4:].lower()


def test_before_anything_was_sampled_nothing_is_wrong_and_nothing_is_on():
    assert Frame().__dict__ == AT_REST


def test_nothing_is_fitted_unless_it_is_said():
    made = Config(IEC)
    assert (made.profile, made.fitted, made.board_ma, made.install_ma) == (IEC, 0, 32000, 32000)

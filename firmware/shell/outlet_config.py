"""Turns settings and a board into the integers the core works with."""

from core import config as c
from core.config import PROFILES, Config
from shell.settings import usable

_RCD = (
    ("none", 0),
    ("dc6", c.RCD_DC_FITTED),
    ("dc6_ac30", c.RCD_DC_FITTED | c.RCD_AC_FITTED),
    ("ccid20", c.RCD_AC_FITTED),
)
_FITTED = (
    ("mirror_contact", c.MIRROR_FITTED),
    ("pe_monitor", c.PE_FITTED),
    ("voltage_sense", c.SENSE_FITTED),
    ("cp_switch", c.CP_SWITCH_FITTED),
    ("board_sensor", c.BOARD_SENSOR),
    ("socket_sensor", c.SOCKET_SENSOR),
)
# Setting, which is its attribute too, and its words in the order of core.config's numbers.
_WORDS = (
    ("wake", ("off", "pilot", "f")),
    ("meter_policy", ("carry_on", "pause")),
)

# Setting, attribute of Config, factor.
_SCALED = (
    ("fallback_a", "fallback_ma", 1000),
    ("min_off_s", "min_off_ms", 1000),
    ("wake_after_s", "wake_after_ms", 1000),
    ("wake_tries", "wake_tries", 1),
    ("under_voltage_v", "under_mv", 1000),
    ("over_voltage_v", "over_mv", 1000),
    ("over_voltage_fast_v", "over_fast_mv", 1000),
    ("recover_low_v", "recover_low_mv", 1000),
    ("recover_high_v", "recover_high_mv", 1000),
    ("recover_s", "recover_ms", 1000),
    ("supply_delay_s", "supply_delay_ms", 1000),
    ("frequency_low_hz", "frequency_low_mhz", 1000),
    ("frequency_high_hz", "frequency_high_mhz", 1000),
    ("derate_c", "derate_dc", 10),
    ("hot_c", "hot_dc", 10),
)


def outlet_config(values, board):
    """Return the core's Config for loaded `values` and a good `board`."""
    config = Config(PROFILES.index(values["profile"]))
    config.fitted = fitted_bits(board["fitted"])
    config.board_ma = board["max_current_a"] * 1000
    if usable(values):  # else every demand says 0 A, and the core need not call it heat
        config.install_ma = values["max_current_a"] * 1000
    config.phases = values["phases"]
    config.ventilation = 1 if values["ventilation"] else 0
    for key, attribute, factor in _SCALED:
        if values[key] != "profile":
            setattr(config, attribute, int(values[key] * factor + 0.5))
    for key, words in _WORDS:
        if values[key] != "profile":
            setattr(config, key, words.index(values[key]))
    if values["simplified_limit_a"] != "profile":
        _set_simplified(config, values["simplified_limit_a"] * 1000)
    return config


def _set_simplified(config, limit_ma):
    if config.profile == c.GBT:  # GB-070 leaves no room above 8 A
        limit_ma = min(limit_ma, config.simplified_ma)
    config.simplified_ma = limit_ma


def fitted_bits(fitted):
    """Return core.config's bits for a board's `fitted` table."""
    bits = dict(_RCD)[fitted["rcd"]]
    for key, bit in _FITTED:
        if fitted[key]:
            bits |= bit
    if fitted["contactors"] == 2:
        bits |= c.TWO_CONTACTORS
    if fitted["tethered"]:
        bits |= c.TETHERED  # a cable that is fixed needs no lock
    elif fitted["lock"]:
        bits |= c.LOCK_FITTED
    return bits

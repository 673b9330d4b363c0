"""What a Config begins with: the three profiles as one table. Needed once, then dropped."""

from core.config import CARRY_ON, PAUSE, WAKE_PILOT

# Profile: attribute, iec, gbt, j1772. Sources in the comments; rows marked Design may be set.
_PROFILE = (
    ("duty_cap_ma", 80000, 63000, 80000),  # CP-064, GB-035
    ("cd_rising_mv", 4750, 4000, 4750),  # 1.2 table; GB-015, GB-016
    ("cd_falling_mv", 4250, 4000, 4250),
    ("ventilated_state", 1, 0, 1),  # GB-019: no state D
    ("reads_cable", 1, 0, 0),  # GB-083, J-021: no rating in PP
    ("locks", 1, 1, 0),  # J-020
    ("simplified_ma", 10000, 8000, 10000),  # CP-200, GB-070
    ("restart_ms", 30000, 10000, 15000),  # DF-013
    ("rcd_tries", 0, 0, 4),  # RC-035, RC-036
    ("rcd_wait_ms", 0, 0, 15000),  # RC-035
    ("rcd_daily_ms", 86400000, 86400000, 10800000),  # RC-015, RC-039
    ("estop_by_hand", 0, 1, 0),  # GB-106
    ("faults_to_x1", 0, 1, 0),  # GB-053, GB-054, GB-062: S1 to +12 V
    ("meter_policy", CARRY_ON, PAUSE, CARRY_ON),  # CP-204, GB-085
    ("over_floor_ma", 0, 2000, 1300),  # CP-205, CP-208, CP-207
    ("over_permille", 100, 100, 110),
    ("over_add_ma", 500, 0, 0),
    ("over_delay_ms", 7000, 5100, 7000),  # OC-005; CP-208: 5 s at least, in ticks of 10 ms
    ("over_open_ms", 6000, 4000, 6000),  # after x1: OC-005; CP-208 within the next 5 s
    ("under_mv", 195500, 176000, 176000),  # OV-005, OV-004
    ("over_mv", 264500, 264000, 276000),
    ("over_fast_mv", 276000, 286000, 288000),
    ("recover_low_mv", 207000, 198000, 187000),
    ("recover_high_mv", 253000, 242000, 264000),
    ("recover_ms", 60000, 10000, 15000),
    ("frequency_low_mhz", 47500, 49000, 47000),  # OV-003 (gbt), Design
    ("frequency_high_mhz", 52500, 51000, 63000),
)

# Attribute, value in every profile; settings may say otherwise.
_DEFAULTS = (
    ("fallback_ma", 0),  # offered when the demand is stale; below 6 A: pause
    ("wake", WAKE_PILOT),
    ("wake_after_ms", 30000),  # CP-193
    ("wake_tries", 2),
    ("open_mv", 12000),  # CP open-circuit level before it was measured (CP-001)
    ("min_off_ms", 1000),
    ("supply_delay_ms", 1000),  # OV-005
    ("fast_delay_ms", 100),
    ("derate_dc", 750),  # OC-009: -10 % per K above
    ("hot_dc", 900),  # stop
)


def fill(config, profile):
    """Set in `config` what `profile`, IEC, GBT or J1772, says. Before the tick runs."""
    for row in _PROFILE:
        setattr(config, row[0], row[1 + profile])
    for name, value in _DEFAULTS:
        setattr(config, name, value)

"""What the standards and the design say a profile begins with, and how often a fault retries."""

from core import faults
from core.config import GBT, IEC, J1772, Config

# attribute, iec, gbt, j1772
ROWS = (
    ("cd_rising_mv", 4750, 4000, 4750),  # 1.2 table, GB-015
    ("cd_falling_mv", 4250, 4000, 4250),
    ("ventilated_state", 1, 0, 1),  # GB-019
    ("reads_cable", 1, 0, 0),  # GB-083, J-021
    ("locks", 1, 1, 0),  # J-020
    ("restart_ms", 30000, 10000, 15000),  # DF-013
    ("rcd_tries", 0, 0, 4),  # RC-035, RC-036
    ("rcd_wait_ms", 0, 0, 15000),  # RC-035
    ("rcd_daily_ms", 24 * 3600000, 24 * 3600000, 3 * 3600000),  # RC-015, RC-039
    ("estop_by_hand", 0, 1, 0),  # GB-106
    ("faults_to_x1", 0, 1, 0),  # GB-053, GB-054, GB-062
    ("over_floor_ma", 0, 2000, 1300),  # CP-205, CP-208, CP-207
    ("recover_ms", 60000, 10000, 15000),  # OV-005
    ("fallback_ma", 0, 0, 0),
    ("wake_after_ms", 30000, 30000, 30000),  # CP-193
    ("min_off_ms", 1000, 1000, 1000),
)
THREE_TRIES = ("pe_lost", "gate", "cp_diode", "cp_short", "cp_invalid", "cp_range")
THREE_TRIES += ("cp_generator", "sampler")


def test_a_profile_begins_with_what_the_rows_say():
    for name, *values in ROWS:
        for profile, value in zip((IEC, GBT, J1772), values):
            assert getattr(Config(profile), name) == value, (name, profile)


def test_what_clears_by_itself_does_so_three_times_a_plug_in():
    tries = {row[0]: row[3] for row in faults.FAULTS if row[3] != faults.NO_LIMIT}
    assert tries == dict([(name, 3) for name in THREE_TRIES] + [("no_close", 1)])  # PW-012


def test_a_hold_time_that_a_profile_knows_is_no_time():
    assert (faults.NO_LIMIT, faults.RESTART, faults.RECOVERY) == (0, -1, -2)
    assert {row[0]: row[2] for row in faults.FAULTS}["no_close"] == 5000

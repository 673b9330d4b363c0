from plan.composite import composite, merged, pieces
from plan.profile import AMPS, MOST_PERIODS, WATTS
from plan.profiles import Profiles
from tests.plan.profile_kit import NOW_S, made

THREE = (230, 3, False)
MAX = "ChargePointMaxProfile"


def whole(profiles, duration_s=3600, unit=AMPS, wires=THREE, utc_s=NOW_S, elapsed_s=0):
    return composite(Profiles(profiles), utc_s, elapsed_s, duration_s, unit, wires)


def test_nothing_installed_is_no_limit_all_the_time():
    assert whole([]) == ([(0, None, 3)], 3600)


def test_the_periods_of_one_profile():
    profile = made([(0, 16), (600, 10), (900, 6)], duration=1200)  # OP-108
    assert whole([profile]) == (
        [(0, 160, 3), (600, 100, 3), (900, 60, 3), (1200, None, 3)],
        3600,
    )
    assert whole([profile], 900) == ([(0, 160, 3), (600, 100, 3)], 900)
    assert whole([profile], 901)[0][-1] == (900, 60, 3)
    assert whole([profile], utc_s=NOW_S + 700)[0][:2] == [(0, 100, 3), (200, 60, 3)]


def test_a_day_that_comes_again():
    daily = made([(0, 16), (3600, 10)], kind="Recurring", recurrencyKind="Daily", duration=7200)
    found, covered_s = whole([daily], 3 * 86400)
    assert covered_s == 3 * 86400
    assert found[:4] == [(0, 160, 3), (3600, 100, 3), (7200, None, 3), (86400, 160, 3)]
    assert len(found) == 9


def test_neighbours_that_say_the_same_are_one():
    low = made([(0, 16), (600, 10), (900, 6)])
    site = made([(0, 10), (700, 8), (800, 10)], number=2, purpose=MAX)
    found, _ = whole([low, site])
    assert found == [(0, 100, 3), (700, 80, 3), (800, 100, 3), (900, 60, 3)]


def test_more_periods_than_there_may_be_are_cut_and_said():
    lower = made([(n * 60, 10 + n % 2) for n in range(MOST_PERIODS)])
    then = made([(0, 20), (60, 21)], number=2, stack=1, startSchedule="2026-01-01T13:00:00Z")
    assert whole([lower, then], 3600) == (
        [(n * 60, 100 + n % 2 * 10, 3) for n in range(MOST_PERIODS)],
        3600,
    )
    found, covered_s = whole([lower, then], 7200)
    assert len(found) == MOST_PERIODS
    assert covered_s == 3600


def test_amps_and_watts_of_one_and_three_phases():
    profile = made([(0, 11000), (60, 2300, 1)], unit="W")  # OP-107
    switches = (230, 3, True)
    assert whole([profile])[0] == [(0, 159, 3), (60, 33, 3)]
    assert whole([profile], wires=switches)[0] == [(0, 159, 3), (60, 100, 1)]
    assert whole([profile], unit=WATTS, wires=switches)[0] == [(0, 110000, 3), (60, 23000, 1)]
    assert whole([profile], wires=(230, 1, False))[0] == [(0, 478, 1), (60, 100, 1)]
    current = made([(0, 16), (60, 10, 2)])
    assert whole([current], unit=WATTS, wires=switches)[0] == [(0, 110400, 3), (60, 23000, 1)]


def test_a_session_that_runs_and_one_that_would_begin_now():
    profile = made([(0, 16), (600, 10)], kind="Relative")
    assert whole([profile], elapsed_s=500)[0] == [(0, 160, 3), (100, 100, 3)]
    assert whole([profile])[0] == [(0, 160, 3), (600, 100, 3)]


def test_without_a_clock_only_what_counts_from_the_session():
    relative = made([(0, 16), (600, 10)], kind="Relative")
    absolute = made([(0, 6)], number=2, stack=1)
    assert whole([relative, absolute], utc_s=0, elapsed_s=500)[0] == [(0, 160, 3), (100, 100, 3)]
    site = made([(0, 20), (60, 12)], number=3, purpose=MAX)
    found, _ = whole([relative, absolute, site], utc_s=0, elapsed_s=500)
    assert found == [(0, 120, 3), (100, 100, 3)]


def test_the_end_of_the_times_that_can_be_told():
    found = list(pieces(Profiles([made([(0, 16)])]), 0xFFFFFFF0, 0, 3600))
    assert [start_s for start_s, _ in found] == [0, 3600]
    assert merged(found, AMPS, THREE) == ([(0, 160, 3)], 3600)

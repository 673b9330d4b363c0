from plan.profile import NEVER_S, NONE
from tests.plan.profile_kit import NOW_S, made

DAY_S = 86400


def test_the_last_period_that_has_begun_is_in_force():
    profile = made([(0, 16), (600, 10), (900, 0)])  # OP-105
    for after_s, place, until_s in (
        (0, 0, NOW_S + 600),
        (599, 0, NOW_S + 600),
        (600, 1, NOW_S + 900),
        (899, 1, NOW_S + 900),
        (900, 2, NEVER_S),
        (10**8, 2, NEVER_S),
    ):
        assert profile.find(NOW_S + after_s, 0) == (place, until_s), after_s


def test_each_of_50_periods_is_found():
    profile = made([(place * 60, place) for place in range(50)])
    for place in range(50):
        for second in (0, 59):
            assert profile.find(NOW_S + place * 60 + second, 0)[0] == place


def test_before_its_start_and_after_its_duration_it_says_nothing():
    profile = made([(0, 16), (600, 10)], duration=1000)  # OP-104
    assert profile.find(NOW_S - 1, 0) == (NONE, NOW_S)
    assert profile.find(NOW_S + 999, 0) == (1, NOW_S + 1000)
    assert profile.find(NOW_S + 1000, 0) == (NONE, NEVER_S)


def test_it_is_valid_from_and_until_before():
    words = {"validFrom": "2026-01-01T12:05:00Z", "validTo": "2026-01-01T12:10:00Z"}
    profile = made([(0, 16), (400, 10)], **words)  # OP-104
    assert profile.find(NOW_S, 0) == (NONE, NOW_S + 300)
    assert profile.find(NOW_S + 300, 0) == (0, NOW_S + 400)
    assert profile.find(NOW_S + 599, 0) == (1, NOW_S + 600)
    assert profile.find(NOW_S + 600, 0) == (NONE, NEVER_S)


def test_a_day_and_a_week_repeat_from_the_start_not_before_it():
    for word, every_s in (("Daily", DAY_S), ("Weekly", 7 * DAY_S)):
        profile = made([(0, 16), (3600, 10)], kind="Recurring", recurrencyKind=word)
        assert profile.find(NOW_S - 1, 0) == (NONE, NOW_S)
        for times in (0, 1, 5, 400):
            start_s = NOW_S + times * every_s
            assert profile.find(start_s, 0) == (0, start_s + 3600)
            assert profile.find(start_s + every_s - 1, 0) == (1, start_s + every_s)


def test_between_two_times_a_recurring_profile_says_nothing():
    profile = made([(0, 16)], kind="Recurring", recurrencyKind="Daily", duration=3600)
    assert profile.find(NOW_S + 3599, 0) == (0, NOW_S + 3600)
    assert profile.find(NOW_S + 3600, 0) == (NONE, NOW_S + DAY_S)


def test_a_relative_profile_counts_from_the_session():
    profile = made([(0, 16), (600, 10)], kind="Relative", duration=1000)
    began_s = NOW_S - 599
    assert profile.find(NOW_S, began_s) == (0, NOW_S + 1)
    assert profile.find(NOW_S + 1, began_s) == (1, began_s + 1000)
    assert profile.find(began_s + 1000, began_s) == (NONE, NEVER_S)


def test_only_an_open_relative_profile_can_do_without_a_clock():
    assert made([(0, 16)]).needs_clock()
    assert made([(0, 16)], kind="Recurring", recurrencyKind="Daily").needs_clock()
    assert made([(0, 16)], kind="Relative", validFrom="2026-01-01T12:00:00Z").needs_clock()
    assert made([(0, 16)], kind="Relative", validTo="2026-01-01T12:00:00Z").needs_clock()
    assert not made([(0, 16)], kind="Relative", duration=60).needs_clock()


def test_the_lowest_it_may_ever_allow():
    assert made([(0, 16), (60, 7.5, 1), (90, 9)]).lowest() == (75, 0, 1)
    assert made([(0, 9000, 1), (60, 5000)], unit="W").lowest() == (50000, 1, 3)

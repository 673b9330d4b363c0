from plan.profile import AMPS, DEFAULT, MOST_PROFILES, NEVER_S, SITE, WATTS
from plan.profiles import Profiles, asked, lowest
from tests.plan.profile_kit import NOW_S, made

MAX = "ChargePointMaxProfile"
TX = "TxProfile"


def limit(profiles, utc_s=NOW_S, elapsed_s=0, volts=230, phases=3):
    return Profiles(profiles).at(utc_s, elapsed_s, volts, phases)[0]


def ids(profiles):
    return sorted([profile.number for profile in profiles.installed])


def test_without_a_profile_there_is_no_limit():
    assert Profiles().at(NOW_S, 0, 230, 3) == (None, 3, 0)
    assert limit([made([(0, 16)], startSchedule="2026-01-01T12:00:01Z")]) is None


def test_the_highest_level_that_has_a_value_speaks():
    low = made([(0, 20)], stack=0)  # OP-101
    high = made([(0, 10)], number=2, stack=1, duration=60)
    later = made([(0, 6)], number=3, stack=2, startSchedule="2026-01-01T12:00:30Z")
    profiles = [low, high, later]
    assert limit(profiles) == 10000
    assert limit(profiles, NOW_S + 30) == 6000
    assert limit([low, high], NOW_S + 59) == 10000
    assert limit([low, high], NOW_S + 60) == 20000


def test_the_session_before_the_connector_before_all_of_them():
    everywhere = made([(0, 20)], connector=0, stack=9)  # OP-100, OP-103
    here = made([(0, 10)], number=2)
    own = made([(0, 30)], number=3, purpose=TX, session=7)
    assert limit([everywhere]) == 20000
    assert limit([everywhere, here]) == 10000
    assert limit([everywhere, here, own]) == 30000


def test_the_lower_of_site_and_session_holds():
    site = made([(0, 15)], purpose=MAX)  # OP-103
    assert limit([site]) == 15000
    assert limit([site, made([(0, 20)], number=2)]) == 15000
    assert limit([site, made([(0, 10)], number=2)]) == 10000
    assert limit([site, made([(0, 0)], number=2)]) == 0


def test_watts_become_amps_floored_to_a_tenth():
    power = made([(0, 11000)], unit="W")  # OP-107: 11000 / 690 = 15.94
    assert limit([power]) == 15900
    assert limit([power], phases=1) == 47800
    assert limit([power], volts=110) == 33300
    site = made([(0, 16)], purpose=MAX, number=2)
    assert limit([power, site], volts=220) == 16000
    assert limit([power, site], volts=230) == 15900


def test_amps_become_watts_of_all_phases():
    assert lowest([(160, AMPS, 3), (120000, WATTS, 3)], WATTS, 690) == 110400
    assert lowest([(160, AMPS, 3), (100000, WATTS, 3)], WATTS, 690) == 100000


def test_the_phases_are_the_fewest_that_are_asked_for():
    assert asked([(160, AMPS, 3), (160, AMPS, 1)]) == 1
    profiles = Profiles([made([(0, 16, 2), (60, 16)])])
    assert profiles.at(NOW_S, 0, 230, 3)[1] == 2
    assert profiles.at(NOW_S + 60, 0, 230, 3)[1] == 3


def test_at_says_when_it_changes_and_looks_again_then():
    profiles = Profiles([made([(0, 16), (60, 10), (90, 8)])])
    assert profiles.at(NOW_S, 0, 230, 3) == (16000, 3, NOW_S + 60)
    looked = []
    look = profiles.in_force
    profiles.in_force = lambda *times: looked.append(times) or look(*times)
    for second in range(60):
        assert profiles.at(NOW_S + second, 0, 230, 3)[0] == 16000
    assert looked == []
    assert profiles.at(NOW_S + 60, 0, 230, 3) == (10000, 3, NOW_S + 90)
    assert profiles.at(NOW_S + 90, 0, 230, 3) == (8000, 3, 0)
    assert len(looked) == 2


def test_a_step_of_the_clock_either_way_counts():
    profiles = Profiles([made([(0, 16), (3600, 10)])])
    assert profiles.at(NOW_S + 60, 60, 230, 3)[0] == 16000
    assert profiles.at(NOW_S + 7200, 61, 230, 3)[0] == 10000
    assert profiles.at(NOW_S + 62, 62, 230, 3)[0] == 16000


def test_a_step_of_the_clock_does_not_move_a_session():
    profiles = Profiles([made([(0, 16), (3600, 10)], kind="Relative")])
    assert profiles.at(NOW_S, 10, 230, 3)[0] == 16000
    assert profiles.at(NOW_S + 7200, 11, 230, 3)[0] == 16000
    assert profiles.at(NOW_S + 60, 3599, 230, 3)[0] == 16000
    assert profiles.at(NOW_S + 61, 3600, 230, 3)[0] == 10000


def test_without_a_session_a_relative_profile_stays_at_its_first_period():
    profiles = Profiles([made([(0, 16), (60, 10)], kind="Relative")])
    for second in (0, 59, 60, 200):
        assert profiles.at(NOW_S + second, 0, 230, 3)[0] == 16000
    assert profiles.at(NOW_S + 260, 60, 230, 3)[0] == 10000


def test_without_a_clock_only_relative_profiles_limit_a_session():
    relative = made([(0, 16), (60, 10)], kind="Relative")  # OP-067
    absolute = made([(0, 6)], number=2, stack=1)
    assert limit([relative, absolute], 0, 0) == 16000
    assert limit([relative, absolute], 0, 60) == 10000
    assert limit([absolute], 0, 60) is None
    assert Profiles([relative]).at(0, 0, 230, 3)[2] == 0


def test_without_a_clock_the_site_has_the_lowest_it_may_have():
    site = made([(0, 20), (60, 8), (90, 32)], purpose=MAX, stack=1)
    below = made([(0, 7)], purpose=MAX, number=2)
    sure = made([(0, 9)], purpose=MAX, number=3, stack=2, kind="Relative")
    assert limit([site], 0) == 8000
    assert limit([site, below], 0) == 7000
    assert limit([site, below, sure], 0) == 9000


def test_the_clock_being_set_or_lost_counts_at_once():
    profiles = Profiles([made([(0, 6)])])
    assert profiles.at(0, 5, 230, 3)[0] is None
    assert profiles.at(NOW_S, 6, 230, 3)[0] == 6000
    assert profiles.at(0, 7, 230, 3)[0] is None


def test_one_replaces_the_same_id_and_the_same_place_in_the_stack():
    profiles = Profiles([made([(0, 16)]), made([(0, 16)], number=2, stack=1)])  # OP-102
    profiles.put(made([(0, 10)], number=1, stack=5))
    assert ids(profiles) == [1, 2]
    profiles.put(made([(0, 10)], number=3, stack=5))
    assert ids(profiles) == [2, 3]
    profiles.put(made([(0, 10)], number=4, stack=5, connector=0))
    profiles.put(made([(0, 10)], number=5, stack=5, purpose=MAX))
    assert ids(profiles) == [2, 3, 4, 5]
    assert profiles.at(NOW_S, 0, 230, 3)[0] == 10000


def test_one_too_many_changes_nothing():
    profiles = Profiles([made([(0, 16)], number=n, stack=n) for n in range(MOST_PROFILES)])
    before = profiles.installed
    try:
        profiles.put(made([(0, 6)], number=99, stack=50))
        raise AssertionError("a ninth was taken")
    except ValueError as error:
        assert "8 charging profiles" in str(error)
    assert profiles.installed is before and not profiles.unsaved
    profiles.put(made([(0, 6)], number=99, stack=0))
    assert len(profiles.installed) == MOST_PROFILES


def test_clear_by_id_or_by_what_is_given():
    def some():
        return Profiles(
            [
                made([(0, 16)], number=1, stack=1),
                made([(0, 16)], number=2, stack=2, connector=0),
                made([(0, 16)], number=3, stack=1, purpose=MAX),
            ]
        )

    for words, left in (  # OP-111
        ({"number": 2}, [1, 3]),
        ({"number": 4}, [1, 2, 3]),
        ({"number": 1, "stack": 2}, [2, 3]),
        ({"connector": 0}, [1]),
        ({"purpose": DEFAULT}, [3]),
        ({"purpose": SITE, "stack": 1}, [1, 2]),
        ({"stack": 1}, [2]),
        ({"stack": 0}, [1, 2, 3]),
        ({}, []),
    ):
        profiles = some()
        assert profiles.at(NOW_S, 0, 230, 3)[0] == 16000
        assert profiles.clear(**words) == 3 - len(left)
        assert ids(profiles) == left, words
        assert profiles.unsaved == (len(left) < 3)
        assert (profiles.at(NOW_S, 0, 230, 3)[0] is None) == (not left)


def test_what_is_for_a_session_ends_with_it_and_is_not_kept():
    profiles = Profiles([made([(0, 16)])])
    profiles.put(made([(0, 10)], number=2, purpose=TX, session=7))  # OP-110
    assert profiles.at(NOW_S, 0, 230, 3)[0] == 10000
    profiles.end_sessions(7)
    assert ids(profiles) == [1, 2]
    profiles.end_sessions(0)
    assert ids(profiles) == [1] and not profiles.unsaved
    assert profiles.at(NOW_S, 0, 230, 3)[0] == 16000


def test_a_limit_beyond_what_a_claim_may_be_is_cut():
    assert limit([made([(0, 1000000)])]) == 1000000
    assert Profiles([made([(0, 16)])]).in_force(NEVER_S - 1, 0, True)[1] == NEVER_S

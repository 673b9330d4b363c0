"""A group whose piles begin, fall silent or come back: the fallbacks."""

from tests.group.fakes import Group

LIMIT = [48000] * 3


def test_nothing_above_the_fallbacks_before_all_were_heard_or_had_their_time():  # REQ-GRP-1
    group = Group(4, LIMIT, 6)
    group.car(1)
    group.cut = [4]
    most = 0
    for _ in range(46):
        group.run(1)
        most = max(most, *group.allowed())
    assert most <= 6
    group.run(10)
    assert group.allowed()[0] == 32  # and 6 A are kept for pile 4
    group.car(2)
    group.car(3)
    group.run(20)
    assert group.allowed() == [14, 14, 14, 6]


def test_one_that_falls_silent_keeps_its_fallback_and_the_others_the_rest():
    group = Group(4, LIMIT, 6)
    for pile in range(1, 5):
        group.car(pile)
    group.run(60)
    assert group.allowed() == [12] * 4
    group.cut = [3]
    group.run(60)
    assert group.members[2].state() == "free"
    assert group.allowed() == [14, 14, 6, 14]
    group.cut = []
    group.run(10)
    assert group.allowed() == [12] * 4


def test_without_a_majority_all_stand_at_their_fallbacks():
    group = Group(4, LIMIT, 6)
    for pile in range(1, 5):
        group.car(pile)
    group.run(60)
    group.cut = [2, 3, 4]
    group.run(60)
    assert group.allowed() == [6] * 4


def test_a_leader_that_starts_anew_waits_until_what_was_granted_before_is_over():
    group = Group(3, LIMIT, 6)
    for pile in range(1, 4):
        group.car(pile)
    group.run(60)
    assert group.allowed() == [16] * 3
    group.car(3, 6000)
    group.run(4)
    assert group.allowed() == [21, 21, 6]
    group.restart()
    group.car(3)
    for _ in range(20):
        assert sum(group.allowed()) <= 48
        group.run(1)
    assert group.allowed() == [6] * 3
    group.run(36)
    assert group.allowed() == [16] * 3


def test_a_pile_that_charges_with_its_fallback_is_not_paused_when_its_leader_comes():
    group = Group(2, LIMIT, 6)
    group.cut = [2]
    group.car(2)
    group.run(60)
    assert group.allowed()[1] == 6
    group.cut = []
    for _ in range(40):
        group.run(0.1)
        assert group.allowed()[1] >= 6
    assert group.allowed()[1] == 32

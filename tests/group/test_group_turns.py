"""A group with less than 6 A for each car: who charges and who waits."""

from tests.group.fakes import Group


def test_when_not_all_can_have_6_a_they_take_turns_of_10_minutes():
    group = Group(4, [13000] * 3)
    for pile in range(1, 5):
        group.car(pile)
    group.run(70)
    had = [0] * 4
    turns = 0
    before = group.allowed()
    for _ in range(120):
        group.run(30)
        now = group.allowed()
        assert sum(now) <= 13
        turns += [each > 0 for each in now] != [each > 0 for each in before]
        before = now
        for pile in range(4):
            had[pile] += now[pile] > 0
    assert min(had) >= 50 and max(had) <= 70  # of 120, half of the time each
    assert turns <= 7


def test_a_priority_goes_first_but_nobody_is_sent_to_wait_within_10_minutes():
    group = Group(3, [7000] * 3, rows=[{}, {}, {"priority": 9}])
    group.car(1)
    group.run(60)
    assert group.allowed()[0] == 7
    group.car(3)
    group.run(8 * 60)
    assert group.allowed() == [7, 0, 0]
    group.run(3 * 60)
    assert group.allowed() == [0, 0, 7]


def test_a_car_that_sleeps_does_not_keep_one_that_wants_from_charging():
    group = Group(2, [6000] * 3)
    group.car(1, wants=False)
    group.run(60)
    group.car(2)
    assert group.allowed() == [6, 0]
    group.run(60)
    assert group.allowed() == [6, 0]  # it may take a moment to wake up
    group.run(90)
    assert group.allowed() == [0, 6]

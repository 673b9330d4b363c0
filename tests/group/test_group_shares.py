"""A group on a network that works: how much each pile has."""

from group.message import PHASES
from tests.group.fakes import Group

LIMIT = [48000] * 3


def test_8_piles_share_48_a_while_cars_come_and_go():
    group = Group(8, LIMIT, 6)
    group.run(60)
    assert group.allowed() == [0] * 8
    group.car(1, 32000)
    group.run(3)
    assert group.allowed()[0] == 32
    group.car(2, 32000)
    group.run(4)
    assert group.allowed()[:2] == [24, 24]
    for pile in range(3, 9):
        group.car(pile)
    group.run(6)
    assert group.allowed() == [6] * 8
    group.leave(8)
    group.run(6)
    assert 47.9 <= sum(group.allowed()) <= 48 and group.allowed()[7] == 0


def test_weights_and_what_a_car_can_take():
    rows = [{"weight": 1}, {"weight": 3}, {}, {}]
    group = Group(4, LIMIT, rows=rows)
    group.run(55)
    group.car(1)
    group.car(2)
    group.run(5)
    assert group.allowed()[:2] == [16, 32]  # not 15 and 33
    group.car(2, 16000)
    group.run(5)
    assert group.allowed()[:2] == [32, 16]


def test_a_car_that_draws_less_gives_back_and_has_it_again():
    group = Group(2, LIMIT)
    group.car(1, drawn_ma=(9000, 9000, 9000))
    group.car(2, drawn_ma=(30000, 30000, 30000))
    group.run(55)
    assert group.allowed() == [24, 24]
    group.run(40)
    assert group.allowed() == [11, 32]
    group.car(1, drawn_ma=(10500, 10500, 10500))
    group.car(2, drawn_ma=(32000, 32000, 32000))
    group.run(6)
    assert group.allowed() == [24, 24]


def test_a_car_that_draws_nothing_keeps_6_a():  # P24
    group = Group(2, LIMIT)
    group.car(1, drawn_ma=(0, 0, 0))
    group.car(2)
    group.run(120)
    assert group.allowed() == [6, 32]
    group.car(2, 80000)
    group.run(5)
    assert group.allowed() == [6, 42]


def test_one_phase_does_not_take_from_the_others():
    rows = [{"phases": 1, "rotation": way} for way in ("RST", "STR", "TRS")] + [{}]
    group = Group(4, [20000] * 3, rows=rows)
    group.run(55)
    for pile in range(1, 4):
        group.car(pile, phases=1 << pile - 1)
    group.run(5)
    assert [group.allowed(phase) for phase in range(3)] == [
        [20, 0, 0, 0],
        [0, 20, 0, 0],
        [0, 0, 20, 0],
    ]
    group.car(4, phases=PHASES)
    group.run(5)
    assert group.allowed(0) == [10, 0, 0, 10]
    assert group.allowed(1) == [0, 10, 0, 10]


def test_a_change_is_in_force_within_a_second():
    group = Group(3, LIMIT)
    for pile in range(1, 4):
        group.car(pile)
    group.run(60)
    assert sum(group.allowed()) == 48
    for phase in range(3):
        group.leader.ledger.limit_ma[phase] = 24000
    group.leader._news = True
    group.run(1)
    assert group.allowed() == [8, 8, 8]

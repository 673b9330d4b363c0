"""A group with piles other than its leader was told, one number twice, and words of old."""

from group.message import HELLO, kind
from group.sessions import TWINS
from tests.group.fakes import End, Group

LIMIT = [48000] * 3


def test_other_sizes_and_versions_are_told():
    group = Group(3, LIMIT)
    group.members[1].config.size = 4
    group.members[2].config.versions = (2, 2)
    group.run(60)
    assert list(group.leader.sessions.states) == [1, 2, 3]


def test_who_is_refused_keeps_its_fallback_of_the_limit_all_the_same():
    rows = [{}, {}, {"fallback_a": 0}, {"fallback_a": 0}, {"fallback_a": 0}, {"fallback_a": 0}]
    group = Group(6, LIMIT, 6, rows=rows)
    for pile, size, versions in ((3, 5, (1, 1)), (4, 6, (2, 2))):  # set to 16 A by themselves
        config = group.members[pile - 1].config
        config.fallback_ma = (16000, 16000, 16000)
        config.size = size
        config.versions = versions
    for pile in (1, 2):
        group.car(pile)
    group.run(120)
    assert list(group.leader.sessions.states)[2:4] == [2, 3]
    assert group.allowed()[:4] == [8, 8, 16, 16]


def test_one_more_than_the_group_has_keeps_its_fallback_of_the_limit():
    group = Group(4, LIMIT, 6)
    group.count = 5
    group.fallback_ma = list(group.fallback_ma) + [9000] * 3
    group.ends.append(End(group._up(5)))
    group.members.append(group.member(5))
    for pile in (1, 2, 3, 4):
        group.car(pile)
    group.run(120)
    assert group.allowed() == [9.75] * 4 + [9]


def test_a_pile_on_other_phases_than_its_leader_was_told_keeps_its_fallback_there():
    rows = [{}, {"phases": 1, "rotation": "RST"}, {}, {}]
    group = Group(4, LIMIT, 6, rows=rows)
    group.members[1].config.fallback_ma = (0, 6000, 0)
    group.car(1)
    group.car(2, 10000, phases=2)
    group.run(60)
    assert group.allowed(1) == [32, 10, 0, 0]
    group.cut = [2]
    group.car(1, 45000)
    group.run(60)
    assert group.allowed(1) == [42, 6, 0, 0]


def test_two_piles_with_one_number_use_no_more_than_their_fallbacks():
    group = Group(4, LIMIT, 6)
    for pile in (1, 2, 3):
        group.car(pile)
    group.run(60)
    group.ends.append(End(group._up(2)))
    group.hub._taker = lambda to, data: [
        group.ends[at].came.append(data) for at in ((1, 4) if to == 2 else (to - 1,))
    ]
    group.fallback_ma[12:] = group.fallback_ma[3:6]
    group.members.append(group.member(5))
    group.members[4].id = 2
    group.car(5)
    for _ in range(3000):
        group.run(0.1)
        assert sum(group.allowed()) <= 48
    assert group.leader.sessions.states[1] == TWINS
    assert group.allowed() == [18, 6, 18, 0, 6]
    group.cut = [2]
    group.run(3700)
    group.members.pop()
    group.cut = []
    group.run(30)
    assert group.allowed() == [16, 16, 16, 0]


def test_an_old_hello_said_again_changes_nothing():
    group = Group(3, LIMIT, 6)
    heard = []
    poll = group.hub.poll

    def listen():
        data = poll()
        if data is not None and kind(data)[0] == HELLO:
            heard.append(data)
        return data

    group.hub.poll = listen
    for pile in (1, 2, 3):
        group.car(pile)
    group.run(60)
    group.members[1] = group.member(2)  # it starts again
    group.car(2)
    group.run(60)
    assert group.allowed() == [16] * 3 and len(heard) > 3
    group.hub.poll = poll
    for _ in range(100):
        group.hub.came += heard
        group.run(1)
        assert group.allowed() == [16] * 3
    assert list(group.leader.sessions.states) == [1, 1, 1]

"""A group on a network that works."""

from group.message import HELLO, PHASES, kind
from group.sessions import TWINS
from tests.group.fakes import End, Group

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

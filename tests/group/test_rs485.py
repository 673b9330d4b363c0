"""A group on one bus: its messages arrive, and leave 99 % of it to each pile's neighbours."""

from group.message import CYCLE_MS, LONGEST
from group.rs485 import message_in
from group.rs485_leader import LeaderBus
from group.rs485_member import MemberBus
from tests.group import mail
from tests.group.bus import Bus


class Group:
    """A leader's wire and those of the piles 2 to `count`."""

    def __init__(self, count, echo=False):
        self.bus = Bus(echo)
        self.leader = LeaderBus(self.bus.line(), 1, count)
        self.members = {pile: MemberBus(self.bus.line(), pile) for pile in range(2, count + 1)}
        for wire in [self.leader] + list(self.members.values()):
            self.bus.start(wire.run())

    def talk(self, cycles):
        """Have every pile ask and be granted something in each cycle; return what arrived."""
        granted, asked = set(), set()
        for cycle in range(cycles):
            for pile, wire in self.members.items():
                wire.send(1, mail.ask(pile, cycle + 1))
                self.leader.send(pile, mail.grant(pile, cycle + 1))
            self.bus.run(CYCLE_MS + 100)
            for pile, wire in self.members.items():
                if wire.poll() == mail.grant(pile, cycle + 1):
                    granted.add((pile, cycle))
            while True:
                data = self.leader.poll()
                if data is None:
                    break
                asked.add((data[1], cycle))
        return granted, asked


def test_every_kind_of_message_survives_the_filling():
    for data in (mail.hello(2), mail.welcome(2), mail.ask(2), mail.grant(2)):
        filled = data + b"\xff" * (LONGEST - len(data))
        assert message_in(filled) == data
    assert message_in(b"\xff" * LONGEST) is None
    assert message_in(b"") is None


def test_all_messages_arrive_each_cycle_and_take_1_percent_a_pile_at_most():
    for count in (8, 64):
        group = Group(count)
        granted, asked = group.talk(3)
        assert len(granted) == len(asked) == 3 * (count - 1)
        assert group.bus.collisions == 0
        a_pile = group.bus.busy_us / (group.bus.now_ms * 1000) / (count - 1)
        assert 0.008 < a_pile <= 0.01, a_pile


def test_a_leader_with_nothing_to_say_still_asks():
    group = Group(3)
    group.members[3].send(1, mail.hello(3))
    group.bus.run(2 * CYCLE_MS)
    assert group.leader.poll() == mail.hello(3)
    assert group.leader.poll() is None
    assert (group.leader.visits, group.leader.answers) == (4, 4)


def test_silent_piles_do_not_take_the_others_turn():
    group = Group(16)
    group.bus.cut = [group.bus._ports[at] for at in range(1, 9)]
    granted, asked = group.talk(2)
    assert sorted({pile for pile, _ in asked}) == list(range(10, 17))
    assert len(asked) == len(granted) == 14
    group.bus.cut = ()
    assert len(group.talk(1)[1]) == 15


def test_on_two_wires_the_own_echo_is_no_answer():
    group = Group(4, echo=True)
    granted, asked = group.talk(3)
    assert len(granted) == len(asked) == 9


def test_only_the_groups_registers_are_answered():
    wire = MemberBus(Bus().line(), 2)
    place = bytes((0x47, 0x50, 0, LONGEST // 2))
    assert wire.answer(b"\x03" + place)[:2] == bytes((3, LONGEST))
    assert wire.answer(bytes((3, 0, 0, 0, 12))) == bytes((0x83, 2))
    assert wire.answer(bytes((3,))) == bytes((0x83, 2))
    assert wire.answer(bytes((6, 0, 0, 0, 1))) == bytes((0x86, 1))
    assert wire.answer(b"\x17" + place)[:2] == bytes((23, LONGEST))
    assert wire.poll() is None

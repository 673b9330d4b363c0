"""A whole group on one RS-485 bus: its real leader and members, in virtual time."""

from group.leader import Leader
from group.loop import Loop
from group.member import Config, Member
from group.message import PHASES, PLUGGED, WANTS, Key
from group.roster import Roster
from group.rs485_leader import LeaderBus
from group.rs485_member import MemberBus
from tests.group.bus import Bus, pause_ms
from tests.group.fakes import lead

KEY = Key(b"0123456789abcdef")
LIMIT_MA = [48000, 48000, 48000]


class Group:
    """`members[n]` is of pile n + 1; every car wants 32 A on three phases."""

    def __init__(self, count):
        self.bus = Bus()
        self.count = count
        self.lowest_ma = []  # of what each second allowed, and the highest sum
        self.worst_ma = 0
        roster = Roster(1, [{} for _ in range(count)], LIMIT_MA)
        wires = [LeaderBus(self.bus.line(), 1, count)]
        wires += [MemberBus(self.bus.line(), pile) for pile in range(2, count + 1)]
        loop = Loop(wires[0], 1)
        self.leader = Leader(roster, LIMIT_MA, loop.leader, KEY, 0)
        config = Config(1, count, (0, 0, 0))
        links = [loop.member] + wires[1:]
        self.members = [Member(at + 1, KEY, config, link, 0) for at, link in enumerate(links)]
        for wire in wires:
            self.bus.start(wire.run())
        for at, member in enumerate(self.members):
            member.flags = PHASES | PLUGGED | WANTS
            member.most_ma = 32000
            self.bus.start(self._play(member, self.leader if at == 0 else None))

    async def _play(self, member, leader):
        while True:
            now_ms = self.bus.ticks_ms()
            if leader is not None:
                lead(leader, now_ms)
            member.step(now_ms)
            member.applied()
            member.limit(now_ms)
            await pause_ms(50)

    def limits_ma(self):
        return [member.limit(self.bus.ticks_ms())[0] for member in self.members]

    def watch(self, seconds):
        """Let time pass; note the sum of each second."""
        for _ in range(seconds):
            self.bus.run(1000)
            self.worst_ma = max(self.worst_ma, sum(self.limits_ma()))


def test_a_group_shares_its_limit_over_a_bus_and_takes_1_percent_of_it_a_pile():
    group = Group(4)
    group.watch(120)
    assert group.limits_ma() == [12000] * 4
    begun_us, begun_ms = group.bus.busy_us, group.bus.now_ms
    for _ in range(60):
        group.watch(1)
        assert [member.state() for member in group.members] == ["granted"] * 4
    share = (group.bus.busy_us - begun_us) / ((group.bus.now_ms - begun_ms) * 1000) / 3
    assert 0.005 < share <= 0.01, share
    assert group.worst_ma <= 48000
    assert group.bus.collisions == 0


def test_a_pile_whose_wires_break_gives_back_and_the_others_have_it():
    group = Group(4)
    group.watch(120)
    group.bus.cut = [group.bus._ports[3]]
    group.watch(90)
    assert group.members[3].state() == "free"
    assert group.limits_ma() == [16000, 16000, 16000, 0]
    group.bus.cut = ()
    group.watch(60)
    assert group.limits_ma() == [12000] * 4
    assert group.worst_ma <= 48000

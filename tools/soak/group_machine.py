"""A pile of a group under test, with its real code: claim source, member and leader."""

from group.loop import Loop
from group.member import Config, Member
from group.message import ASK, HELLO, Key
from group.message import kind as kind_of
from group.share import Share
from tools.soak.group_wire import End

TICK_MS = 100
TURNS = 3  # of a leader in a tick
KEY = Key(b"sixteen bytes or more of secret")
_WRAP = 1 << 30
_DRIFT = 0.005
_SECOND = 10  # ticks
_DEMAND = 10  # ticks that the core goes on without the shell
_PIECE_MS = 4  # of its work


class View:
    """What a claim source sees of its pile: a car that comes and goes."""

    fault = -1
    reasons = 0
    claimed = True
    owner = False
    group = None

    def __init__(self, phases):
        self.plugged = self.wants = False
        self.phases = phases
        self.current_ma = None
        self.max_ma = 32000


class Machine:
    """A pile that can be switched off and on, with its own clock."""

    def __init__(self, world, own, phases, rotation):
        self.world = world
        self.own = own
        self.view = View(phases)
        self.rotation = rotation
        self.offered_ma = (0, 0, 0)
        self.share = None
        self.rate = 1 + world.dice.uniform(-_DRIFT, _DRIFT)
        self.leader_id = world.leader_id  # as it is set
        self._zero_ms = 0
        self._born = 0
        self._second = 0
        self._stalled = 0  # tick until which the shell stands still
        self._fell = 0  # tick when the core falls back without it
        self._worked_ms = 0  # by the leader, since the tick began

    def now_ms(self):
        """Return its own tick counter."""
        passed = (self.world.now - self._born) * TICK_MS * self.rate
        return (self._zero_ms + int(passed)) % _WRAP

    def _work(self):
        self._worked_ms += _PIECE_MS
        return (self.now_ms() + self._worked_ms) % _WRAP

    def boot(self, versions=(1, 1)):
        """Start with an empty memory."""
        world = self.world
        dice = world.dice
        self._born = world.now
        self._zero_ms = dice.choice((0, dice.randrange(_WRAP), _WRAP - 60000))
        self._second = world.now + dice.randrange(_SECOND)
        self._stalled = 0
        self.end = End(world, self.own)
        now_ms = self.now_ms()
        config = Config(self.leader_id, world.count, tuple(world.fallback_of(self.own)), versions)
        leader = None
        link = self.end
        if self.leader_id == self.own:
            loop = Loop(self.end, self.own)
            link = loop.member
            leader = world.leader(self.own, loop.leader, now_ms)
        member = Member(self.own, KEY, config, link, now_ms, nonce=dice.randbytes)
        self.share = Share(member, leader, link, self.rotation, self._work)
        self.offered_ma = (0, 0, 0)

    def halt(self):
        """Lose power."""
        self.share = None
        self.offered_ma = (0, 0, 0)

    def stall(self, ticks):
        """Let the shell stand still; the core goes on for a second."""
        self._stalled = self.world.now + ticks
        self._fell = self.world.now + _DEMAND

    def hear(self, data):
        """Take a message from the wire."""
        if self.share is not None and (
            self.share.leader is not None or (data[1] and kind_of(data)[0] not in (HELLO, ASK))
        ):
            self.end.came.append(data)

    def tick(self):
        """Do what a pile does in 100 ms."""
        if self.share is None:
            return
        now = self.world.now
        if now < self._stalled:
            if now >= self._fell:
                self.offered_ma = (0, 0, 0)
            return
        now_ms = self.now_ms()
        for _ in range(TURNS):
            self._worked_ms = 0
            self.share.lead(now_ms)
        self.share.follow(now_ms)
        if now >= self._second or self.share.news:
            if now >= self._second:
                self._second = now + _SECOND
            self._apply(self.share.second(now_ms, 0, self.view)[0])

    def _apply(self, limit_ma):
        # the pilot is one figure: the lowest of the phases that carry current
        phases = [self.rotation[at] for at in range(self.view.phases)]
        if type(limit_ma) is int:  # of a car that was seen to use one phase
            limit_ma = (limit_ma,) * 3
            phases = phases[:1]
        each_ma = min(limit_ma[phase] for phase in phases)
        each_ma = each_ma if each_ma >= 6000 else 0
        self.offered_ma = tuple(each_ma if phase in phases else 0 for phase in range(3))

"""Groups of piles with their real code on a network that does what it likes, in virtual time.

At every tick, on every phase, the sum of what the pilots allow must be within the limit.
python -m tools.soak.group [--piles 16] [--ticks 1000000] [--seed 1]: exit status 1 when not.
"""

import argparse
import heapq
import random
import sys
import time

from group.leader import Leader
from group.loop import Loop
from group.member import Config, Member
from group.message import ASK, HELLO, Key
from group.message import kind as kind_of
from group.roster import Roster
from group.share import Share

TICK_MS = 100
_KEY = Key(b"sixteen bytes or more of secret")
_WRAP = 1 << 30
_DRIFT = 0.005
_SECOND = 10  # ticks
_DEMAND = 10  # ticks that the core goes on without the shell
_TURNS = 3  # of a leader in a tick
_PIECE_MS = 4  # of its work
_STORED = 400  # messages that may be said again later


class Wire:
    """Loses, doubles, delays, reorders, damages, repeats, misleads and parts."""

    def __init__(self, dice, count):
        self.loss = self.copies = self.delayed = self.damage = self.replay = 0.0
        self.longest = 1  # ticks of a delay
        self.side = [0] * (count + 2)  # of a partition: who hears whom
        self.lag = [0] * (count + 2)  # ticks that all messages for somebody take
        self.unsigned = False  # no sign of a leader arrives
        self.sent = 0
        self._dice = dice
        self._queue = []
        self._order = 0
        self._stored = []

    def mood(self):
        """Be another network from now on."""
        dice = self._dice
        quiet = dice.random() < 0.5
        self.loss = 0 if quiet else dice.choice((0, 0.05, 0.3, 0.7))
        self.copies = 0 if quiet else dice.choice((0, 0.1, 0.5))
        self.delayed = 0 if quiet else dice.choice((0, 0.1, 0.5))
        self.longest = dice.choice((2, 20, 200, 1500))
        self.damage = 0 if quiet else dice.choice((0, 0.05))
        self.replay = 0 if quiet else dice.choice((0, 0.1))
        self.unsigned = dice.random() < 0.8
        sides = dice.choice((1, 1, 1, 2, 3))
        self.side = [dice.randrange(sides) for _ in self.side]
        lags = dice.choice(((0,), (0,), (0, 0, 0, 30, 100, 150, 250, 400)))
        self.lag = [dice.choice(lags) for _ in self.lag]

    def send(self, now, sender, to, data):
        """Take a message at tick `now`."""
        dice = self._dice
        self.sent += 1
        if len(self._stored) < _STORED or dice.random() < 0.02:
            self._stored.append((to, data))
        if len(self._stored) > _STORED:
            self._stored.pop(dice.randrange(_STORED))
        if dice.random() < self.replay:
            self._put(now, *dice.choice(self._stored))
        if to == 0 and self.unsigned:
            return
        if self.side[sender] != self.side[to] or dice.random() < self.loss:
            return
        if dice.random() < self.damage:
            at = dice.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]
            to = dice.randrange(len(self.side))
        self._put(now, to, data)
        if dice.random() < self.copies:
            self._put(now, to, data)

    def _put(self, now, to, data):
        dice = self._dice
        late = self.lag[to]
        late += dice.randrange(self.longest) if dice.random() < self.delayed else 0
        self._order += 1
        heapq.heappush(self._queue, (now + 1 + late, self._order, to, data))

    def due(self, now):
        """Return what arrives at tick `now`: [(to, data)...]."""
        found = []
        while self._queue and self._queue[0][0] <= now:
            found.append(heapq.heappop(self._queue)[2:])
        return found


class End:
    """A link of one machine."""

    def __init__(self, world, own):
        self._world = world
        self._own = own
        self.came = []

    def send(self, to, data):
        """Hand a message to the wire."""
        self._world.wire.send(self._world.now, self._own, to, data)

    def poll(self):
        """Return the next message, or None."""
        return self.came.pop(0) if self.came else None


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
        member = Member(self.own, _KEY, config, link, now_ms, nonce=dice.randbytes)
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
        for _ in range(_TURNS):
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


class World:
    """A group and what happens to it. `told` is a list of what has happened."""

    leader_id = 1
    feeder = None  # of the leader

    def __init__(self, seed, count=16, limit_a=None, fallback_a=6):
        self.dice = random.Random(seed)
        self.now = 0
        self.count = count
        self.wire = Wire(self.dice, count)
        self.ghost = None  # a second leader with the same id
        self.used_ma = 0  # summed over phases and ticks
        rows = []
        for pile in range(count):
            row = {"phases": self.dice.choice((1, 3, 3)), "rotation": "RST"}
            row["rotation"] = self.dice.choice(("RST", "STR", "TRS"))
            row["weight"] = self.dice.choice((1, 1, 2, 5))
            row["priority"] = self.dice.choice((4, 4, 4, 0, 9))
            if self.dice.random() < 0.3 and pile:
                row["fallback_a"] = 0
            rows.append(row)
        self.rows = rows
        self.fallback_a = fallback_a
        self.roster = self._roster(self.leader_id, 1000)
        sums = [sum(self.roster.fallback_ma[phase::3]) for phase in range(3)]
        spare_a = self.dice.choice((0, 10, 40, 10 * count)) if limit_a is None else 0
        self.limit_ma = [max(total + 1000 * spare_a, 1000 * (limit_a or 0)) for total in sums]
        self.most_ma = self.limit_ma  # of the fuse
        self.roster = self._roster(self.leader_id, None)
        self.machines = []
        for pile in range(count):
            row = self.roster.rows[pile]
            rotation = ["RST".index(phase) for phase in row["rotation"]]
            self.machines.append(Machine(self, pile + 1, row["phases"], rotation))

    def _roster(self, leader, limit_a):
        limit_ma = [1000 * limit_a] * 3 if limit_a else self.most_ma
        return Roster(leader, self.rows, limit_ma, self.fallback_a)

    def leader(self, own, link, now_ms):
        """Return a leader with the group's limit."""
        roster = self._roster(own, None)
        nonce = self.dice.randbytes
        return Leader(roster, self.most_ma, link, _KEY, now_ms, self.feeder, nonce=nonce)

    def fallback_of(self, own):
        """Return the fallback of a pile, mA on R, S, T."""
        return self.roster.fallback_ma[3 * own - 3 : 3 * own]

    def events(self):
        """Let something happen, now and then."""
        dice = self.dice
        if dice.random() < 0.002:
            self.wire.mood()
        machine = dice.choice(self.machines)
        chance = dice.random()
        if chance < 0.02:
            view = machine.view
            view.plugged = dice.random() < 0.8
            view.wants = view.plugged and dice.random() < 0.9
            view.max_ma = dice.choice((6000, 16000, 32000))
            drawn = dice.choice((None, 0, 3000, 9000, 32000))
            others = dice.choice((0, drawn))
            view.current_ma = None if drawn is None else [drawn, others, others]
        elif chance < 0.0215:
            machine.leader_id = dice.choice((1, 1, 1, 1, 1, 1, 2)) if dice.random() < 0.2 else 1
            machine.boot(dice.choice(((1, 1), (1, 1), (1, 2), (1, 2), (2, 2))))
        elif chance < 0.0218:
            machine.halt()
        elif chance < 0.0240:
            machine.stall(dice.choice((3, 9, 10, 30, 300)))
        elif chance < 0.0243:
            self._haunt()
        elif chance < 0.0245 and dice.random() < 0.1:
            for each in self.machines:
                each.leader_id = 1
                each.boot()

    def _haunt(self):
        # a second leader that believes it is pile 1; it has no pile of its own
        if self.ghost is not None:
            self.ghost = None
            return
        self._ghost_zero = self.now
        self.ghost_end = End(self, self.count + 1)
        self.ghost = self.leader(self.leader_id, self.ghost_end, 0)

    def tick(self):
        """Let 100 ms pass. Raises AssertionError when the sum is above the limit."""
        self.now += 1
        for to, data in self.wire.due(self.now):
            for machine in self.machines[max(to - 1, 0) : to or self.count]:
                machine.hear(data)
            if to in (0, self.leader_id, self.count + 1) and self.ghost is not None:
                self.ghost_end.came.append(data)
        for machine in self.machines:
            machine.tick()
        if self.ghost is not None:
            for _ in range(_TURNS * 3):
                self.ghost.step((self.now - self._ghost_zero) * TICK_MS)
        self.check()

    def check(self):
        """Compare the sum of what the pilots allow with the limit, phase by phase."""
        for phase in range(3):
            total_ma = 0
            for machine in self.machines:
                total_ma += machine.offered_ma[phase]
            if total_ma > self.limit_ma[phase]:
                offers = [machine.offered_ma[phase] for machine in self.machines]
                states = [m.share.member.state() if m.share else "off" for m in self.machines]
                raise AssertionError(
                    f"tick {self.now}: {total_ma} mA of {self.limit_ma[phase]} on phase {phase}: "
                    f"{offers} {states}"
                )
            self.used_ma += total_ma


def play(seed, count, ticks, world=World):
    """Play one group; return it. Raises AssertionError when the property does not hold."""
    group = world(seed, count)
    for machine in group.machines:
        if group.dice.random() < 0.95:
            machine.boot()
    for _ in range(ticks):
        group.events()
        group.tick()
    return group


def groups(seed, count, ticks, each=10000):
    """Play groups of `each` ticks until `ticks` are done; return a line that says so."""
    begun = time.monotonic()
    done = used = messages = 0
    while done < ticks:
        length = min(each, ticks - done)
        try:
            group = play(seed, count, length)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {count} piles: {error}") from None
        done += length
        used += group.used_ma / sum(group.limit_ma)
        messages += group.wire.sent
        seed += 1
    took = time.monotonic() - begun
    return (
        f"group: {done} ticks with {count} piles, {messages} messages: the sum of what is "
        f"allowed was never above the limit; {100 * used / done:.0f} % of it was in use; "
        f"{took:.0f} s"
    )


def main():
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="tools.soak.group", description=__doc__)
    parser.add_argument("--piles", type=int, default=16)
    parser.add_argument("--ticks", type=int, default=1000000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        print(groups(options.seed, options.piles, options.ticks))
    except AssertionError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A group of piles, what happens to it, and the property that has to hold."""

import random

from group.leader import Leader
from group.roster import Roster
from tools.soak.group_machine import KEY, TICK_MS, TURNS, Machine
from tools.soak.group_wire import End, Wire


class World:
    """A group and what happens to it."""

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
        return Leader(roster, self.most_ma, link, KEY, now_ms, self.feeder, nonce=nonce)

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
            for _ in range(TURNS * 3):
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

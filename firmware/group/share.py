"""The claim source "group": what this pile may use in its group, and the leader where it leads."""

import asyncio

from micropython import const

from core import states
from core.clock import elapsed
from group import beats, message
from group.car_phases import CarPhases

_STEP_MS = const(50)
_TURN_MS = const(9)  # then the leader lets others go on, after the piece of work it is at
_BLOCKED = 1 << states.WHY_NOT_AUTHORISED | 1 << states.WHY_SETTINGS


class Share:
    """See shell.sources. `rotation`: place on R, S, T of the pile's L1, L2, L3.

    `link`: what carries the messages; its `run`, if it has one, is run too. `leaves_s()`: unix
    time at which the car leaves, 0 = not known. `meter`: of the feeder, or None.
    """

    name = "group"
    lifetime_ms = beats.FOLLOWS_MS

    def __init__(self, member, leader, link, rotation, ticks_ms, leaves_s=None, meter=None):
        self.member = member
        self.leader = leader  # None: another pile leads
        self.news = False
        self._link = link
        self._car = CarPhases()
        self._rotation = rotation
        self._ticks_ms = ticks_ms
        self._leaves_s = leaves_s
        self._meter = meter

    def second(self, now_ms, utc_s, pile):
        """Return what this pile may use. What the last call returned is in force by now."""
        member = self.member
        if pile.claimed:
            member.applied()
        self._car.look(pile, now_ms)
        self._tell(pile)
        leaves_s = self._leaves_s() if self._leaves_s is not None and utc_s else 0
        member.leaves_min = max((leaves_s - utc_s) // 60, 1) if leaves_s else 0
        if self._meter is not None:
            self._measure(now_ms)
        self.news = False
        limit_ma = member.limit(now_ms)
        return (limit_ma[self._rotation[0]] if self._car.one else limit_ma), 0

    def follow(self, now_ms):
        """Exchange messages with the leader. 20 times a second; seldom only makes it slower."""
        self.member.step(now_ms)
        self.news = self.news or self.member.news
        self.member.news = False

    def lead(self, now_ms):
        """Lead for a turn; return whether there is more to do at once. 16 ms on a Pico."""
        leader = self.leader
        if leader is None:
            return False
        leader.step(now_ms)
        while leader.busy() and elapsed(self._ticks_ms(), now_ms) < _TURN_MS:
            leader.step(now_ms)
        return leader.busy()

    async def run(self):
        """Do so for ever. Called as a task."""
        parts = [part for part in (self._link, self._meter) if hasattr(part, "run")]
        tasks = [asyncio.create_task(part.run()) for part in parts]
        try:
            at_ms = None
            while True:
                now_ms = self._ticks_ms()
                more = at_ms is None or elapsed(now_ms, at_ms) >= _STEP_MS
                if more:
                    at_ms = now_ms
                    self.follow(now_ms)
                else:
                    more = self.lead(now_ms)
                await asyncio.sleep(0 if more else _STEP_MS / 1000)
                for task in tasks:
                    if task.done():  # it has raised: all of this starts again
                        await task
        finally:
            for task in tasks:
                task.cancel()

    def _measure(self, now_ms):
        try:
            reading = self._meter.read()
        except OSError:  # too old: the feeder goes by its policy
            return
        self.leader.feeder.take(reading.current_ma, now_ms)

    def _tell(self, pile):
        member = self.member
        phases = 0
        for at in range(1 if self._car.one else pile.phases):
            phases |= 1 << self._rotation[at]
        able = pile.plugged and pile.fault < 0 and not pile.reasons & _BLOCKED
        flags = phases
        if able:
            flags |= message.PLUGGED
            if pile.wants:
                flags |= message.WANTS
            if pile.owner and pile.group is not None:  # by a card: else everybody owns it
                flags |= message.OWNER
        member.flags = flags
        member.most_ma = pile.max_ma if able else 0
        drawn_ma = None
        if pile.current_ma is not None:
            drawn_ma = [0, 0, 0]
            for at in range(3):
                drawn_ma[self._rotation[at]] = pile.current_ma[at]
        member.drawn_ma = drawn_ma

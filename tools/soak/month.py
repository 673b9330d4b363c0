"""One pile, the whole firmware, used every day for weeks; begins just before the counter wraps."""

import gc
import sys

from core.states import CHARGING, IDLE, STATES
from tools.world.bench import World

START_TICKS_MS = (1 << 30) - 90000  # the first wrap comes during the first session
DAY_S = 86400
_S = 1000000
_BLOCKS = 300  # CPython objects a day may add: caches that fill late
_CARS = ("plain", "glitchy", "cooling", "single_phase", "slow_starter", "lazy", "full")
_LEAST_WH = 300  # of a session, the shortest car included


class Month:
    """Plays day after day; `day` raises AssertionError when one was not as it should be."""

    def __init__(self, seed=1, day_s=DAY_S):
        self.world = World({"seed": seed, "start_ticks_ms": START_TICKS_MS})
        self.day_s = day_s
        self.days = 0
        self.energy_wh = 0
        self._blocks = 0

    def day(self):
        """Plug in, charge for a fifth of the day, unplug, wait for the next one."""
        world, day_us = self.world, self.day_s * _S
        begin_us = self.days * day_us
        world.set("ev.model", _CARS[self.days % len(_CARS)])
        world.step_until(begin_us + 10 * _S)
        world.set("ev.state", "B")
        world.step_until(begin_us + 20 * _S)
        world.set("ev.state", "C")
        world.step_until(begin_us + 80 * _S)
        self._expect(CHARGING, "it charges a minute after S2 closed")
        number = world.app.trade.till.number
        world.step_until(begin_us + day_us // 5)
        world.set("ev.state", "B")
        world.step_until(begin_us + day_us // 5 + 10 * _S)
        world.set("ev.state", "A")
        world.step_until(begin_us + day_us)
        self.days += 1
        self._expect(IDLE, "it is idle at the end of the day")
        assert number == self.days, f"day {self.days}: session number {number}"
        self._books()
        self._leaks()

    def _expect(self, state, what):
        live = self.world.app.outlet.journal.live()
        seen = f"{STATES[live.state]}, faults {live.faults:#x}, why {live.why}"
        assert live.state == state and not live.faults, f"day {self.days + 1}: {what}: {seen}"

    def _books(self):
        world = self.world
        session = world.app.session
        grown_wh = world.plant.meter.energy_wh - self.energy_wh
        assert grown_wh >= _LEAST_WH, f"day {self.days}: {grown_wh} Wh"
        assert session.energy_wh == grown_wh, (
            f"day {self.days}: {session.energy_wh} Wh in the session"
        )
        assert not session.open and not world.plant.poles and not world.plant.bolt
        assert not world.crashes and not world.resets, (world.crashes, world.resets)
        self.energy_wh += grown_wh

    def _leaks(self):
        gc.collect()
        blocks = sys.getallocatedblocks()
        assert self.days <= 2 or blocks <= self._blocks + _BLOCKS, (
            f"day {self.days}: {blocks - self._blocks} objects more than a day before"
        )
        self._blocks = max(blocks, self._blocks)

    def line(self):
        """Return what there is to say so far."""
        outlet = self.world.app.outlet
        return (
            f"{self.days} days of {self.day_s} s: {self.world.app.trade.till.number} sessions, "
            f"{self.energy_wh} Wh, {self.world.clock.now_us // 10000} ticks, "
            f"{outlet.journal.events.head} events, {outlet.journal.live().closings} closings"
        )

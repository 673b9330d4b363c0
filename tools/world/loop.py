"""Plays plant, jobs and ticks in the order of time; what rig and bench have in common."""

import sys

import micropython

from hal.virtual import VirtualHAL
from tools.world.clock import FAR, Clock, micros
from tools.world.noise import Noise
from tools.world.plant import Plant

TICK_US = 10000
JITTER_US = 500  # of every tick, at most
BURST_US = 300  # between ticks that were missed
HARD_US = 200000  # a reset of the chip -> the firmware is built anew
SOFT_US = 50000
_LOCKED = sys.implementation.name == "micropython"  # there a tick that allocates fails


class Loop:
    """A clock, a plant, a HAL and the firmware that `build` makes; stepped by `run_until`.

    At one instant: the script, then the plant, the build, the jobs, the tick.
    """

    def __init__(self, hardware, seed=1, start_ticks_ms=0):
        self.clock = Clock(start_ticks_ms)
        self.plant = Plant(hardware, seed)
        self.hal = None
        self.jobs = []  # rows [due us, period us, function]
        self.resets = []  # rows (us, kind)
        self._jitter = Noise(seed + 7919)
        self._tick_us = FAR  # next tick
        self._nominal_us = FAR  # without its jitter
        self._build_us = 0

    # for subclasses

    def build(self):
        """Build the firmware on `self.hal` and put its jobs into `self.jobs`."""
        raise NotImplementedError

    def end(self, dark):
        """The firmware is gone; `dark`: so are the levels of its pins."""

    def looked(self):
        """Something happened at `clock.now_us`: look at it. Return True to stop there."""
        return False

    # the script

    def set(self, key, value):
        """Set a key of scenarios.md now."""
        self.put(key, value)
        self.looked()

    def put(self, key, value):
        """Set a key without a look at what came of it."""
        if key == "cpu.stall_ms":
            self._stall(micros(value))
        elif key == "cpu.reset":
            if self.plant.power:
                self.reset(value)
        elif key == "power":
            self._power(value)
        else:
            self.plant.set(key, value)

    def reset(self, kind):
        """End the firmware now: "soft" keeps the outputs, "hard" and "watchdog" do not."""
        self.resets.append((self.clock.now_us, kind))
        self._end_firmware(kind != "soft")
        if kind != "soft":
            self.clock.watchdog_us = FAR
            self.plant.release()
        self._build_us = self.clock.now_us + (SOFT_US if kind == "soft" else HARD_US)

    # time

    def run_until(self, end_us):
        """Play everything due up to and at `end_us`; return True if `looked` stopped it."""
        clock, plant = self.clock, self.plant
        self._take_over()  # whatever a test did to the HAL
        while True:
            others_us = self._others_us()
            if self._tick_us < others_us and self._tick_us <= end_us:
                if self._ticks(min(others_us - 1, end_us)):
                    return True
                continue
            if others_us > end_us:
                break
            clock.now_us = others_us
            plant.advance(others_us)
            self._others(others_us)
            if self.looked():
                return True
        clock.now_us = end_us
        plant.advance(end_us)
        return False

    def _others_us(self):
        soonest = min(self.plant.next_us(), self._build_us, self.clock.watchdog_us)
        for job in self.jobs:
            soonest = min(soonest, job[0])
        return soonest

    def _others(self, now_us):
        if self.clock.watchdog_us <= now_us:
            self.reset("watchdog")
        if self._build_us <= now_us:
            self._build(now_us)
        for job in self.jobs:
            if job[0] <= now_us:
                job[0] = now_us + job[1]
                job[2]()
                self._take_over()

    def _build(self, now_us):
        self._build_us = FAR
        self.hal = VirtualHAL(self.plant, self.clock)
        self.hal.safe()
        self.plant.apply()
        self.jobs = []
        self.build()
        self._take_over()

    def _take_over(self):
        # outside the tick the firmware may call `safe`, and starts its ticks
        if self.plant.outputs.changed:
            self.plant.apply()
        if self.hal is None or self.hal.tick is None:
            self._tick_us = self._nominal_us = FAR
        elif self._nominal_us == FAR:
            self._nominal_us = self.clock.now_us + TICK_US
            self._tick_us = self._nominal_us + self._jitter.below(JITTER_US + 1)

    def _ticks(self, last_us):
        """Run ticks up to and at `last_us`, as long as nothing else comes in between."""
        clock, plant, hal, jitter = self.clock, self.plant, self.hal, self._jitter
        outputs, looked = plant.outputs, self.looked
        tick, tick_us, nominal_us = hal.tick, self._tick_us, self._nominal_us
        stop = False
        while tick_us <= last_us and not stop:
            clock.now_us = plant.now_us = tick_us
            if _LOCKED:
                micropython.heap_lock()
                try:
                    tick()
                finally:
                    micropython.heap_unlock()
            else:
                tick()
            if outputs.changed:
                plant.apply()
                last_us = min(last_us, plant.next_us() - 1)
            nominal_us += TICK_US
            earliest_us = tick_us + BURST_US
            tick_us = nominal_us + jitter.below(JITTER_US + 1)
            tick_us = max(tick_us, earliest_us)
            if hal.tick is None:
                tick_us = nominal_us = FAR
            stop = looked()
        self._tick_us, self._nominal_us = tick_us, nominal_us
        return stop

    # inside

    def _end_firmware(self, dark):
        self.end(dark)
        self.hal = None
        self.jobs = []
        self._tick_us = self._nominal_us = FAR

    def _power(self, on):
        if bool(self.plant.power) == bool(on):
            return
        self._end_firmware(True)
        self.clock.watchdog_us = FAR
        self.plant.set("power", on)
        self._build_us = self.clock.now_us + HARD_US if on else FAR

    def _stall(self, length_us):
        now_us = self.clock.now_us
        end_us = now_us + length_us
        missed = 0
        if self._tick_us < end_us:
            missed = (end_us - self._nominal_us) // TICK_US + 1
            self._tick_us = end_us
        after_us = end_us + missed * BURST_US  # jobs come after the burst
        for job in self.jobs:
            job[0] = max(job[0], after_us)
        if now_us < self._build_us < end_us:
            self._build_us = end_us

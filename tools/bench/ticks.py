"""How long the core's tick takes, by the clock on the wall. Runs in CPython and in MicroPython.

The tick as the rig runs it: the core, and the virtual HAL's copying in and out. The plant is not
in it.
"""

import time

from tools.world.rig import Rig

# ms, key, value: what happens, and how long it stays so
_COURSE = (
    (4000, "pilot.noise_mv", 100),
    (3000, "ev.state", "B"),
    (60000, "ev.state", "C"),
    (5000, "ev.state", "B"),
    (20000, "ev.state", "C"),
    (35000, "mains.pe", False),
    (35000, "mains.pe", True),
    (5000, "ev.state", "A"),
)
# MicroPython's time_ns allocates
_now_us = getattr(time, "ticks_us", None) or (lambda: time.perf_counter_ns() / 1000)
_between_us = getattr(time, "ticks_diff", None) or (lambda end, begin: end - begin)


class Stopwatch:
    """Times every call of `tick`. Allocates nothing: in MicroPython the heap is locked then."""

    def __init__(self, tick):
        self._tick = tick
        self.count = 0
        self.total_us = 0
        self.worst_us = 0

    def run(self):
        """Run one tick."""
        begin_us = _now_us()
        self._tick()
        took_us = _between_us(_now_us(), begin_us)
        self.count += 1
        self.total_us += took_us
        self.worst_us = max(self.worst_us, took_us)


def measure():
    """Return {"ticks", "mean_us", "worst_us"} over charging, pauses and a fault."""
    rig = Rig()
    watch = Stopwatch(rig.hal.tick)
    rig.hal.tick = watch.run
    for ms, key, value in _COURSE:
        rig.set(key, value)
        rig.run(ms)
    if rig.outlet.contactor.closings != 3:
        raise RuntimeError("the course did not go as planned")
    mean_us = watch.total_us / watch.count
    return {"ticks": watch.count, "mean_us": mean_us, "worst_us": watch.worst_us}

"""How much memory was free, hour by hour for a day (F18). Sampled by the comms job.

Two numbers an hour: the least that was free, garbage counted as taken; and the most, which is
what was free after a collection: where that falls from hour to hour, something leaks.
"""

import array
import gc

from micropython import const

_HOURS = const(24)
_HOUR_S = const(3600)
_EACH_S = const(10)  # a sample walks the heap: 2 ms on a Pico


class Heap:
    """Bytes free in the last 24 hours of up-time."""

    def __init__(self):
        self._rows = array.array("I", [0] * (2 * _HOURS))
        self._hour = 0
        self._next_s = 0

    def sample(self, up_s):
        """Look, when it is time to. Only MicroPython can say."""
        if up_s < self._next_s or not hasattr(gc, "mem_free"):
            return
        self._next_s = up_s + _EACH_S
        self.put(up_s, gc.mem_free())

    def put(self, up_s, free):
        """Take one sample."""
        rows = self._rows
        at = 2 * (up_s // _HOUR_S % _HOURS)
        while self._hour < up_s // _HOUR_S:  # hours without a sample too
            self._hour += 1
            begun = 2 * (self._hour % _HOURS)
            rows[begun] = rows[begun + 1] = 0
        rows[at] = min(rows[at] or free, free)
        rows[at + 1] = max(rows[at + 1], free)

    def rows(self):
        """Return [hour of up-time, least, most], oldest first."""
        found = []
        for hour in range(max(self._hour - _HOURS + 1, 0), self._hour + 1):
            at = 2 * (hour % _HOURS)
            if self._rows[at + 1]:
                found.append([hour, self._rows[at], self._rows[at + 1]])
        return found

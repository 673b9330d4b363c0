"""Elapsed time on a tick counter that wraps at 2**30 ms."""

from micropython import const

LONG_AGO = const(0x1FFFFFFF)  # 6.2 days: what a saturated timer answers
_MASK = const(0x3FFFFFFF)


def elapsed(now_ms, then_ms):
    """Return the ms from `then_ms` to `now_ms`, 0..2**30-1, across the wrap. Anyone may call."""
    return (now_ms - then_ms) & _MASK


class Timer:
    """Time since `start`, saturating, so that the wrap never makes an old start young again.

    One that was never started, or was cleared, started long ago.
    """

    def __init__(self):
        self._at = -1  # -1: long ago
        self._held = False  # what `lasts` was told last

    def start(self, now_ms):
        """Count from now on."""
        self._at = now_ms

    def clear(self):
        """Forget the start: it was long ago."""
        self._at = -1

    def since(self, now_ms):
        """Return ms since the start, LONG_AGO at most. Ask once in 6 days at least."""
        at = self._at
        if at < 0:
            return LONG_AGO
        passed = (now_ms - at) & _MASK
        if passed < LONG_AGO:
            return passed
        self._at = -1
        return LONG_AGO

    def restart(self, now_ms):
        """Count from now on, as if what `lasts` asks for had become true now."""
        self.start(now_ms)
        self._held = True

    def lasts(self, holds, now_ms):
        """Return the ms since `holds` became true, 0 while it is false. Ask at every change."""
        if not holds:
            self._held = False
            return 0
        if not self._held:
            self._held = True
            self.start(now_ms)
        return self.since(now_ms)


class Clock:
    """Makes the timers of one outlet and asks each of them often enough to saturate."""

    def __init__(self):
        self._timers = []
        self._next = 0

    def timer(self):
        """Return a new timer, looked after by `sweep`. Called while building only."""
        timer = Timer()
        self._timers.append(timer)
        return timer

    def sweep(self, now_ms):
        """Look after one timer. Called at least once a second."""
        at = self._next
        self._timers[at].since(now_ms)
        self._next = at + 1 if at + 1 < len(self._timers) else 0

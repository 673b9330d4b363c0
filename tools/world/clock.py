"""The world's time: integer microseconds, and what outlives a firmware object on the chip."""

FAR = 1 << 60  # microseconds: never
_MASK = 0x3FFFFFFF


def micros(ms):
    """Return microseconds from milliseconds, which may have a fraction."""
    return int(ms * 1000 + 0.5)


class Clock:
    """Time now, where the port's tick counter began, and the watchdog's end."""

    def __init__(self, start_ticks_ms=0):
        self.now_us = 0
        self.watchdog_us = FAR  # FAR = not started; a soft reset does not stop it
        self._start_ms = start_ticks_ms

    def ticks_ms(self):
        """Return the port's tick counter, which wraps at 2**30."""
        return (self._start_ms + self.now_us // 1000) & _MASK

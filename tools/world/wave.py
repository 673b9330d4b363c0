"""The last milliseconds of the pilot wave, and what a window of samples shows of them.

The PWM period is 1000 us and starts at every full millisecond of world time.
"""

WINDOW_US = 3000
_SEEN_US = 12  # a plateau shorter than this has no sample in it
_COUNT = 32


class Wave:
    """A ring of pieces (since, duty, level of each half). `take` allocates nothing."""

    def __init__(self):
        self._since = [-WINDOW_US] * _COUNT
        self._duty = [10000] * _COUNT
        self._high = [0] * _COUNT
        self._low = [0] * _COUNT
        self._head = 0
        self.top_mv = 0  # what the last window taken showed
        self.bottom_mv = 0

    def put(self, now_us, duty, high_mv, low_mv):
        """Begin a piece at `now_us`; duty in 0.01 %, the level of each half in mV."""
        head = self._head
        if self._duty[head] == duty and self._high[head] == high_mv and self._low[head] == low_mv:
            return
        if self._since[head] != now_us:
            self._head = head = (head + 1) % _COUNT
            self._since[head] = now_us
        self._duty[head] = duty
        self._high[head] = high_mv
        self._low[head] = low_mv

    def take(self, now_us):
        """Set `top_mv` and `bottom_mv` from the window that ends at `now_us`."""
        head = self._head
        begin = now_us - WINDOW_US
        if self._since[head] <= begin:
            duty = self._duty[head]
            self.top_mv = self._high[head] if duty > 0 else self._low[head]
            self.bottom_mv = self._low[head] if duty < 10000 else self._high[head]
            return
        top, bottom = -1000000, 1000000
        end = now_us
        for _ in range(_COUNT):
            start = self._since[head]
            start = max(start, begin)
            on_us = self._duty[head] // 10
            if _seen(start, end, 0, on_us):
                top = max(top, self._high[head])
                bottom = min(bottom, self._high[head])
            if _seen(start, end, on_us, 1000 - on_us):
                top = max(top, self._low[head])
                bottom = min(bottom, self._low[head])
            if start == begin:
                break
            end = start
            head = (head - 1) % _COUNT
        self.top_mv = top
        self.bottom_mv = bottom


def _seen(start, end, offset, length):
    """Return True if a pulse at `offset` of each period lies long enough in start..end."""
    if length < _SEEN_US or end - start < _SEEN_US:
        return False
    phase = (start - offset) % 1000
    if phase < length and min(length - phase, end - start) >= _SEEN_US:
        return True
    return min(length, end - (start + 1000 - phase)) >= _SEEN_US

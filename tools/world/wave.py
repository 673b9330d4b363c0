"""The last milliseconds of the pilot wave, and what a window of samples shows of them.

The PWM period is 1000 us and starts at every full millisecond of world time.
"""

WINDOW_US = 3000
_SEEN_US = 12  # a half that was on for less has no sample in the window
_COUNT = 32


class Wave:
    """A ring of pieces (since, duty, level of each half). `take` allocates nothing."""

    def __init__(self):
        self._since = [-WINDOW_US] * _COUNT
        self._duty = [10000] * _COUNT
        self._high = [0] * _COUNT
        self._low = [0] * _COUNT
        self._above = [0] * _COUNT  # us of each piece in the window, newest first
        self._below = [0] * _COUNT
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
        """Set `top_mv` and `bottom_mv` from the window that ends at `now_us`.

        Each is the median over the time its half of the wave was on.
        """
        head = self._head
        begin = now_us - WINDOW_US
        if self._since[head] <= begin:
            duty = self._duty[head]
            self.top_mv = self._high[head] if duty > 0 else self._low[head]
            self.bottom_mv = self._low[head] if duty < 10000 else self._high[head]
            return
        pieces, above_us, below_us = 0, 0, 0
        end = now_us
        while pieces < _COUNT:
            start = max(self._since[head], begin)
            on_us = _on_us(start, end, self._duty[head] // 10)
            self._above[pieces] = on_us
            self._below[pieces] = end - start - on_us
            above_us += on_us
            below_us += end - start - on_us
            pieces += 1
            if start == begin:
                break
            end = start
            head = (head - 1) % _COUNT
        self._set(pieces, above_us, below_us)

    def _set(self, pieces, above_us, below_us):
        if above_us >= _SEEN_US:
            self.top_mv = self._median(self._high, self._above, pieces, above_us)
        if below_us >= _SEEN_US:
            self.bottom_mv = self._median(self._low, self._below, pieces, below_us)
        else:
            self.bottom_mv = self.top_mv
        if above_us < _SEEN_US:
            self.top_mv = self.bottom_mv

    def _median(self, levels, lasted, pieces, total_us):
        # the lowest level that, with all below it, was on for half the time
        best = 1000000
        for i in range(pieces):
            level = levels[(self._head - i) % _COUNT]
            if level < best and lasted[i]:
                up_to = 0
                for j in range(pieces):
                    if levels[(self._head - j) % _COUNT] <= level:
                        up_to += lasted[j]
                if 2 * up_to >= total_us:
                    best = level
        return best


def _on_us(start, end, on_us):
    """Return for how long of start..end a wave that is high `on_us` of each period is high."""
    return _high_until(end, on_us) - _high_until(start, on_us)


def _high_until(us, on_us):
    return us // 1000 * on_us + min(us % 1000, on_us)

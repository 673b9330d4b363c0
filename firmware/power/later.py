"""What a plan gives more comes a random time later, what it gives less at once (NA-001, S9)."""

from core.clock import Timer


class Later:
    """Stands between one source and its claim. `delay`: power.restart.Delay, for its dice."""

    def __init__(self, delay):
        self._delay = delay
        self._before = None  # what is in force; None: nothing was said yet
        self._wait_ms = 0  # 0 = nothing waits
        self._timer = Timer()

    def cap(self, wants, now_ms):
        """Return what of `wants` (mA, or 3 of them) may be claimed now. Called once a second."""
        before = self._before
        if before is None or not self._rises(wants):
            self._wait_ms = 0
            self._before = wants
        elif not self._wait_ms:
            self._wait_ms = self._delay.draw_ms()
            self._timer.start(now_ms)
        if self.left_ms(now_ms):
            self._before = _lower(before, wants)
        else:
            self._wait_ms = 0
            self._before = wants
        return self._before

    def left_ms(self, now_ms):
        """Return ms until an increase holds, 0 when none waits."""
        return max(self._wait_ms - self._timer.since(now_ms), 0)

    def skip(self):
        """End the wait: somebody on the spot wants it (NA-003)."""
        self._before = None

    def _rises(self, wants):
        return _lower(self._before, wants) != _three(wants)


def _three(wants):
    return (wants, wants, wants) if type(wants) is int else tuple(wants)


def _lower(one, other):
    one, other = _three(one), _three(other)
    return (min(one[0], other[0]), min(one[1], other[1]), min(one[2], other[2]))

"""The task of a pile in a group, as a job of its world: what a leader does takes time."""

STEP_US = 50000
_PIECE_MS = 4  # of a leader's work on a Pico, with the ticks in it
_OTHERS_US = 5000  # what other tasks take before it goes on
_TICKS = (1 << 30) - 1


class GroupTask:
    """Does as group.share.Share.run. `row`: of the jobs of a world."""

    def __init__(self, clock, source):
        self.row = [clock.now_us, STEP_US, self._turn]
        self._clock = clock
        self._source = source
        self._worked_ms = 0
        self._follow_us = 0
        source._ticks_ms = self._ticks_ms

    def _ticks_ms(self):
        # asked by a leader after each piece of work
        self._worked_ms += _PIECE_MS
        return self._clock.ticks_ms() + self._worked_ms & _TICKS

    def _turn(self):
        now_us = self._clock.now_us
        if now_us >= self._follow_us:
            self._follow_us = now_us + STEP_US
            self._source.follow(self._clock.ticks_ms())
        self._worked_ms = 0
        more = self._source.lead(self._clock.ticks_ms())
        worked_us = self._worked_ms * 1000 + _OTHERS_US
        self.row[0] = now_us + worked_us if more else max(self._follow_us, now_us + worked_us)

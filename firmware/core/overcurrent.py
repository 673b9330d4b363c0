"""A car that draws more than it was offered: patience, a request to stop, then open."""

from micropython import const

from core import faults

_GRACE_MS = const(2000)  # CP-148: with the delay, 7 to 10 s after a reduction
_RATED_MS = const(30000)  # OC-005, OC-001
_DOUBLE_MS = const(100)


class OverCurrent:
    """Judges the measured current against the offer. Called from the tick."""

    def __init__(self, config, clock, latch):
        self._latch = latch
        self._config = config
        self._limit_ma = 0
        self._allowed_ma = 0  # above it `_limit_ma` counts as exceeded
        self._measured = 0  # sequence of the last good measurement
        self._over = clock.timer()
        self._rated = clock.timer()
        self._double = clock.timer()
        self._grace = False
        self._off = False  # the coils were off at the last check
        self._good = False  # nothing was exceeded at the last check
        self.asked = False  # the car has been told to stop: x1
        self._asked_at = clock.timer()

    def allowed(self, limit_ma):
        """Return the mA above which `limit_ma` counts as exceeded (CP-205, CP-207, CP-208)."""
        config = self._config
        more = limit_ma * config.over_permille // 1000 + config.over_add_ma
        return limit_ma + max(more, config.over_floor_ma)

    def check(self, frame, demand, limit_ma, rated_ma, fresh):
        """Run the three clocks of OC-005. `limit_ma`: on offer now, 0 in x1."""
        if not frame.coils:
            if not self._off:
                self._end(frame.now_ms)
            return
        now = frame.now_ms
        if self._off:
            self._off = False
            self._measured = demand.measured
        if self.asked and self._asked_at.since(now) >= self._config.over_open_ms:
            self._latch.trip(faults.OVER_CURRENT)
        if not fresh:
            return  # silence clears nobody: the clocks go on, the next measurement judges
        current_ma = demand.current_ma
        drawn = max(current_ma[0], current_ma[1], current_ma[2])
        if (
            self._good
            and limit_ma == self._limit_ma
            and drawn <= self._allowed_ma
            and drawn * 10 <= rated_ma * 13
        ):
            self._measured = demand.measured
            return
        self._good = True
        self._judge_rating(now, demand, drawn, rated_ma)
        if not self.asked:
            self._judge_offer(now, drawn, limit_ma)

    def _judge_rating(self, now, demand, drawn, rated_ma):
        over = drawn * 10 > rated_ma * 13
        double = drawn > rated_ma * 2
        over_ms = self._rated.lasts(over, now)
        double_ms = self._double.lasts(double, now)
        if over:
            self._good = False
        if not double:
            self._measured = demand.measured
        # one sample may be wrong: the second one decides
        twice = demand.measured - self._measured >= 2
        if over_ms >= _RATED_MS or (twice and double_ms >= _DOUBLE_MS):
            self._latch.trip(faults.OVER_CURRENT)

    def _judge_offer(self, now, drawn, limit_ma):
        before_ma = self._allowed_ma
        if limit_ma != self._limit_ma:
            self._limit_ma = limit_ma
            self._allowed_ma = self.allowed(limit_ma)
        # the stop sequence has its own limit (CP-118)
        over = limit_ma != 0 and drawn > self._allowed_ma
        if not over:
            self._grace = False
        elif drawn <= before_ma:
            self._over.lasts(False, now)  # it kept to the old limit and may take its time
            self._grace = True  # CP-148
        if over:
            self._good = False
        wait = self._config.over_delay_ms + (_GRACE_MS if self._grace else 0)
        if self._over.lasts(over, now) >= wait and over:
            self.asked = True
            self._asked_at.start(now)

    def _end(self, now):
        if self.asked:
            self._latch.trip(faults.OVER_CURRENT)
            self.asked = False
        self._off = True
        self._good = False
        self._grace = False
        self._limit_ma = 0
        self._allowed_ma = 0
        self._over.lasts(False, now)
        self._rated.lasts(False, now)
        self._double.lasts(False, now)

"""The residual-current module: trip curves, its self-test, its output lines."""

from math import exp, log

from core.frame import RCD_AC, RCD_DC, RCD_ERROR
from tools.world.clock import FAR

CLEAR_US = 1000000  # a line clears this long after the leakage has gone
REQUEST_US = 30000  # a shorter request is ignored (RC-050)
ANSWER_US = 740000  # first line fitted
SECOND_US = 1400000  # second line fitted
END_US = 2050000

# Trip time curves: (mA, s), straight between the points on log-log paper; the first point is
# the threshold, below it nothing happens.
_DC6 = ((4.5, 6.5), (6, 4.6), (60, 0.18), (200, 0.045), (1000, 0.02))  # RC-012, RC-013
_AC30 = ((22, 0.28), (30, 0.26), (60, 0.13), (150, 0.035), (1000, 0.02))  # RC-020, RC-021
_CCID_AC = ((17.5, 1.1), (20, 0.95), (264, 0.024), (1000, 0.02))  # RC-030, RC-032
_CCID_DC = ((50, 1.2), (56.6, 0.95), (100.6, 0.095), (264, 0.024), (1000, 0.02))  # RC-033

# kind: lines in the order they answer a test, line and curve of DC, line and curve of AC
_KINDS = {
    "none": ((), 0, None, 0, None),
    "dc6": ((RCD_DC,), RCD_DC, _DC6, 0, None),
    "dc6_ac30": ((RCD_DC, RCD_AC), RCD_DC, _DC6, RCD_AC, _AC30),
    "ccid20": ((RCD_AC,), RCD_AC, _CCID_DC, RCD_AC, _CCID_AC),
}


def trip_s(curve, current_ma):
    """Return the trip time in seconds of a steady current, or None below the threshold."""
    if curve is None or current_ma < curve[0][0]:
        return None
    low = curve[0]
    for high in curve[1:]:
        if current_ma <= high[0]:
            share = log(current_ma / low[0]) / log(high[0] / low[0])
            return exp(log(low[1]) + share * log(high[1] / low[1]))
        low = high
    return low[1]


class _Channel:
    """One kind of leakage: a dose that grows by time / trip time and trips at 1."""

    def __init__(self, line, curve):
        self._line = line
        self._curve = curve
        self._trip = None
        self._dose = 0
        self._since_us = 0
        self.tripped = 0
        self.due_us = FAR

    def set(self, now_us, current_ma):
        if self._trip is not None and not self.tripped:
            self._dose += (now_us - self._since_us) / (self._trip * 1000000)
        self._since_us = now_us
        self._trip = trip_s(self._curve, abs(current_ma))
        if self._trip is None:
            self._dose = 0
            self.due_us = now_us + CLEAR_US if self.tripped else FAR
        elif self.tripped:
            self.due_us = FAR
        else:
            left = max(1 - self._dose, 0)
            self.due_us = now_us + int(left * self._trip * 1000000)

    def step(self, _now_us):
        self.tripped = 1 - self.tripped
        self._dose = 0
        self.due_us = FAR

    def lines(self):
        return self._line if self.tripped else 0


class Rcd:
    """A module of one of the kinds none | dc6 | dc6_ac30 | ccid20."""

    def __init__(self, kind):
        lines, dc_line, dc_curve, ac_line, ac_curve = _KINDS[kind]
        self._answers = lines
        self._all = 0
        for line in lines:
            self._all |= line
        self.dc = _Channel(dc_line, dc_curve)
        self.ac = _Channel(ac_line, ac_curve)
        self.output = "ok"  # ok | stuck_on | stuck_off | error
        self.self_test_works = 1
        self._request = 0
        self._asked_us = -1  # when the running test was asked for, -1 = none
        self._stage_us = FAR
        self._testing = 0  # lines the test holds
        self.due_us = FAR

    def request(self, now_us, asked):
        """Take the test input: 1 = held."""
        if asked == self._request:
            return
        self._request = asked
        if asked and self._asked_us < 0:
            self._asked_us = now_us
            self._stage_us = now_us + REQUEST_US
        elif not asked and 0 <= now_us - self._asked_us < REQUEST_US and self._asked_us >= 0:
            self._asked_us = -1
            self._stage_us = FAR
        self.schedule()

    def step(self, now_us):
        """One of the channels or the test is due."""
        if self.dc.due_us <= now_us:
            self.dc.step(now_us)
        if self.ac.due_us <= now_us:
            self.ac.step(now_us)
        if self._stage_us <= now_us:
            self._stage(now_us - self._asked_us)
        self.schedule()

    def schedule(self):
        """Set `due_us` anew, after any setting."""
        self.due_us = min(self.dc.due_us, self.ac.due_us, self._stage_us)

    def lines(self):
        """Return the RCD_* bits the outputs show now."""
        if not self._all or self.output == "stuck_off":
            return 0
        if self.output == "stuck_on":
            return self._all
        if self.output == "error":
            return self._all | RCD_ERROR  # RC-051: every line at once
        return self.dc.lines() | self.ac.lines() | self._testing

    def _stage(self, age_us):
        answers = self._answers if self.self_test_works else ()
        if age_us >= END_US:
            self._testing = 0
            self._asked_us = -1
            self._stage_us = FAR
        elif age_us >= SECOND_US:
            self._testing |= answers[1] if len(answers) > 1 else 0
            self._stage_us = self._asked_us + END_US
        elif age_us >= ANSWER_US:
            self._testing |= answers[0] if answers else 0
            self._stage_us = self._asked_us + SECOND_US
        else:
            self._stage_us = self._asked_us + ANSWER_US

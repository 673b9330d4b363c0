"""The residual-current device: trip, error line, and a timed self-test that never waits."""

from micropython import const

from core import faults
from core.config import RCD_AC_FITTED, RCD_DC_FITTED
from core.frame import RCD_AC, RCD_DC, RCD_ERROR

_IDLE = const(0)
_PULSE = const(1)
_LISTEN = const(2)

_PULSE_MS = const(250)  # RC-050
_ANSWER_MS = const(1900)  # every fitted line has answered: 740 ms, another 660 ms later
_CLEAR_MS = const(2500)  # and all are good again; data sheet 2.1 s
_AGAIN_MS = const(60000)  # a failed test is repeated by itself while nothing is plugged
_PAUSE_MS = const(1000)  # between two tests: RC-050, the outputs settle by about 3 s
_FRESH_MS = const(600000)  # a test in A or B counts so long for the next closing


class Residual:
    """Watches and tests one device. Called from the tick."""

    def __init__(self, config, clock, latch):
        self._latch = latch
        fitted = config.fitted
        self.lines = (RCD_DC if fitted & RCD_DC_FITTED else 0) | (
            RCD_AC if fitted & RCD_AC_FITTED else 0
        )
        self._daily_ms = config.rcd_daily_ms
        self.active = False  # a test runs or has failed: `check` is due in every tick
        self._step = _IDLE
        self._answered = 0
        self._failed = False
        self._asked = True  # at start
        self._valid = False  # passed since the last closing
        self._started = clock.timer()
        self._tested = clock.timer()
        self._stepped = clock.timer()

    def start(self, now):
        """Begin. A line may still answer the test of the life before a reset: no trip yet."""
        self._started.start(now)

    def check(self, frame, gate_tripped):
        """Latch a trip or an error, and step a running test (RC-015).

        Called in every tick in which a line is bad, the gate tripped or `active` holds.
        """
        if not self.lines:
            return
        if frame.rcd & RCD_ERROR:  # RC-051: with it the other lines say nothing
            self._latch.trip(faults.RCD_ERROR)
            self._abandon(frame)
        elif self._step != _IDLE:
            self._listen(frame)
        elif frame.rcd & self.lines or gate_tripped:
            self._valid = False
            if self._started.since(frame.now_ms) >= _CLEAR_MS:
                self._latch.trip(faults.RCD_TRIP)
        if self._failed:
            self._latch.trip(faults.RCD_TEST)

    def _listen(self, frame):
        self._answered |= frame.rcd & self.lines
        passed = self._stepped.since(frame.now_ms)
        if self._step == _PULSE and passed >= _PULSE_MS:
            frame.rcd_test = 0
            self._step = _LISTEN
        if passed >= _ANSWER_MS and not frame.rcd & self.lines:
            self._end(frame, self._answered == self.lines)
        elif passed >= _CLEAR_MS:
            self._end(frame, False)

    def _abandon(self, frame):
        frame.rcd_test = 0
        self._step = _IDLE
        self.active = self._failed
        self._valid = False
        self._asked = True

    def _end(self, frame, passed):
        frame.rcd_test = 0
        self._step = _IDLE
        self._valid = passed
        self._failed = self.active = not passed
        self._tested.start(frame.now_ms)

    def run(self, frame, contacts_open, plugged):
        """Start a test when one is due and every contact is seen open. After the guards."""
        if not self.lines or self._step != _IDLE or not contacts_open:
            return
        age = self._tested.since(frame.now_ms)
        if age < _PAUSE_MS:
            return
        due = self._asked or age >= self._daily_ms
        if self._failed:
            due = due or (not plugged and age >= _AGAIN_MS)
        else:
            due = due or not self._valid or (plugged and age >= _FRESH_MS)
        if due and not frame.rcd & (self.lines | RCD_ERROR):
            self._asked = False
            self._step = _PULSE
            self.active = True
            self._answered = 0
            self._stepped.start(frame.now_ms)
            frame.rcd_test = 1

    def ask(self):
        """Want a test as soon as the contacts are open, unless one runs: by command, on unplug."""
        if self._step == _IDLE:
            self._asked = True

    def ready(self):
        """Return whether the contactor may close as far as this device is concerned."""
        return not self.lines or (self._valid and self._step == _IDLE)

    def spend(self):
        """A contactor closes: its test is used up."""
        self._valid = False

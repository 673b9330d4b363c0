"""Proximity: resistance of the cable's coding to what the cable may carry (Table B.2)."""

from micropython import const

from core import faults
from core.config import TETHERED

NO_LIMIT_MA = const(80000)  # the profile reads no rating, or the cable is ours
NO_CABLE = const(0)

# ohm below which, mA: each limit lies inside its gap, near the range of the higher current,
# so that a doubtful value gives the lower one (PP-001..006)
_CLASSES = (
    (75, NO_CABLE),  # PP-006 error
    (146, 63000),  # PP-005
    (322, 32000),  # PP-004
    (970, 20000),  # PP-003
    (2600, 13000),  # PP-002; above: PP-001
)
_SINGLE_PHASE_MA = const(70000)  # PP-005
_MATED_OHM = const(4500)  # GB-083: plug in the socket, no rating
_SETTLE_MS = const(500)


def rating(ohm, phases):
    """Return the mA of a cable coded with `ohm`; NO_CABLE for open, short and error."""
    for row in _CLASSES:
        if ohm < row[0]:
            return _SINGLE_PHASE_MA if row[1] == 63000 and phases == 1 else row[1]
    return NO_CABLE


class Proximity:
    """Reads the cable while a car is there and latches what it says once energy was offered."""

    def __init__(self, config, clock, latch):
        self._latch = latch
        self._tethered = config.fitted & TETHERED
        self._reads = config.reads_cable
        self._j1772 = not config.reads_cable and not config.locks
        self._phases = config.phases
        self.cable_ma = NO_LIMIT_MA if self._tethered or self._j1772 else NO_CABLE
        self._other = 0  # windows in a row that contradict
        self._invalid = clock.timer()
        self._was_valid = True

    def check(self, frame, plugged, offered):
        """Update `cable_ma`; latch an open, a short or a change.

        `offered`: PWM runs or a coil is on; from then on the coding is latched (GB-062).
        """
        if self._tethered or self._j1772:  # J-021
            return
        seen = self._read(frame.pp_ohm)
        if not plugged:
            self.cable_ma = seen
            self._was_valid = True
            return
        if seen == self.cable_ma and seen != NO_CABLE:
            self._other = 0
            self._was_valid = True
            return
        if self.cable_ma == NO_CABLE and seen != NO_CABLE and not offered:
            self.cable_ma = seen  # the plug was still moving
            return
        self._other = min(self._other + 1, 2)
        if offered and self._other >= 2:
            self._latch.trip(faults.PP_INVALID if seen == NO_CABLE else faults.PP_CHANGED)
        elif not offered:
            self._judge(frame.now_ms, seen)

    def _judge(self, now, seen):
        if self._was_valid:
            self._was_valid = False
            self._invalid.start(now)
        elif self._invalid.since(now) >= _SETTLE_MS:
            if seen == NO_CABLE:
                self._latch.trip(faults.PP_INVALID)
            else:
                self.cable_ma = seen  # another cable, nothing energised: read it anew
                self._other = 0

    def _read(self, ohm):
        if self._reads:
            return rating(ohm, self._phases)
        return NO_LIMIT_MA if ohm <= _MATED_OHM else NO_CABLE

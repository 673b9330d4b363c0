"""Proximity: resistance of the cable's coding to what the cable may carry (Table B.2)."""

from micropython import const

from core import faults
from core.config import TETHERED

NO_LIMIT_MA = const(80000)  # the profile reads no rating, or the cable is ours
NO_CABLE = const(0)
_ANY_OHM = const(0x3FFFFFFF)

# ohm below which, mA: each limit lies inside its gap, near the range of the higher current,
# so that a doubtful value gives the lower one (PP-001..006)
_CLASSES = (
    (75, NO_CABLE),  # PP-006 error
    (146, 63000),  # PP-005
    (322, 32000),  # PP-004
    (970, 20000),  # PP-003
    (2600, 13000),  # PP-002
    (_ANY_OHM, NO_CABLE),  # PP-001
)
_MATED = ((4501, NO_LIMIT_MA), (_ANY_OHM, NO_CABLE))  # GB-083: plug in the socket, no rating
_SINGLE_PHASE_MA = const(70000)  # PP-005
_SETTLE_MS = const(500)


class Proximity:
    """Reads the cable while a car is there and latches what it says once energy was offered."""

    def __init__(self, config, clock, latch):
        self._latch = latch
        self._tethered = config.fitted & TETHERED
        self._reads = config.reads_cable
        self._j1772 = not config.reads_cable and not config.locks
        self._phases = config.phases
        self.cable_ma = NO_LIMIT_MA if self._tethered or self._j1772 else NO_CABLE
        # resistances that read as the last one did
        self.from_ohm = 0
        self.below_ohm = _ANY_OHM if self.cable_ma else 0
        self._seen = NO_CABLE
        self.other = 0  # windows in a row that contradict
        self._invalid = clock.timer()
        self._was_valid = True

    def check(self, frame, plugged, offered):
        """Update `cable_ma`; latch an open, a short or a change.

        `offered`: PWM runs or a coil is on; from then on the coding is latched (GB-062).
        """
        if self._tethered or self._j1772:  # J-021
            return
        if not self.from_ohm <= frame.pp_ohm < self.below_ohm:
            self._read(frame.pp_ohm)
        seen = self._seen
        if not plugged:
            self.cable_ma = seen
            self.other = 0
            self._was_valid = True
            return
        if seen == self.cable_ma and seen != NO_CABLE:
            self.other = 0
            self._was_valid = True
            return
        if self.cable_ma == NO_CABLE and seen != NO_CABLE and not offered:
            self.cable_ma = seen  # the plug was still moving
            return
        self.other = min(self.other + 1, 2)
        if offered and self.other >= 2:
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
                self.other = 0

    def _read(self, ohm):
        rows = _CLASSES if self._reads else _MATED
        self.from_ohm = 0
        for row in rows:
            self.below_ohm = row[0]
            self._seen = row[1]
            if ohm < row[0]:
                break
            self.from_ohm = row[0]
        if self._seen == 63000 and self._phases == 1:
            self._seen = _SINGLE_PHASE_MA

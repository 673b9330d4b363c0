"""The contactors: what feedback says of them, weld test, wear, and when they may close again."""

from micropython import const

from core import faults
from core.config import MIRROR_FITTED, SENSE_FITTED, TWO_CONTACTORS

_RELEASED_MS = const(100)  # coil off: contacts and feedback have settled (CP-140: 50 ms)
_CLOSED_MS = const(500)  # PW-012
_SUPPLY_MS = const(3500)  # a load side that dies later may be the mains: the meter tells by then
_LOADED_MA = const(1000)  # CP-111: above it an opening wears the contacts
_MAX_COUNT = const(0x3FFFFFFF)

L1_N = const(1)
ALL_POLES = const(3)
_L1 = const(1)  # load-side phases
_ALL = const(7)


class Contactor:
    """One or two contactors of one outlet. Called from the tick."""

    def __init__(self, config, clock, latch):
        self._latch = latch
        self._mirror = config.fitted & MIRROR_FITTED
        self._sense = config.fitted & SENSE_FITTED
        self._two = config.fitted & TWO_CONTACTORS
        self._wired = _L1 if config.phases == 1 else _ALL
        self._min_off_ms = config.min_off_ms
        self._switched = clock.timer()
        self._opened = clock.timer()  # since every contact is seen open
        self._differs = clock.timer()  # since a contact that should be closed is not
        self._patience_ms = _CLOSED_MS
        self.driven = 0  # coils switched on
        self._wrong = 0
        self._good = -1  # coils and feedback that agreed last
        self.opening = False  # the coil went off, the contacts not yet: `check` is always due
        self.closed = 1  # some contact is, as far as feedback tells; 1 until it was first read
        self.closings = 0
        self.loaded = 0  # openings with more than 1 A

    def start(self, now):
        """Begin the weld test of the start-up; the minimum off time runs from here."""
        self._switched.start(now)
        self._opened.start(now)

    def check(self, frame, supplied):
        """Compare feedback and coil; latch a weld, a contact that stays open, a lie.

        `supplied`: mains voltage is known to be there, so a dead load side means open.
        """
        now = frame.now_ms
        mirror = frame.mirror if self._mirror else 0
        live = frame.live if self._sense else 0
        coils = frame.coils
        seen = coils | mirror << 2 | live << 4 | (128 if supplied else 0)
        if seen == self._good:
            return
        self._good = -1
        blind = not self._mirror and not self._sense
        closed = 1 if mirror or live or (blind and coils) else 0
        if closed or self.closed:
            self._opened.start(now)
        self.closed = closed
        fault = self._stray(coils, mirror, live, supplied)
        if fault >= 0:
            if self._switched.since(now) < _RELEASED_MS:
                fault = -1  # still travelling
        elif coils:
            fault = self._missing(coils, mirror, live, supplied)
            patience = self._patience_ms
            if self._differs.lasts(fault >= 0, now) < patience:
                if fault < 0:
                    self._patience_ms = _SUPPLY_MS
                    self._good = seen
                fault = -1
        else:  # no coil, no feedback
            self._good = seen
            self.opening = False
        # a pole that is still travelling differs for a window: two in a row count
        self._wrong = min(self._wrong + 1, 2) if fault >= 0 else 0
        if self._wrong >= 2:
            self._latch.trip(fault)

    def _stray(self, coils, mirror, live, supplied):
        # closed though its coil is off: PW-008
        if coils == 0:
            may = 0
        else:
            may = _L1 if self._two and coils == L1_N else _ALL
        if live & ~may:
            return faults.WELDED
        if not mirror & ~coils:
            return -1
        return faults.MIRROR if self._sense and supplied else faults.WELDED

    def _missing(self, coils, mirror, live, supplied):
        # open though its coil is on: PW-012
        mirrored = mirror & coils == coils
        if not self._sense or not supplied:
            return faults.NO_CLOSE if self._mirror and not mirrored else -1
        must = _L1 if self._two and coils == L1_N else self._wired
        powered = live & must == must
        if powered == mirrored or not self._mirror:
            return -1 if powered else faults.NO_CLOSE
        return faults.MIRROR

    def coils(self, phases):
        """Return the coils for 1 or 3 phases."""
        return L1_N if phases == 1 or not self._two else ALL_POLES

    def open_ms(self, now):
        """Return how long every contact has been seen open with the coil off."""
        return 0 if self.closed or self.driven else self._opened.since(now)

    def rested(self, now):
        """Return whether the minimum off time has passed (REQ-K-2)."""
        return self._switched.since(now) >= self._min_off_ms

    def reads_closed(self, frame):
        """Return whether any feedback that is fitted says closed in this tick."""
        return (self._mirror and frame.mirror) or (self._sense and frame.live)

    def proven_open(self, now):
        """Return whether the weld test before a closing has passed."""
        return not self.closed and self._switched.since(now) >= _RELEASED_MS

    def switch(self, frame, coils, load_ma):
        """Set the coils; count the wear. The only place that does."""
        frame.coils = coils
        if coils == self.driven:
            return
        if self.driven == 0:
            frame.arm = 1
            self.closings = (self.closings + 1) & _MAX_COUNT
        elif load_ma > _LOADED_MA:
            self.loaded = (self.loaded + 1) & _MAX_COUNT
        self.driven = coils
        self._wrong = 0
        self._patience_ms = _CLOSED_MS
        self._good = -1
        now = frame.now_ms
        self._switched.start(now)
        if coils:
            self._differs.restart(now)
        else:
            self._opened.start(now)
            self.opening = True

    def energised_ms(self, now):
        """Return ms since the coils were switched on, -1 while off."""
        return self._switched.since(now) if self.driven else -1

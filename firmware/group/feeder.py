"""The live meter of the feeder: what the building leaves of the main fuse is for the piles (F3).

    left = fuse - (measured - drawn by the piles)
What rises comes at once only where the fuse is exceeded: else for 3 s it may be a car whose draw
was not told yet. What is left again has to last 30 s. Without a fresh measurement: 0 A.
"""

from array import array

from micropython import const

from core.clock import Timer

STALE_MS = const(10000)
_CALM = const(3)  # seconds
_SLOTS = const(6)
_SLOT_MS = const(5000)


class Feeder:
    """Holds what the meter and the piles say; the leader asks. fuse_ma: 3, of R, S, T."""

    def __init__(self, fuse_ma, now_ms):
        self.stale = True
        self._fuse_ma = fuse_ma
        self._measured_ma = (0, 0, 0)
        self._drawn_ma = [0, 0, 0]  # by all piles
        self._drawn = {}  # by each, as it told last: 3
        self._measured = Timer()
        self._house_ma = [array("i", bytes(4 * _CALM)) for _ in range(3)]
        self._lows_ma = [array("i", bytes(4 * _SLOTS)) for _ in range(3)]
        self._at = 0
        self._slot = 0
        self._turned = Timer()
        self._turned.start(now_ms)

    def take(self, current_ma, now_ms):
        """Take a measurement: mA on R, S, T. Called by the meter's job."""
        self._measured_ma = tuple(current_ma)
        self._measured.start(now_ms)

    def drew(self, pile, drawn_ma):
        """Note what a pile draws: 3, or None: not known. Called by the leader."""
        now_ma, before_ma = drawn_ma or (0, 0, 0), self._drawn.get(pile, (0, 0, 0))
        for phase in range(3):
            self._drawn_ma[phase] += now_ma[phase] - before_ma[phase]
        self._drawn[pile] = now_ma

    def limits_ma(self, now_ms):
        """Return what the piles may use, mA on R, S, T. Called by the leader once a second."""
        self.stale = self._measured.since(now_ms) >= STALE_MS
        self._at = (self._at + 1) % _CALM
        turns = self._turned.since(now_ms) >= _SLOT_MS
        if turns:
            self._turned.start(now_ms)
            self._slot = (self._slot + 1) % _SLOTS
        return [self._phase(phase, self._drawn_ma[phase], turns) for phase in range(3)]

    def _phase(self, phase, drawn_ma, turns):
        fuse_ma, measured_ma = self._fuse_ma[phase], self._measured_ma[phase]
        house_ma = max(measured_ma - drawn_ma, 0)
        houses_ma, lows_ma = self._house_ma[phase], self._lows_ma[phase]
        houses_ma[self._at] = house_ma
        if measured_ma <= fuse_ma:
            house_ma = min(houses_ma)
        left_ma = 0 if self.stale else max(fuse_ma - house_ma, 0)
        lows_ma[self._slot] = left_ma if turns else min(lows_ma[self._slot], left_ma)
        return min(lows_ma)

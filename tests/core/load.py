"""A car behind a closed contactor, for the tests of the overcurrent guard."""

from core.config import IEC
from core.overcurrent import OverCurrent
from tests.core.parts import Bed


class Load:
    """A contactor that closed at 16 A a moment ago; nothing is drawn yet.

    The guard sees every change at once.
    """

    def __init__(self, profile=IEC, **settings):
        self.bed = Bed(profile=profile, **settings)
        self.part = self.bed.make(OverCurrent)
        self.limit_ma = 16000
        self.rated_ma = 32000
        self.fresh = True
        self._changed = False
        self.after(0)
        self.bed.frame.coils = 1
        self.after(10)

    def after(self, ms, measures=1):
        """Return whether the car has been asked to stop at a tick `ms` later."""
        if self._changed:
            self._changed = False
            self._check()
        self.bed.advance(ms)
        if self.fresh:
            self.bed.demand.measured += measures
        self._check()
        return self.part.asked

    def _check(self):
        self.part.check(self.bed.frame, self.bed.demand, self.limit_ma, self.rated_ma, self.fresh)

    def draw(self, *current_ma):
        for phase in range(3):
            self.bed.demand.current_ma[phase] = current_ma[phase % len(current_ma)]
        self._changed = True
        return self

    def offer(self, limit_ma):
        self.limit_ma = limit_ma
        self._changed = True
        return self

    def opened(self):
        return self.bed.latched() == ["over_current"]

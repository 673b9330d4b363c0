"""A contactor and its feedback, for the tests of the contactor."""

from core.config import MIRROR_FITTED, SENSE_FITTED, TWO_CONTACTORS
from core.contactor import Contactor
from tests.core.parts import Bed

M = MIRROR_FITTED
S = SENSE_FITTED
BOTH = M | S
PAIR = BOTH | TWO_CONTACTORS


class Rig:
    """A contactor after `start`, whose feedback says what a test wants."""

    def __init__(self, fitted=BOTH, **settings):
        self.bed = Bed(fitted=fitted, **settings)
        self.part = self.bed.make(Contactor)
        self.frame = self.bed.frame
        self.supplied = True
        self.part.start(self.frame.now_ms)

    def now(self):
        return self.frame.now_ms

    def tick(self, ms, pair, count=1):
        """Check, `ms` later, with feedback as a "mirror live" pair of digits."""
        self.bed.advance(ms)
        self.frame.mirror, self.frame.live = int(pair[0]), int(pair[1])
        for _ in range(count):
            self.part.check(self.frame, self.supplied)
        return self.bed.latched()

    def switch(self, coils, load_ma=0):
        self.part.switch(self.frame, coils, load_ma)

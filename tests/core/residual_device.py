"""A residual-current module beside the part of the core that watches it."""

from core.config import RCD_AC_FITTED, RCD_DC_FITTED
from core.frame import RCD_AC, RCD_DC
from core.residual import Residual
from tests.core.parts import Bed

BOTH = RCD_DC_FITTED | RCD_AC_FITTED


class Device:
    """A residual-current module that answers its test as RC-050 says."""

    def __init__(self, fitted=BOTH, **kind):
        self.bed = Bed(fitted=fitted, **kind)
        self.part = self.bed.make(Residual)
        self.frame = self.bed.frame
        self.dc_ms = 740
        self.ac_ms = 1400
        self.clear_ms = 2050
        self.leak = 0
        self.open = True
        self.plugged = False
        self.gate = 0
        self.asked_ms = None
        self.pulses = []

    def _lines(self):
        lines = self.leak
        if self.asked_ms is not None:
            age = self.bed.ms - self.asked_ms
            if self.dc_ms <= age < self.clear_ms:
                lines |= RCD_DC
            if self.ac_ms <= age < self.clear_ms:
                lines |= RCD_AC
        return lines

    def tick(self, count=1):
        for _ in range(count):
            self.frame.rcd = self._lines()
            before = self.frame.rcd_test
            self.part.check(self.frame, self.gate)
            self.part.run(self.frame, self.open, self.plugged)
            if self.frame.rcd_test and not before:
                self.asked_ms = self.bed.ms
                self.pulses.append(self.bed.ms)
            self.bed.latch.settle(self.frame.now_ms, self.plugged)
            self.bed.advance()

    def pass_test(self):
        self.tick(340)  # after a pause of 1 s
        assert self.part.ready()

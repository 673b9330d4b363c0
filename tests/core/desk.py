"""The shell's demand and what the core makes of it, for the tests of the reasons."""

from core import states
from core.config import IEC
from core.reasons import Reasons
from tests.core.parts import Bed

FAR_MA = 99000
MASK = (1 << 30) - 1


class Desk:
    """Reasons that read a live demand for 16 A with a fresh measurement."""

    def __init__(self, profile=IEC, **settings):
        self.bed = Bed(profile=profile, **settings)
        self.part = Reasons(self.bed.config, self.bed.clock)
        self.demand = self.bed.demand
        self.demand.enable = 1
        self.demand.limit_ma = 16000
        self.publish(1000)
        self.measure()
        self.read()

    def now(self):
        return self.bed.frame.now_ms

    def publish(self, lifetime_ms):
        self.demand.sequence += 1
        self.demand.expires_ms = (self.now() + lifetime_ms) & MASK

    def measure(self):
        self.demand.measured += 1
        self.demand.measured_ms = self.now()

    def read(self, after_ms=0):
        """Return whether the demand is alive `after_ms` later."""
        self.bed.advance(after_ms)
        self.part.read(self.demand, self.now())
        return self.part.alive

    def judge(self, cable_ma=FAR_MA, thermal_ma=FAR_MA, simplified=False):
        """Return (lowest limit, names of what forbids PWM)."""
        self.part.judge(self.demand, cable_ma, thermal_ma, simplified)
        bits = self.part.no_pwm
        assert bits >> len(states.REASONS) == 0
        names = [name for i, name in enumerate(states.REASONS) if bits >> i & 1]
        return self.part.ceiling_ma, names

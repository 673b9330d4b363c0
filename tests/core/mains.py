"""A supply, for the tests of its guard."""

from core.config import GBT, IEC, J1772
from core.supply import Supply
from tests.core.parts import Bed

GOOD = {IEC: (230000, 50000), GBT: (220000, 50000), J1772: (230000, 60000)}


class Mains:
    """A supply that was good at the tick before a test spoils it."""

    def __init__(self, profile=IEC, **kind):
        self.bed = Bed(profile=profile, **kind)
        self.part = self.bed.make(Supply)
        self.fresh = True
        volts, self.hertz = GOOD[profile]
        self.volts = [volts] * 3
        self.tick()

    def tick(self):
        demand = self.bed.demand
        for phase in range(3):
            demand.voltage_mv[phase] = self.volts[phase]
        demand.frequency_mhz = self.hertz
        self.part.check_pe(self.bed.frame)
        self.part.check(self.bed.frame.now_ms, demand, self.fresh)

    def after(self, ms):
        """Return what is latched at a tick `ms` after one that sees the supply as it is now."""
        self.tick()
        self.bed.advance(ms)
        self.tick()
        return self.bed.latched()

    def all(self, volts_mv):
        self.volts = [volts_mv] * 3
        return self

    def spoil(self, volts, hertz):
        self.volts, self.hertz = volts, hertz
        return self

    def caused(self, fault):
        """Return whether the next tick still finds the cause of a latched fault."""
        self.bed.latch.settle(self.bed.frame.now_ms, True)
        self.after(10)
        self.bed.clear(fault, False)
        return self.bed.latch.has(fault)

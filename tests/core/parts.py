"""What one part of the core needs to be tested alone: a clock, a latch, frames that advance."""

from core import faults
from core.clock import Clock
from core.config import IEC, Config
from core.frame import Frame
from core.latch import Latch
from core.mailbox import Demand

TICK_MS = 10
NEAR_WRAP = (1 << 30) - 1000


class Bed:
    """A latch and a frame on a clock that starts one second before its wrap."""

    def __init__(self, profile=IEC, fitted=0, **settings):
        self.config = Config(profile)
        self.config.fitted = fitted
        for name in settings:
            getattr(self.config, name)  # a misspelt one fails here
            setattr(self.config, name, settings[name])
        self.clock = Clock()
        self.latch = Latch(self.config, self.clock)
        self.frame = Frame()
        self.frame.now_ms = NEAR_WRAP
        self.demand = Demand()
        self.ms = 0

    def make(self, part):
        """Build a part of the core on this bed."""
        return part(self.config, self.clock, self.latch)

    def advance(self, ms=TICK_MS):
        """Let time pass."""
        self.frame.now_ms = (self.frame.now_ms + ms) & 0x3FFFFFFF
        self.ms += ms

    def clear(self, fault, plugged):
        """Clear `fault` by a command that comes now."""
        self.latch.expect()
        self.latch.clear(fault, plugged)

    def latched(self):
        """Return the names of the latched faults."""
        return [faults.FAULTS[i][0] for i in range(faults.COUNT) if self.latch.has(i)]

    def until_latched(self, step, limit_ms):
        """Call `step` every tick; return the ms until something latched, None if nothing did."""
        start = self.ms
        while self.ms - start <= limit_ms:
            step()
            if self.latch.bits:
                return self.ms - start
            self.advance()
        return None


def counters(part):
    """Return every number that `part` keeps, by name."""
    state = part.__dict__
    return {name: state[name] for name in state if isinstance(state[name], int)}

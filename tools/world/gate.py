"""The hardware gate before the coil driver: opens by itself, at the very microsecond."""

from core.frame import GATE_ESTOP, GATE_ON, GATE_RCD, GATE_STARVED
from hal.contract import GATE_FEED_MS
from tools.world.clock import FAR

_FEED_US = GATE_FEED_MS * 1000


class Gate:
    """Armed, it grants the coils while fed and its inputs are good; any trip latches.

    `bits` are the GATE_* of the frame. Integers only: `arm` and `feed` are called in the tick.
    An idle gate (never armed, or disarmed) latches nothing.
    """

    def __init__(self):
        self.bits = 0
        self.bad = 0  # GATE_RCD, GATE_ESTOP: inputs that are bad now
        self.due_us = FAR

    def arm(self, now_us):
        """Clear the latch; grant if every input is good, else latch what is bad."""
        if self.bad:
            self.bits = self.bad
            self.due_us = FAR
        else:
            self.bits = GATE_ON
            self.due_us = now_us + _FEED_US

    def feed(self, now_us):
        """Put off starvation; a latched or idle gate stays as it is."""
        if self.bits & GATE_ON:
            self.due_us = now_us + _FEED_US

    def inputs(self, rcd_bad, estop):
        """Take the state of the input lines; a bad one trips an armed gate at once."""
        self.bad = (GATE_RCD if rcd_bad else 0) | (GATE_ESTOP if estop else 0)
        if self.bits & GATE_ON and self.bad:
            self.bits = self.bad
            self.due_us = FAR

    def step(self, _now_us):
        """The feed has run out."""
        self.bits = GATE_STARVED
        self.due_us = FAR

    def disarm(self):
        """Open without a latch: reset, no power, `hal.safe()`."""
        self.bits = 0
        self.due_us = FAR

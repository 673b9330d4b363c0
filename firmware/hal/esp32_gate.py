"""The hardware gate before the coil, as the chip sees it: boards/esp32_devkit/README.md draws it.

The board's latch is set by the rising edge of `coil` while every input is good, and cleared by
a bad input or 50 ms without an edge of `heartbeat`; the driver gets latch AND coil. So `coil`
rises only to arm, and falls as soon as the latch is seen clear: feeding it then does nothing.
"""

import time

from machine import Pin
from micropython import const

from core.frame import GATE_ESTOP, GATE_ON, GATE_RCD, GATE_STARVED, RCD_AC, RCD_DC

_LATE_MS = const(30)  # fed longer ago when the latch is seen clear: starved, else a short trip


class Gate:
    """Coils, heartbeat and the gate's inputs of one outlet."""

    def __init__(self, pins):
        self._coil = Pin(pins["coil"], Pin.OUT, value=0)
        self._coil_2 = Pin(pins["coil_2"], Pin.OUT, value=0) if "coil_2" in pins else None
        self._heartbeat = Pin(pins["heartbeat"], Pin.OUT, value=0)
        self._granted = Pin(pins["gate"], Pin.IN, Pin.PULL_DOWN)
        self._rcd = _good(pins, "rcd")
        self._rcd_ac = _good(pins, "rcd_ac")
        self._estop = _good(pins, "estop")
        self._beat = 0
        self._fed_ms = 0
        self.armed = 0  # a coil is driven, as far as the chip knows
        self.bits = 0

    def off(self):
        """Coils off, heartbeat stopped, disarmed. Anyone may call."""
        self.armed = 0
        self._coil.value(0)
        if self._coil_2:
            self._coil_2.value(0)
        self.bits &= ~GATE_ON

    def sample(self, frame):
        """Write the inputs and the state of the latch. Called from the tick."""
        rcd = 0
        if self._rcd and not self._rcd.value():
            rcd = RCD_DC
        if self._rcd_ac and not self._rcd_ac.value():
            rcd |= RCD_AC
        frame.rcd = rcd
        frame.estop = 1 if self._estop and not self._estop.value() else 0
        if self.armed and not self._granted.value():
            self.off()
            self.bits = self._bad() or self._why()
        frame.gate = self.bits

    def act(self, frame):
        """Arm, feed and drive the coils. Called from the tick."""
        coils = frame.coils
        if coils and frame.arm:
            self._arm()
        if not coils or not self.armed:
            self.off()
            return
        self._feed()
        if self._coil_2:
            self._coil_2.value(coils >> 1)

    def _arm(self):
        self.off()
        self.bits = self._bad()
        if self.bits:
            return
        self._feed()
        self._coil.value(1)
        if self._granted.value():
            self.bits = GATE_ON
            self.armed = 1
        else:
            self.off()
            self.bits = self._bad()

    def _feed(self):
        self._beat ^= 1
        self._heartbeat.value(self._beat)
        self._fed_ms = time.ticks_ms()

    def _bad(self):
        bad = 0
        if (self._rcd and not self._rcd.value()) or (self._rcd_ac and not self._rcd_ac.value()):
            bad = GATE_RCD
        if self._estop and not self._estop.value():
            bad |= GATE_ESTOP
        return bad

    def _why(self):
        # every input is good again
        if time.ticks_diff(time.ticks_ms(), self._fed_ms) >= _LATE_MS:
            return GATE_STARVED
        return GATE_RCD if self._rcd or self._rcd_ac else GATE_ESTOP


def _good(pins, role):
    return Pin(pins[role], Pin.IN, Pin.PULL_DOWN) if role in pins else None

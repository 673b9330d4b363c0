"""S0 pulses counted by the chip's PCNT: none is lost while the interpreter stands still.

The input is pulled up and a pulse is low: the meter's switch lies between the pin and ground.
The unit's own filter ends at 12.8 us; the 20 ms of S0-003 it has not: 5 to 10 ms of them are
for a resistor, a capacitor and a Schmitt trigger of the board, and meter.pulse counts no pulses
that come faster than 60 ms apart.
"""

from esp32 import PCNT
from machine import Pin
from micropython import const

_UNIT = const(0)
_FILTER = const(1023)  # of 80 MHz
_TURN = const(30000)  # at so many it begins at 0 again: half an hour of the fastest pulses
_MASK = const(0x3FFFFFFF)


class Pulses:
    """Counts the pulses on a pin from 0."""

    def __init__(self, pin):
        line = Pin(pin, Pin.IN, Pin.PULL_UP)
        self._total = 0
        self._seen = 0
        self._unit = PCNT(_UNIT, pin=line, falling=PCNT.INCREMENT, filter=_FILTER, max=_TURN)
        self._unit.start()

    def count(self):
        """Return the pulses since the start, 0..2**30-1. Ask once in 30 minutes at least."""
        seen = self._unit.value()
        self._total = (self._total + (seen - self._seen) % _TURN) & _MASK
        self._seen = seen
        return self._total

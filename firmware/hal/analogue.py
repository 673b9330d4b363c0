"""From a raw reading to a cable's resistance or a temperature, the same on every port.

Raw is what the port reads: 12-bit counts on rp2, millivolts on esp32. `bottom` and `top` are the
lowest and the highest raw the port can tell from a rail. Tables are made once, at connect; what
is called from the tick knows integers below 2**30 only.
"""

import array
import math

from micropython import const

from core.frame import OPEN_OHM, SENSOR_OPEN, SENSOR_SHORT

_COLDEST_DC = const(-400)
_STEP_DC = const(50)
_STEPS = const(34)  # to +125 degree Celsius
_KELVIN_DC = const(2732)
_ROOM_DC = const(250)


class Proximity:
    """Resistance of the cable's coding, behind a pull-up and, where fitted, a series resistor."""

    def __init__(self, scale, top):
        """`scale`: pull-up ohm, full scale (raw of the pull-up's supply), series ohm."""
        self._pullup, self._full, self._series = scale
        self._top = top

    def ohm(self, raw):
        """Return the ohm of a reading, OPEN_OHM at the rail. Called from the tick."""
        if raw >= self._top or raw >= self._full:
            return OPEN_OHM
        return min(max(self._pullup * raw // (self._full - raw) - self._series, 0), OPEN_OHM)


class Thermistor:
    """Temperature of an NTC to ground behind a pull-up to the supply."""

    def __init__(self, scale, full, bottom, top):
        """`scale`: ohm at 25 degree Celsius, beta, pull-up ohm; `full`: raw of the supply."""
        self._bottom = bottom
        self._top = top
        self._raw = array.array("i", [_raw_at(scale, full, step) for step in range(_STEPS)])

    def dc(self, raw):
        """Return 0.1 degree Celsius, SENSOR_OPEN or SENSOR_SHORT. Called from the tick."""
        table = self._raw
        if raw >= self._top or raw > table[0]:
            return SENSOR_OPEN
        if raw <= self._bottom or raw <= table[_STEPS - 1]:
            return SENSOR_SHORT
        low, high = 0, _STEPS - 1  # table[low] >= raw > table[high]: it falls as heat rises
        while high - low > 1:
            middle = (low + high) // 2
            if table[middle] >= raw:
                low = middle
            else:
                high = middle
        part = (table[low] - raw) * _STEP_DC // (table[low] - table[high])
        return _COLDEST_DC + low * _STEP_DC + part


def _raw_at(scale, full, step):
    r25, beta, pullup = scale
    kelvin = (_COLDEST_DC + step * _STEP_DC + _KELVIN_DC) / 10
    room = (_ROOM_DC + _KELVIN_DC) / 10
    ohm = r25 * math.exp(beta * (1 / kelvin - 1 / room))
    return int(full * ohm / (ohm + pullup) + 0.5)

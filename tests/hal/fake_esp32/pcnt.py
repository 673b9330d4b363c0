"""`esp32.PCNT`: counts edges in hardware; glitches beyond its 12.8 us filter, too."""

from tests.hal.fake_esp32 import chip as chips

_UNITS = 8
_MOST = 32767
_FILTER_MOST = 1023  # of 80 MHz


class PCNT:
    """One unit, one channel of it."""

    IGNORE = 0
    INCREMENT = 1

    def __init__(self, id, *, pin, rising=0, falling=0, filter=0, max=_MOST):
        if not 0 <= id < _UNITS:
            raise ValueError("invalid id")
        if not 0 <= filter <= _FILTER_MOST:
            raise ValueError("filter")
        if not 0 < max <= _MOST:
            raise ValueError("maximum")
        self.filter = filter
        self._pin = pin.id
        self._actions = (falling, rising)
        self._most = max
        self._value = 0
        self._runs = False
        chips.the.counters[id] = self  # a unit made anew forgets what it was

    def start(self):
        """Count from now on."""
        self._runs = True

    def value(self):
        """Return the count."""
        return self._value

    def edge(self, pin, level):
        """The pad has changed."""
        if self._runs and pin == self._pin and self._actions[level]:
            self._value += 1
            if self._value == self._most:
                self._value = 0

"""What the shell gets on an ESP32, with what it must ask before it blocks."""

from esp32 import NVS
from machine import PWRON_RESET, WDT_RESET, reset_cause

from hal.ports import Ports

_NAMESPACE = "pile"


class Esp32Ports(Ports):
    """A flash erase, a TLS step, a blocking name look-up stop the tick: never with a coil on."""

    def __init__(self, lamp, ticks_ms, hal):
        super().__init__(lamp, ticks_ms)
        self._hal = hal
        self.warm = reset_cause() != PWRON_RESET  # it was reset and never without power
        self.starts = count("starts", 1)
        self.bites = count("bites", 1 if reset_cause() == WDT_RESET else 0)

    def reset_cause(self):
        """Return machine.reset_cause(): why the chip starts."""
        return reset_cause()

    def may_block(self):
        """Return whether the tick may stand still now."""
        return not self._hal.gate.armed

    def dropouts(self):
        """Return how many ticks since start came 40 ms after the one before, a coil on."""
        return self._hal.ticker.dropouts

    def notes(self):
        """Return lines of (what, number) for a report."""
        return (
            ("ticks late with a coil on", self._hal.ticker.dropouts),
            ("pilot windows torn", self._hal.pilot.torn),
            ("samples in a pilot window", self._hal.pilot.count),
            ("starts", self.starts),
            ("starts after the watchdog bit", self.bites),
        )


def count(key, more):
    """Add `more` to a counter in NVS; return it, -1 when there is none. Writes flash."""
    try:
        nvs = NVS(_NAMESPACE)
        try:
            number = nvs.get_i32(key)
        except OSError:  # the first time
            number = 0
        if more:
            number += more
            nvs.set_i32(key, number)
            nvs.commit()
    except OSError:
        return -1
    return number

"""Keeps wall clock and clock chip together: read at the start and daily, set by what is better."""

from micropython import const

from shell.clock import RTC
from shell.on_demand import forget

_READ_S = const(86400)
_AGAIN_S = const(60)  # after a failure
_LOST = "the clock chip has lost its time: see its battery, then set the clock"
_SILENT = "the clock chip does not answer (%s): see its wires and pull-ups"
_NONSENSE = "the clock chip is of no use: %s"


class Keeper:
    """One chip's. `message`: what is wrong with it, "" = nothing. Called by the main job."""

    def __init__(self, chip):
        self.message = ""
        self._chip = chip
        self._next_s = 0  # seconds since the start: when it is read, or tried again
        self._written = 0  # Clock.sets that the chip has heard of

    def second(self, clock):
        """Follow the clock, each second: mostly there is nothing to do."""
        owed = clock.quality > RTC and clock.sets != self._written
        if clock.up_s < self._next_s and not (owed and not self.message):
            return
        sets = clock.sets
        self._next_s = clock.up_s + _READ_S
        try:
            if owed:
                self._chip.set(clock.now_s())
                self._written = sets
                self.message = ""
            else:
                self._read(clock)
        except OSError as error:
            self.message = _SILENT % error
        except ValueError as error:
            self.message = _NONSENSE % error
        if self.message:
            self._next_s = clock.up_s + _AGAIN_S

    def _read(self, clock):
        unix_s = self._chip.read()
        self.message = "" if unix_s else _LOST
        if unix_s:
            clock.set(unix_s, RTC)


def wire(ports, kind, board):
    """Put a Keeper of the chip of setting `rtc` in `ports.rtc`; return what is wrong, or "".

    `ports`: open_i2c(board, role).
    """
    try:
        if not hasattr(ports, "open_i2c"):
            raise ValueError("there are no wires here")
        i2c = ports.open_i2c(board, "rtc")
    except (ValueError, OSError) as error:
        return "rtc = %s: %s; nothing keeps the time over a power cut" % (kind, error)
    name = kind.upper()
    chip = getattr(__import__("dates." + kind, None, None, (name,)), name)
    ports.rtc = Keeper(chip(i2c))
    forget("dates", kind)
    return ""

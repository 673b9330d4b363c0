"""The clock chip DS3231 (Maxim 19-5170): 2 ppm, 1 minute a year."""

from micropython import const

from dates.rtc_chip import Chip

_CONTROL = const(0x0E)
_RUN = b"\x1c"  # as it leaves the factory: the oscillator runs on the battery too, no alarms
_STATUS = const(0x0F)
_STOPPED = const(0x80)  # OSF: the oscillator stood still since this was cleared


class DS3231(Chip):
    """Hours of 12 (bit 6), as others may have set it, read as nonsense: `set` puts that right."""

    ADDRESS = 0x68
    ORDER = (0, 1, 2, 4, 5, 6, 3)
    WEEKDAY = 1
    HOUR = 0x7F

    def _stopped(self):
        return self._get(_STATUS, 1)[0] & _STOPPED

    def _run(self):
        self._put(_CONTROL, _RUN)
        self._put(_STATUS, b"\x00")

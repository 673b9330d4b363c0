"""The clock chip PCF8563 (NXP, rev. 11): as good as its crystal, some 2 s a day."""

from micropython import const

from dates.rtc_chip import Chip

_CONTROL = const(0x00)
_STOP = const(0x20)
_SECONDS = const(0x02)
_LOW = const(0x80)  # VL: the voltage fell too low to keep the time; setting the seconds clears it


class PCF8563(Chip):
    """`read` takes no time of a chip that was stopped, or whose battery was empty."""

    ADDRESS = 0x51
    FIRST = 0x02
    ORDER = (0, 1, 2, 3, 5, 6, 4)

    def _stopped(self):
        return self._get(_CONTROL, 1)[0] & _STOP or self._get(_SECONDS, 1)[0] & _LOW

    def _run(self):
        self._put(_CONTROL, b"\x00\x00")  # no alarm, no timer

"""`time` of the ESP32 port: tick counters that wrap at 2**30, and the epoch of 2000."""

import sys

from tests.hal.fake_esp32 import chip as chips

_MASK = 0x3FFFFFFF
_HALF = 0x20000000
_EPOCH = 946684800  # 2000-01-01 in seconds of 1970

_real = sys.modules.get("time") or __import__("time")


def ticks_us():
    """Return microseconds; asking costs one."""
    chips.the.now_us += 1
    return chips.the.now_us & _MASK


def ticks_ms():
    """Return milliseconds."""
    return chips.the.now_us // 1000 & _MASK


def ticks_add(ticks, more):
    """Return `more` after `ticks`."""
    return (ticks + more) & _MASK


def ticks_diff(end, start):
    """Return end - start, -2**29 to 2**29 - 1."""
    return ((end - start + _HALF) & _MASK) - _HALF


def gmtime(seconds):
    """Return the date of `seconds` after 2000-01-01."""
    return tuple(_real.gmtime(seconds + _EPOCH))[:8]

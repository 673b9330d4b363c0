"""The power of each minute of a session, kept for the last 20 sessions (S29)."""

import array
import struct

from micropython import const

SESSIONS = const(20)
_MINUTES = const(1440)  # of a session that lasts longer, the first day
_UNIT_W = const(10)  # 655 kW at most
_TOP = const(65535)
_HEAD = "<I"
_HEAD_BYTES = const(4)


def name(number):
    """Return the name of the record in the store that holds the trace of session `number`."""
    return "trace%02d" % (number % SESSIONS)


class Trace:
    """Collects one session: 2 bytes a minute."""

    def __init__(self):
        self.rows = array.array("H")
        self._mwh = 0  # when the minute began

    def add(self, seconds, mwh):
        """Take energy and time of the session so far. A gap is spread over its minutes."""
        missing = min(seconds // 60, _MINUTES) - len(self.rows)
        if missing <= 0:
            return
        mean = min((mwh - self._mwh) * 60 // 1000 // _UNIT_W // missing, _TOP)
        try:
            for _ in range(missing):
                self.rows.append(mean)
        except MemoryError:  # the bill goes on without its picture
            return
        self._mwh = mwh

    def pack(self, number):
        """Return the bytes for the store."""
        return struct.pack(_HEAD, number) + bytes(self.rows)


def load(store, number):
    """Return the mean power of each whole minute of session `number`, W, or None."""
    data = store.read(name(number))
    if data is None or len(data) < _HEAD_BYTES or struct.unpack_from(_HEAD, data)[0] != number:
        return None
    return watts(array.array("H", data[_HEAD_BYTES : len(data) // 2 * 2]))


def watts(rows):
    """Return the rows of a Trace in W."""
    return [_UNIT_W * row for row in rows]

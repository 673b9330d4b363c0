"""Modbus RTU frames: the request for registers, and what bytes that came back are."""

import array

from micropython import const

MORE = const(0)  # nothing is wrong yet, and nothing complete
ANSWER = const(1)
SILENT = const(2)  # nothing came in time
DAMAGED = const(3)  # cut short, or the CRC is wrong
REFUSED = const(4)  # an exception reply
FOREIGN = const(5)  # somebody else's, or an answer to another question
BUSY = const(6)  # the line never was quiet enough to ask
DOUBTED = const(7)  # for the driver: an answer that cannot be believed
OUTCOMES = (
    "",
    "answers",
    "without an answer",
    "damaged answers",
    "refused by the meter",
    "frames that were not ours",
    "line never quiet",
)

REQUEST_BYTES = const(8)
LONGEST = const(256)
_HEAD = const(3)
_CRC = const(2)
_REFUSAL_BYTES = const(5)
_GLITCHES = const(4)  # bytes a driver that turns round may leave before an answer

# CRC-16 of the polynomial 0xA001 (reflected), for the low four bits
_NIBBLES = array.array("H", bytes(32))
for _i in range(16):
    _crc = _i
    for _ in range(4):
        _crc = _crc >> 1 ^ (0xA001 if _crc & 1 else 0)
    _NIBBLES[_i] = _crc


def crc16(data, start, end):
    """Return the CRC of data[start:end]; over a frame with its own CRC it is 0."""
    crc = 0xFFFF
    table = _NIBBLES
    for at in range(start, end):
        byte = data[at]
        crc = crc >> 4 ^ table[(crc ^ byte) & 15]
        crc = crc >> 4 ^ table[(crc ^ byte >> 4) & 15]
    return crc


def request(address, function, register, count):
    """Return the 8 bytes that ask for `count` registers from `register` on (0-based)."""
    frame = bytearray(
        (address, function, register >> 8, register & 255, count >> 8, count & 255, 0, 0)
    )
    crc = crc16(frame, 0, REQUEST_BYTES - _CRC)
    frame[6] = crc & 255
    frame[7] = crc >> 8
    return frame


def shape(asked):
    """Return what tells the answer of a request from others: function and length."""
    return asked[1] << 8 | asked[5]


class Answer:
    """Bytes that came after a request, in `data`; `size` of them."""

    def __init__(self):
        self.data = bytearray(LONGEST + REQUEST_BYTES)
        self.clear()

    def clear(self):
        """Forget all bytes: a request goes out."""
        self.size = 0
        self.start = 0  # of the answer: behind glitches and the own echo
        self._echoed = False

    @property
    def values(self):
        """Where the registers begin in `data`, once `judge` said ANSWER."""
        return self.start + _HEAD

    def judge(self, asked):
        """Return MORE, ANSWER, DAMAGED, REFUSED or FOREIGN. `asked`: the request's bytes.

        Only the first frame after the request can be its answer: a foreign one ends the wait.
        On a two-wire bus the request itself may come back before it.
        """
        data = self.data
        while self.start < self.size and data[self.start] in (0, 255):
            self.start += 1
        count = self.size - self.start
        echo = len(asked)
        if self.start > _GLITCHES + self._echoed * echo:
            return FOREIGN
        if count and self._own(asked, min(count, echo)):
            if count < echo:
                return MORE
            self._echoed = True
            self.start += echo
            return self.judge(asked)
        return self._frame(asked, count)

    def _own(self, asked, count):
        for at in range(count):
            if self.data[self.start + at] != asked[at]:
                return False
        return True

    def _frame(self, asked, count):
        data, start = self.data, self.start
        if count and data[start] != asked[0]:
            return FOREIGN
        if count < _HEAD:
            return MORE
        if data[start + 1] == asked[1] | 0x80:
            return self._whole(_REFUSAL_BYTES, count, REFUSED)
        if data[start + 1] != asked[1] or data[start + 2] != asked[5] * 2:
            return FOREIGN
        return self._whole(_HEAD + asked[5] * 2 + _CRC, count, ANSWER)

    def _whole(self, length, count, good):
        if count < length:
            return MORE
        return DAMAGED if crc16(self.data, self.start, self.start + length) else good

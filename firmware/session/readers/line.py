"""A reader that writes the id as a line: keyboard wedges, serial 125 kHz and 13.56 MHz readers.

Hex or decimal digits up to CR, LF or ETX, after an STX or not. Between STX and ETX twelve digits
are ten and their checksum (RDM6300, ID-12: the XOR of the five bytes is the sixth).
"""

from binascii import unhexlify

from micropython import const

from core.clock import elapsed

_STX = const(2)
_ENDS = b"\r\n\x03"
_DIGITS = b"0123456789abcdefABCDEF"
_SKIPPED = b" :-"
_MOST = const(20)  # digits
_LEAST = const(8)
_GAP_MS = const(500)  # a line that stops for so long is none
_AT_ONCE = const(32)  # bytes


class LineReader:
    """Puts the digits of a line together. `uart`: any(), read(n)."""

    failed = False  # nobody can tell: it speaks only when there is a card

    def __init__(self, uart, ticks_ms):
        self._uart = uart
        self._ticks_ms = ticks_ms
        self._line = bytearray()
        self._framed = False  # began with STX
        self._wrong = False  # something that is no digit, or too much of it
        self._last_ms = ticks_ms()
        self._bad = 0

    def poll(self):
        """Return the id of a line that has ended, or None. Asked every 20 to 100 ms."""
        if not self._uart.any():
            return None
        now_ms = self._ticks_ms()
        if elapsed(now_ms, self._last_ms) >= _GAP_MS:
            self._begin(False)
        self._last_ms = now_ms
        uid = None
        for byte in self._uart.read(min(self._uart.any(), _AT_ONCE)) or b"":
            uid = self._take(byte) or uid
        return uid

    def notes(self):
        """Return lines of (what, number) for a report."""
        return (("reader: lines that are no id", self._bad),)

    def _begin(self, framed):
        self._line = bytearray()
        self._framed = framed
        self._wrong = False

    def _take(self, byte):
        if byte == _STX:
            self._begin(True)
        elif byte in _ENDS:
            return self._end()
        elif byte in _DIGITS and len(self._line) < _MOST:
            self._line.append(byte)
        elif byte not in _SKIPPED:
            self._wrong = True
        return None

    def _end(self):
        line = bytes(self._line)
        good = not self._wrong
        framed = self._framed and len(line) == 12
        empty = good and not line
        self._begin(False)
        if empty:  # the second of CR LF
            return None
        if good and framed:
            check = 0
            for byte in unhexlify(line):
                check ^= byte
            good = check == 0
            line = line[:10]
        if good and len(line) >= _LEAST:
            return line.decode().upper()
        self._bad += 1
        return None

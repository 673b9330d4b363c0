"""The NFC chip PN532 (NXP UM0701-02) as a reader of ISO 14443 type A cards at 106 kbit/s.

One command after the other: frame out, ACK in, answer in (6.2.1). Whatever goes wrong ends in
waking it up again.
"""

from binascii import hexlify

from micropython import const

from core.clock import elapsed

# The frames of the commands; the answer to each has its code + 1.
_WAKE = b"\x55\x55\0\0\0\0\0\0\0\0\0\0\0\0\0\0"  # for a UART: it wakes at edges, then needs 2 ms
_FRAMES = (
    _WAKE + b"\0\0\xff\x05\xfb\xd4\x14\x01\x14\x01\x02\0",  # SAMConfiguration: normal mode
    b"\0\0\xff\x06\xfa\xd4\x32\x05\xff\x01\x02\xf3\0",  # RFConfiguration: three tries for a card
    b"\0\0\xff\x04\xfc\xd4\x4a\x01\0\xe1\0",  # InListPassiveTarget: one card, type A
)
_ANSWERS = b"\x15\x33\x4b"
_FROM_CHIP = const(0xD5)
_NACK = b"\0\0\xff\xff\0\0"
_LOOK = const(2)  # the command that is repeated
_REST_MS = const(150)  # between two commands
_LIMIT_MS = const(800)  # for ACK and answer
_RETRY_MS = const(1000)
_TO_ASK = const(0)  # phases
_ASKED = const(1)
_ACKNOWLEDGED = const(2)


class PN532:
    """Looks for a card some times a second. `port`: a UART, 115200 8N1, or pn532_i2c.Port."""

    def __init__(self, port, ticks_ms):
        self.failed = False
        self._port = port
        self._ticks_ms = ticks_ms
        self._then(0, 0)
        self._data = b""  # received and not understood yet
        self._bad = 0
        self._silent = 0

    def poll(self):
        """Return the id of a card that is there, or None. Asked every 20 to 100 ms."""
        body = None
        try:
            passed_ms = elapsed(self._ticks_ms(), self._since_ms)
            if self._phase:
                body = self._receive()
            elif passed_ms >= self._rest_ms:
                self._then(self._command, 0)
                self._phase = _ASKED
                self._data = b""
                self._port.write(_FRAMES[self._command])
                passed_ms = 0
        except OSError:  # of the bus
            passed_ms = _LIMIT_MS
            self._phase = _ASKED
        if body:
            return self._answer(body)
        if self._phase and passed_ms >= _LIMIT_MS:
            self._silent += 1
            self.failed = True
            self._then(0, _RETRY_MS)
        return None

    def notes(self):
        """Return lines of (what, number) for a report."""
        return ("reader: damaged frames", self._bad), ("reader: no answer", self._silent)

    def _then(self, command, rest_ms):
        self._command = command
        self._rest_ms = rest_ms
        self._since_ms = self._ticks_ms()
        self._phase = _TO_ASK

    def _receive(self):
        # the body of an answer with its checksum, or None; takes the ACK before it
        waiting = self._port.any()
        if waiting:
            self._data += self._port.read(waiting) or b""
        while True:
            data = self._data
            at = data.find(b"\0\xff") + 2
            if at < 2 or len(data) < at + 2:
                self._data = data[-64:]
                return None
            size = data[at]
            if data[at : at + 2] == b"\0\xff":  # ACK
                self._phase = _ACKNOWLEDGED
                self._data = data[at + 2 :]
                continue
            frame = data[at + 2 : at + size + 3]
            if (size + data[at + 1]) & 0xFF == 0 and self._phase == _ACKNOWLEDGED:
                if len(frame) <= size:
                    return None
                if sum(frame) & 0xFF == 0:
                    return frame
            self._bad += 1
            self._data = b""
            self._port.write(_NACK)  # once more, please
            return None

    def _answer(self, body):
        command = self._command
        if body[0] != _FROM_CHIP or body[1] != _ANSWERS[command]:
            self._bad += 1  # an error frame (6.2.1.5), or the answer to something else
            self._then(0, _RETRY_MS)
            return None
        self.failed = False
        self._then(min(command + 1, _LOOK), _REST_MS)
        if command != _LOOK or not body[2]:
            return None
        if len(body) < 10 or not 4 <= body[7] <= len(body) - 9:
            self._bad += 1
            return None
        uid = body[8 : 8 + body[7]]  # after target, SENS_RES, SEL_RES and its length
        return hexlify(uid).decode().upper()

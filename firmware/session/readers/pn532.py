"""The NFC chip PN532 (NXP UM0701-02) as a reader of ISO 14443 type A cards (106 kbit/s).

One command after the other: frame out (6.2.1.1), ACK in (6.2.1.3), answer in. Whatever goes wrong
ends in waking it up again. `link`: send(frame, wake), read() -> bytes; `whole`: a read is one
frame and what may follow it is no data.
"""

from binascii import hexlify

from micropython import const

from core.clock import elapsed

_TO_CHIP = b"\xd4"
_FROM_CHIP = const(0xD5)
_NACK = b"\x00\x00\xff\xff\x00\x00"
# command with its parameters: its answer begins with the command + 1
_COMMANDS = (
    b"\x14\x01\x14\x01",  # SAMConfiguration: normal mode
    b"\x32\x05\xff\x01\x02",  # RFConfiguration, MaxRetries: give up after three tries
    b"\x4a\x01\x00",  # InListPassiveTarget: one card of type A at 106 kbit/s
)
_LOOK = const(2)
_REST_MS = const(150)  # between two commands
_LIMIT_MS = const(800)  # for ACK and answer
_RETRY_MS = const(1000)


class PN532:
    """Wakes the chip, then looks for a card some times a second."""

    def __init__(self, link, ticks_ms):
        self.failed = False
        self._link = link
        self._ticks_ms = ticks_ms
        self._since_ms = ticks_ms()
        self._rest_ms = 0
        self._command = 0
        self._asked = False  # a command is out
        self._acknowledged = False
        self._data = b""  # received and not understood yet
        self._bad = 0
        self._silent = 0

    def poll(self):
        """Return the id of a card that is there, or None. Asked every 20 to 100 ms."""
        now_ms = self._ticks_ms()
        passed_ms = elapsed(now_ms, self._since_ms)
        try:
            if not self._asked:
                if passed_ms >= self._rest_ms:
                    self._ask(now_ms)
                return None
            body = self._receive()
        except OSError:  # of the bus
            body = None
            passed_ms = _LIMIT_MS
        if body:
            return self._answer(body, now_ms)
        if passed_ms >= _LIMIT_MS:
            self._silent += 1
            self.failed = True
            self._then(0, _RETRY_MS, now_ms)
        return None

    def notes(self):
        """Return lines of (what, number) for a report."""
        return ("reader: damaged frames", self._bad), ("reader: no answer", self._silent)

    def _ask(self, now_ms):
        body = _TO_CHIP + _COMMANDS[self._command]
        size = len(body)
        head = bytes((0, 0, 0xFF, size, -size & 0xFF))
        self._data = b""
        self._then(self._command, 0, now_ms)
        self._asked = True
        self._link.send(head + body + bytes((-sum(body) & 0xFF, 0)), self._command == 0)

    def _then(self, command, rest_ms, now_ms):
        self._command = command
        self._rest_ms = rest_ms
        self._since_ms = now_ms
        self._asked = self._acknowledged = False

    def _receive(self):
        # the body of an answer, or None; takes the ACK before it
        self._data += self._link.read()
        while True:
            data = self._data
            at = data.find(b"\x00\xff") + 2
            if at < 2 or len(data) < at + 2:
                self._data = data[-64:]
                return None
            size = data[at]
            end = at + size + 3
            if size + data[at + 1] == 0xFF and size in (0, 0xFF):
                self._acknowledged = self._acknowledged or size == 0
                self._data = b"" if self._link.whole else data[at + 2 :]
                continue
            if size + data[at + 1] & 0xFF == 0:
                if len(data) < end:
                    return None
                if self._acknowledged and sum(data[at + 2 : end]) & 0xFF == 0:
                    return data[at + 2 : end - 1]
            self._bad += 1
            self._data = b""
            self._link.send(_NACK, False)  # once more, please (6.2.1.4)
            return None

    def _answer(self, body, now_ms):
        command = self._command
        if body[0] != _FROM_CHIP or body[1:2] != bytes((_COMMANDS[command][0] + 1,)):
            self._bad += 1  # an error frame (6.2.1.5), or the answer to something else
            self._then(0, _RETRY_MS, now_ms)
            return None
        self.failed = False
        self._then(min(command + 1, _LOOK), _REST_MS, now_ms)
        if command != _LOOK or len(body) < 8 or not body[2]:
            return None
        uid = body[8 : 8 + body[7]]  # after target, SENS_RES 2, SEL_RES and the length
        if len(uid) != body[7] or not 4 <= len(uid) <= 10:
            self._bad += 1
            return None
        return hexlify(uid).decode().upper()

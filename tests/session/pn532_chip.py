"""A PN532 for tests, written from NXP UM0701-02 and not from our driver."""

ACK = bytes([0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00])
NACK = bytes([0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00])
ERROR = bytes([0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00])
SAM, RF, LIST = 0x14, 0x32, 0x4A


def information(body):
    """Return a normal information frame (6.2.1.1)."""
    length_check = (256 - len(body)) % 256
    data_check = (256 - sum(body) % 256) % 256
    start = bytes([0x00, 0x00, 0xFF, len(body), length_check])
    return start + bytes(body) + bytes([data_check, 0x00])


def target(uid):
    """Return the target data of a type A card (7.3.5): number, SENS_RES, SEL_RES, NFCID1, ATS."""
    sens, sel, ats = {
        4: ([0x00, 0x04], 0x08, []),  # MIFARE Classic
        7: ([0x03, 0x44], 0x20, [0x06, 0x75, 0x77, 0x81, 0x02, 0x80]),  # DESFire
        10: ([0x00, 0x84], 0x20, [0x05, 0x78, 0x80, 0x70, 0x02]),
    }[len(uid)]
    return [0x01] + sens + [sel, len(uid)] + list(uid) + ats


class Chip:
    """Time is `now_ms`, set by the test. `heard`: the commands it understood, in order."""

    def __init__(self):
        self.now_ms = 0
        self.asleep = True
        self.card = None  # bytes
        self.dead = False
        self.heard = []
        self.mangle = None  # function of a frame that goes out -> what really goes out
        self._ready = False  # SAMConfiguration was done
        self._tries = 0xFF
        self._in = b""
        self._out = []  # (due ms, frame)
        self._last = b""

    def take(self, data):
        """Take bytes from the host."""
        self._in += data
        while True:
            start = self._in.find(b"\x00\xff")
            if start < 0 or len(self._in) < start + 4:
                return
            rest = self._in[start + 2 :]
            if rest[:2] == b"\x00\xff":
                self._in = rest[2:]
                self._out = []  # the host's ACK aborts
                continue
            if rest[:2] == b"\xff\x00":
                self._in = rest[2:]
                self._send(self._last, 1)
                continue
            length = rest[0]
            if (length + rest[1]) % 256:
                self._in = rest
                continue
            if len(rest) < length + 3:
                return
            self._in = rest[length + 3 :]
            if sum(rest[2 : length + 3]) % 256 == 0:
                self._command(rest[2 : length + 2])

    def _command(self, body):
        assert body[0] == 0xD4, body
        self.heard.append(body[1])
        self._out = []
        self._send(ACK, 1)
        code, given = body[1], body[2:]
        if code == SAM and given[:1] == b"\x01":
            self._ready = True
            self._answer([0xD5, 0x15], 5)
        elif code == RF and self._ready and given[:1] == b"\x05" and len(given) == 4:
            self._tries = given[3]
            self._answer([0xD5, 0x33], 5)
        elif code == LIST and self._ready and given == b"\x01\x00":
            if self.card is not None:
                self._answer([0xD5, 0x4B, 0x01] + target(self.card), 20)
            elif self._tries != 0xFF:
                self._answer([0xD5, 0x4B, 0x00], 10 + 10 * self._tries)
        else:
            self._send(ERROR, 2)

    def _answer(self, body, after_ms):
        self._last = information(body)
        self._send(self._last, after_ms)

    def _send(self, frame, after_ms):
        if self.dead:
            return
        if self.mangle:
            frame = self.mangle(frame)
        if frame:
            self._out.append((self.now_ms + after_ms, frame))

    def ready(self):
        """Return the frames that are due, and forget them."""
        due = [frame for at, frame in self._out if at <= self.now_ms]
        self._out = [each for each in self._out if each[0] > self.now_ms]
        return due

    def waits(self):
        """Return whether a frame is due."""
        return any(at <= self.now_ms for at, _ in self._out)

    def next(self):
        """Return the next frame that is due, and forget it."""
        return self._out.pop(0)[1]


class Uart:
    """The chip in HSU mode. Asleep it hears nothing but edges: 0x55 and a pause of zeros."""

    def __init__(self, chip):
        self.chip = chip
        self._got = b""

    def write(self, data):
        if self.chip.dead:
            return len(data)
        if self.chip.asleep:
            if data[:2] != b"\x55\x55" or data[2:12] != bytes(10):
                return len(data)
            self.chip.asleep = False
        self.chip.take(bytes(data))
        return len(data)

    def any(self):
        for frame in self.chip.ready():
            self._got += frame
        return len(self._got)

    def read(self, count):
        data, self._got = self._got[:count], self._got[count:]
        return data or None


class I2C:
    """The chip at address 0x24: a status byte, then one frame a reading, then whatever."""

    def __init__(self, chip):
        self.chip = chip
        self.junk = b"\xff\x00\xff\x00"

    def _address(self, address):
        if self.chip.dead or address != 0x24:
            raise OSError(5)
        if self.chip.asleep:
            self.chip.asleep = False
            raise OSError(5)

    def writeto(self, address, data):
        self._address(address)
        self.chip.take(bytes(data))
        return len(data)

    def readfrom(self, address, count):
        self._address(address)
        if not self.chip.waits():
            return bytes(count)
        if count == 1:
            return b"\x01"
        data = b"\x01" + self.chip.next()
        return (data + self.junk * count)[:count]

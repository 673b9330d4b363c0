"""A DL/T 645-2007 meter for tests, written after the standard's rows and not after the driver.

`hear(bytes)` returns what it sends back. `faults`: "" or what it does wrong with this answer.
"""


def bcd(value, size):
    """Return `size` bytes of packed decimal, the lowest first."""
    out = []
    for _ in range(size):
        out.append((value // 10 % 10) << 4 | value % 10)
        value //= 100
    return bytes(out)


def signed(value, size):
    """Return packed decimal with the highest bit for a minus."""
    out = bytearray(bcd(abs(value), size))
    if value < 0:
        out[-1] |= 0x80
    return bytes(out)


class DltMeter:
    """What it measures is in the units of its registers."""

    def __init__(self, digits, phases=3):
        self.digits = digits
        self.phases = phases
        self.current = [16000, 15500, 0]  # 0.001 A
        self.voltage = [2304, 2310, 2299]  # 0.1 V
        self.power = 72650  # 0.1 W
        self.energy = 1234567  # 0.01 kWh
        self.rates = [200000, 300000, 400000, 334567]
        self.frequency = 4998  # 0.01 Hz
        self.blocks = True  # it knows identifiers with FF
        self.longest = 200  # bytes of data a frame
        self.lacks = ()  # (DI3, DI2) of what it has not
        self.asked = []  # identifiers
        self._parts = {}

    def frame(self, control, data, digits=None):
        """Return a frame it sends, with two bytes of preamble."""
        digits = digits or self.digits
        head = [0x68] + [int(digits[at : at + 2], 16) for at in (10, 8, 6, 4, 2, 0)]
        body = head + [0x68, control, len(data)] + [(byte + 0x33) % 256 for byte in data]
        return b"\xfe\xfe" + bytes(body + [sum(body) % 256, 0x16])

    def hear(self, said):
        """Return the answer to what came in, b"" where it is not for this meter."""
        said = bytes(said)
        start = said.find(b"\x68")
        if start < 0 or len(said) < start + 12:
            return b""
        body = said[start:]
        length = body[9]
        if body[7] != 0x68 or len(body) < 12 + length or body[11 + length] != 0x16:
            return b""
        if sum(body[: 10 + length]) % 256 != body[10 + length]:
            return b""
        mine = [int(self.digits[at : at + 2], 16) for at in (10, 8, 6, 4, 2, 0)]
        for at in range(6):
            if body[1 + at] not in (0xAA, mine[at]):
                return b""
        data = bytes([(byte - 0x33) % 256 for byte in body[10 : 10 + length]])
        return self._answer(body[8], data)

    def _answer(self, control, data):
        if control == 0x13:
            return self.frame(
                0x93, bytes([int(self.digits[at : at + 2], 16) for at in (10, 8, 6, 4, 2, 0)])
            )
        if control == 0x11:
            value = self._value(data[:4])
            if value is None:
                return self.frame(0xD1, b"\x02")
            return self._part(0x91, data[:4], value, b"")
        if control == 0x12 and data in self._parts:
            return self._part(0x92, data[:4], self._parts[data], data[4:])
        return self.frame(control | 0xC0, b"\x02")

    def _part(self, control, identifier, value, number):
        room = self.longest - 4 - len(number)
        if len(value) <= room:
            return self.frame(control, identifier + value + number)
        following = (number[0] if number else 0) + 1
        self._parts[identifier + bytes([following])] = value[room:]
        return self.frame(control | 0x20, identifier + value[:room] + number)

    def _value(self, identifier):
        d0, d1, d2, d3 = identifier
        self.asked.append((d3, d2, d1, d0))
        if (d3, d2) in self.lacks:
            return None
        single = {
            (0, 1, 0, 0): bcd(self.energy, 4),
            (0, 1, 0xFF, 0): b"".join([bcd(value, 4) for value in [self.energy] + self.rates]),
            (2, 3, 0, 0): signed(self.power, 3),
            (2, 0x80, 0, 2): bcd(self.frequency, 2),
        }
        if (d3, d2, d0) not in ((2, 1, 0), (2, 2, 0)):
            return single.get((d3, d2, d1, d0))
        values = [bcd(value, 2) for value in self.voltage]
        if d2 == 2:
            values = [signed(value, 3) for value in self.current]
        absent = b"\xff" * len(values[0])
        if d1 == 0xFF and self.blocks:
            return b"".join(values[: self.phases] + [absent] * (3 - self.phases))
        return values[d1 - 1] if 1 <= d1 <= self.phases else None

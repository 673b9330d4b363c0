"""A serial line without a wire: what the master sends is judged, what comes back is scripted."""

from meter.line import Line
from meter.rtu import crc16

MASK = 0x3FFFFFFF


def frame(*parts):
    """Return bytes with their CRC behind them."""
    data = b""
    for part in parts:
        data += part if type(part) is bytes else bytes((part,))
    crc = crc16(data, 0, len(data))
    return data + bytes((crc & 255, crc >> 8))


class Wire:
    """UART, driver pin and clock in one. `answers` maps a request to bytes, or None."""

    def __init__(self, answer=None, now_ms=0, delay_ms=20, echo=False):
        self.now_ms = now_ms
        self.answer = answer or (lambda asked, count: None)
        self.delay_ms = delay_ms
        self.echo = echo
        self.sent = []
        self.sent_ms = []
        self.drives = []  # 1, 0 of the driver pin, "write" and "flush" between
        self._coming = []  # (ms left, bytes)
        self._in = b""

    def line(self, baud=9600, driven=False):
        """Return a Line on it."""
        return Line(self, baud, self._drive if driven else None, self.ticks_ms, self.pause_ms)

    def put(self, data, in_ms=0):
        """Have bytes come in, by whoever."""
        self._coming.append([in_ms, bytes(data)])
        self._arrive(0)

    # the UART

    def write(self, data):
        self.drives.append("write")
        data = bytes(data)
        self.sent.append(data)
        self.sent_ms.append(self.now_ms)
        if self.echo:
            self.put(data)
        back = self.answer(data, len(self.sent))
        if back is not None:
            self.put(back, self.delay_ms)

    def flush(self):
        self.drives.append("flush")

    def any(self):
        return len(self._in)

    def read(self, count):
        data, self._in = self._in[:count], self._in[count:]
        return data or None

    def _drive(self, level):
        self.drives.append(level)

    # the clock

    def ticks_ms(self):
        return self.now_ms

    async def pause_ms(self, ms):
        self.now_ms = (self.now_ms + ms) & MASK
        self._arrive(ms)

    def _arrive(self, ms):
        left = []
        for item in self._coming:
            item[0] -= ms
            if item[0] <= 0:
                self._in += item[1]
            else:
                left.append(item)
        self._coming = left


def play(coroutine):
    """Run what never really waits to its end; return what it returns."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError("it waits for something")

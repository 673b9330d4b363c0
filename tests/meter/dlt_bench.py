"""A DL/T 645 driver and meters on one line, in a time that only the bench lets pass."""

from meter.dlt645 import Dlt645
from meter.line import Line

METER = "201708001234"


class Turn:
    """Awaited, it gives the bench its turn."""

    def __await__(self):
        yield

    __iter__ = __await__


class Wire:
    """The driver's UART; all of `meters` hear it and may answer."""

    def __init__(self, meters, now_ms, baud):
        self.meters = meters
        self._baud = baud
        self.now_ms = now_ms
        self.delay_ms = 50  # until a meter answers
        self.fault = None  # called with each answer: returns [(bytes, ms later)]
        self.sent = []
        self._coming = []  # (ms, order, byte)

    def write(self, said):
        """Every meter hears this and answers, or not."""
        self.sent.append(bytes(said))
        at_ms = self.now_ms + len(said) * 11000 // self._baud + self.delay_ms
        for meter in self.meters:
            answer = meter.hear(said)
            if answer:
                for data, late_ms in self.fault(answer) if self.fault else [(answer, 0)]:
                    self.put(data, at_ms + late_ms)

    def put(self, data, at_ms):
        """Have bytes come in, one after another."""
        for place in range(len(data)):
            due_ms = at_ms + (place + 1) * 11000 // self._baud
            self._coming.append((due_ms, len(self._coming), data[place]))
        self._coming.sort()

    def any(self):
        """Return how many bytes have come in."""
        return len([1 for row in self._coming if row[0] <= self.now_ms])

    def read(self, count):
        """Return so many of them."""
        taken = bytes([row[2] for row in self._coming[:count]])
        self._coming = self._coming[count:]
        return taken


class Bench:
    """One driver at work."""

    def __init__(self, meters, digits="", start_ms=0, baud=2400):
        self.wire = Wire(meters, start_ms, baud)
        line = Line(self.wire, baud, None, self._ticks_ms, self._pause)
        self.driver = Dlt645(line, digits, 50000)
        self._until_ms = start_ms
        self._task = self.driver.run()

    def _ticks_ms(self):
        return self.wire.now_ms & 0x3FFFFFFF

    async def _pause(self, ms):
        self.wire.now_ms += ms
        if self.wire.now_ms >= self._until_ms:
            await Turn()

    def run(self, ms):
        """Let the driver poll for so long."""
        self._until_ms = self.wire.now_ms + ms
        self._task.send(None)

    def read(self):
        """Return the reading, None where the driver has none."""
        try:
            return self.driver.read()
        except OSError:
            return None

    def noted(self, what):
        """Return the number of a note."""
        return dict(self.driver.notes())[what]

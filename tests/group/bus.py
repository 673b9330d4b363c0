"""An RS-485 bus in virtual time: every byte takes its time, all hear all, and it is counted."""

from meter.line import Line

BAUD = 19200


class Bus:
    """Tasks play in order of time. `busy_us`: frames and the silence of 3.5 characters behind."""

    def __init__(self, echo=False):
        self.now_ms = 0
        self.busy_us = 0
        self.bytes = 0
        self.collisions = 0
        self.echo = echo
        self.cut = ()  # ports whose wires are off
        self._free_us = 0
        self._ports = []
        self._tasks = []  # [ms, number, coroutine]

    def line(self):
        """Return the Line of one more device."""
        port = Port(self)
        self._ports.append(port)
        return Line(port, BAUD, None, self.ticks_ms, pause_ms)

    def ticks_ms(self):
        return self.now_ms & 0x3FFFFFFF

    def start(self, coroutine):
        """Play a task from now on."""
        self._tasks.append([self.now_ms, coroutine])

    def run(self, ms):
        """Let time pass."""
        end_ms = self.now_ms + ms
        while True:
            next_task = self._tasks[0]
            for task in self._tasks:
                if task[0] < next_task[0]:
                    next_task = task
            if next_task[0] > end_ms:
                break
            self.now_ms = next_task[0]
            next_task[0] += next_task[1].send(None)
        self.now_ms = end_ms

    def put(self, sender, data):
        """Have `sender` drive the wires."""
        char_us = 11000000 // BAUD
        begin_us = self.now_ms * 1000
        if begin_us < self._free_us:
            self.collisions += 1
        end_us = begin_us + len(data) * char_us
        self._free_us = end_us
        self.busy_us += len(data) * char_us + 7 * char_us // 2
        self.bytes += len(data)
        for port in self._ports:
            if (
                (port is not sender or self.echo)
                and port not in self.cut
                and sender not in self.cut
            ):
                for at in range(len(data)):
                    port.coming.append((begin_us + (at + 1) * char_us, data[at]))


class Port:
    """One device's UART."""

    def __init__(self, bus):
        self.coming = []
        self._bus = bus

    def write(self, data):
        self._bus.put(self, bytes(data))

    def any(self):
        now_us = self._bus.now_ms * 1000
        count = 0
        while count < len(self.coming) and self.coming[count][0] <= now_us:
            count += 1
        return count

    def read(self, count):
        data = bytes([byte for _, byte in self.coming[:count]])
        self.coming = self.coming[count:]
        return data


class _Pause:
    def __init__(self, ms):
        self._ms = ms

    def __iter__(self):
        yield max(self._ms, 1)

    __await__ = __iter__


async def pause_ms(ms):
    await _Pause(ms)

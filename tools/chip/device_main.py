"""Runs on the chip, from the bench's boot.py: a meter, claims and a report through one UART.

The firmware itself is untouched. Lines from the bench, each with the sum of its bytes behind it:
`m` and nine numbers (three currents, three voltages, frequency, energy, on line), `c source amps
seconds`, `v amps` for a setting, `x` and the name of a trap. Lines to it: `s` and what
tools.world.watch tells of the core and the session.
"""

import machine
from machine import UART, Pin, Timer

from hal import ports, rp2
from shell import app as shell

_TICKING = 24  # a spare pin that goes high when the port starts to tick
_BAUD = 115200  # the FIFO holds 2.8 ms of it: longer than a tick keeps interrupts waiting
_PERIOD_MS = 5
_LOOK = 4  # periods: the shell tells nothing in between, and the core when it has reported


class Desk:
    """The UART, and what came through it."""

    def __init__(self):
        self._uart = UART(0, _BAUD, tx=Pin(16), rx=Pin(17), rxbuf=512, txbuf=512)
        self._buffer = b""
        self.claims = []
        self.current_ma = [0, 0, 0]
        self.voltage_mv = [0, 0, 0]
        self.frequency_mhz = 0
        self.energy_wh = 0
        self.online = 0
        self.trap = ""
        self.app = None
        self._told = None
        self._reported_ms = 0
        self._looked = 0

    def read(self):
        """Be the meter."""
        if self.trap == "meter":
            self.trap = ""
            raise ValueError("injected into the meter")
        if not self.online:
            raise OSError(110)
        return self

    def poll(self):
        """Be the link."""
        if self.trap == "comms":
            self.trap = ""
            raise ValueError("injected into the link")
        return self.claims.pop(0) if self.claims else None

    def step(self, _timer):
        """Read what came, tell what changed."""
        count = self._uart.any()
        if count:  # more than that and it would wait for the next byte
            lines = (self._buffer + self._uart.read(count)).split(b"\n")
            self._buffer = lines.pop()
            for line in lines:
                try:
                    self._take(_words(line))
                except (ValueError, IndexError, UnicodeError):
                    pass  # bytes were lost while flash was written
        self._looked += 1
        if self.app is not None and self.app.outlet.ticks:
            live = self.app.outlet.journal.live()
            if live.now_ms != self._reported_ms or self._looked >= _LOOK:
                self._reported_ms = live.now_ms
                self._looked = 0
                self._tell(live)

    def _take(self, words):
        if words[0] == "m":
            numbers = [int(word) for word in words[1:]]
            self.current_ma = numbers[:3]
            self.voltage_mv = numbers[3:6]
            self.frequency_mhz, self.energy_wh, self.online = numbers[6:]
        elif words[0] == "c":
            lifetime = None if words[3] == "None" else float(words[3])
            self.claims.append((words[1], float(words[2]), lifetime))
        elif words[0] == "v":
            self.app.change({"max_current_a": int(words[1])})
        elif words[0] == "x":
            self._set_trap(words[1])

    def _set_trap(self, task):
        self.trap = task
        if task == "core":
            self.app.outlet._sample = _raise
        elif task in _IN_MAIN:
            self.app._feed = _IN_MAIN[task]

    def _tell(self, live):
        session = self.app.session
        row = (
            live.state,
            live.why,
            live.faults,
            live.fault,
            live.letter,
            1 if session.open else 0,
            session.energy_wh,
            self.app.lamp.pattern,
        )
        if row != self._told:
            self._told = row
            self._uart.write("s %d %d %d %d %d %d %d %s\n" % row)


def _words(line):
    text, _, check = line.rpartition(b" ")
    if sum(text) != int(check):
        raise ValueError(line)
    return text.decode().split()


def _raise(*_):
    raise RuntimeError("injected")


def _exhaust():
    return bytearray(1 << 20)


def _recurse():
    return _recurse()


def _hang():
    while True:
        pass


_IN_MAIN = {
    "main": _raise,
    "memory": _exhaust,
    "stack": _recurse,
    "hang": _hang,
    "reset": machine.reset,
    "soft": machine.soft_reset,
}


desk = Desk()

for _name in ("NoMeter", "NoLink"):
    setattr(ports, _name, lambda: desk)
_App = shell.App
_start = rp2.RP2.start


def start(hal, tick, glance):
    """Start the ticks, and show it."""
    _start(hal, tick, glance)
    Pin(_TICKING, Pin.OUT, value=1)


setattr(rp2.RP2, "start", start)  # noqa: B010  as below


def build(*parts):
    """Build the app, and know it."""
    desk.app = _App(*parts)
    return desk.app


setattr(shell, "App", build)  # noqa: B010  mypy takes a plain one for a mistake
_timer = Timer(-1, period=_PERIOD_MS, mode=Timer.PERIODIC, callback=desk.step)

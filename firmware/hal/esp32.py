"""The port for the ESP32: one outlet behind the verbs of `hal.contract`.

No part of it has run on silicon: a fake of the chip (`tests/hal/fake_esp32`) stands in for it,
built after MicroPython's sources. boards/esp32_devkit/README.md lists what is a guess.
"""

import time

import machine
import micropython
from machine import Pin
from micropython import const

from hal.contract import WATCHDOG_MS
from hal.esp32_gate import Gate
from hal.esp32_lines import Lines
from hal.esp32_pilot import Pilot
from hal.esp32_ports import Esp32Ports
from hal.esp32_ticker import Ticker
from hal.fitted import fitted_pins
from hal.ports import Lamp

_EXCEPTION_BYTES = const(100)
_LAMPS = ("lamp_red", "lamp_green", "lamp_blue")

_pair = None  # what `connect` gave


def connect(board):
    """Return (hal, ports) of the pile that `board` describes: the same pair each time."""
    global _pair
    if _pair is None:
        hal = ESP32(board)
        pins = board["pins"]
        lamps = [Pin(pins[role], Pin.OUT, value=0) if role in pins else None for role in _LAMPS]
        _pair = hal, Esp32Ports(Lamp(*lamps), time.ticks_ms, hal)
    return _pair


def reset():
    """Reset the chip: every pin lets go at once."""
    machine.reset()


class ESP32:
    """Implements `hal.contract.HAL`."""

    def __init__(self, board):
        pins = fitted_pins(board)
        self.gate = Gate(pins)  # first: its coil pins are low from here on
        self.ticker = Ticker(self.gate)
        self._ended = 0  # safe() was called and start() not yet
        self._watchdog = None
        self._lines = Lines(pins)
        self.pilot = Pilot(pins, board["scales"], board.get("cp_inverted", True))
        if hasattr(micropython, "alloc_emergency_exception_buf"):
            micropython.alloc_emergency_exception_buf(_EXCEPTION_BYTES)

    def start(self, tick, _glance=None):
        """Call `tick` every 10 ms in a thread of its own."""
        self.pilot.run()
        self._ended = 0
        self.ticker.start(tick, self.safe)

    def sample(self, frame):
        """Write every measured field of `frame`. Lasts the 2 ms of a pilot window."""
        frame.now_ms = time.ticks_ms()
        self.pilot.sample(frame)
        before = _lines(frame)
        self.gate.sample(frame)
        self._lines.sample(frame)
        if _lines(frame) != before:
            frame.moved = 1

    def act(self, frame):
        """Put every decided field of `frame` on the outputs."""
        if self._ended:
            return
        self.gate.act(frame)
        self.pilot.act(frame.duty)
        self._lines.act(frame)
        if self._ended:  # another thread made the outputs safe meanwhile
            self._off()

    def safe(self):
        """Coils off, gate disarmed, pilot steady +12 V, no lock drive; no more ticks."""
        self._ended = 1
        self.ticker.stop()
        self._off()

    def _off(self):
        self.gate.off()
        self._lines.off()
        self.pilot.steady()

    def feed(self):
        """Feed the watchdog; the first call starts it."""
        if self._watchdog is None:
            self._watchdog = machine.WDT(timeout=WATCHDOG_MS)
        self._watchdog.feed()


def _lines(frame):
    # what `frame.moved` tells of, in one small int
    lines = frame.rcd | frame.gate << 3 | frame.estop << 7 | frame.pe << 8 | frame.bolt << 9
    return lines | frame.mirror << 10 | frame.live << 12

"""The port for the RP2040: everything of one outlet behind the verbs of `hal.contract`."""

import time

import machine
from machine import Pin, Timer
from micropython import const, stack_use
from uctypes import addressof

from hal import rp2_gate, rp2_lines
from hal.contract import WATCHDOG_MS
from hal.ports import Lamp, Ports
from hal.rp2_gate import drive, tell
from hal.rp2_lines import read, write
from hal.rp2_pilot import measure, wave
from shell.on_demand import forget

_TICK_MS = const(10)
_STEADY = const(10000)
# bytes of 7.9 KB of stack: with more in use a tick, or a glance, would end in an exception
_DEEP = const(5300)
_DEEPER = const(6900)
_GATE = ("rcd", "rcd_ac", "estop")
_LAMPS = ("lamp_red", "lamp_green", "lamp_blue")

_now_ms = time.ticks_ms
_pair = None  # what `connect` gave


def connect(board):
    """Return (hal, ports) of the pile that `board` describes: the same pair each time."""
    global _pair
    if _pair is None:
        pins = board["pins"]
        lamps = [Pin(pins[role], Pin.OUT, value=0) if role in pins else None for role in _LAMPS]
        hal = RP2(board)
        _pair = hal, RP2Ports(Lamp(*lamps), time.ticks_ms, hal)
        _pair[1].warm = machine.reset_cause() == machine.WDT_RESET  # never without power
        forget("hal", "analogue", "contract", "rp2_pilot_set_up", "rp2_program", "rp2_set_up")
    return _pair


class RP2Ports(Ports):
    """What the shell gets, with what the tick counts of its troubles."""

    def __init__(self, lamp, ticks_ms, hal):
        super().__init__(lamp, ticks_ms)
        self._hal = hal

    def notes(self):
        """Return lines of (what, number) for a report."""
        return (("ticks left out for want of stack", self._hal.skipped),)


def reset():
    """Reset the chip: every pin lets go at once."""
    machine.reset()


class RP2:
    """Implements `hal.contract.HAL`."""

    def __init__(self, board):
        from hal.rp2_pilot_set_up import set_up
        from hal.rp2_set_up import gate, lines

        pins, fitted = board["pins"], board["fitted"]
        rcd_lines = ("rcd" in pins) + ("rcd_ac" in pins)
        estop = "estop" in pins
        self._lines = lines(pins, fitted)
        self._lines_at = addressof(self._lines)
        self._gate = gate(
            pins["coil"],
            2 if "coil_2" in pins else 1,
            min([pins[role] for role in _GATE if role in pins] or [0]),
            rcd_lines,
            int(estop),
            board.get("rcd_filter_us", 50),
        )
        self._gate_at = addressof(self._gate)
        self._pilot = set_up(board)
        self._wave_at = addressof(self._pilot.state)
        self._tick = self._glance = _nothing
        self._ended = False  # `safe` was called and `start` not yet
        self._timer = Timer(-1)
        self._called = self._call  # a bound method made in the interrupt would allocate
        self.skipped = 0  # ticks
        self._watchdog = None

    def start(self, tick, glance=None):
        """Call `tick` every 10 ms in a hard timer interrupt; `glance` when it would not fit."""
        self._tick = tick
        self._glance = glance or _nothing
        self._ended = False
        rp2_lines.forget(self._lines)
        self._timer.init(period=_TICK_MS, mode=Timer.PERIODIC, hard=True, callback=self._called)

    def _call(self, _timer):
        # The interrupt uses the stack of what it interrupts: a command at the console may be deep.
        used = stack_use()
        if used <= _DEEP:
            self._tick()
            return
        self.skipped = (self.skipped + 1) & 0x3FFFFFFF
        if used <= _DEEPER:
            self._glance()

    def sample(self, frame):
        """Write every measured field of `frame`."""
        frame.now_ms = _now_ms()
        tell(frame, self._gate_at)
        read(frame, self._lines_at)
        measure(frame, self._wave_at)

    def act(self, frame):
        """Put every decided field of `frame` on the outputs."""
        if self._ended:
            return
        drive(frame, self._gate_at)
        wave(frame.duty, self._wave_at)
        write(frame, self._lines_at)

    def safe(self):
        """Coils off, both machines of the gate parked, pilot steady +12 V, no more ticks."""
        self._ended = True  # first: a tick in between must not arm again
        rp2_gate.off()
        self._tick = self._glance = _nothing
        wave(_STEADY, self._wave_at)
        rp2_lines.off(self._lines)
        self._timer.deinit()

    def feed(self):
        """Feed the watchdog; the first call starts it."""
        if self._watchdog is None:
            self._watchdog = machine.WDT(timeout=WATCHDOG_MS)
        self._watchdog.feed()


def _nothing():
    pass

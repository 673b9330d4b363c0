"""A scenario on the emulated chip: the plant moves on the chip's clock.

Time 0 is when the firmware has built its app: the boot before it is not part of a scenario.
"""

from types import SimpleNamespace

from shell import board as boards
from tools import build
from tools.chip.files import image_files
from tools.chip.wiring import Wiring
from tools.emulator.chip import Chip
from tools.world.clock import FAR, micros
from tools.world.plant import Plant
from tools.world.watch import Watch

_BOOT_US = 10e6
_METER_US = 100000.0
_MHZ = 125
_UART = 0


def _fitted(scenario):
    known = [row[0] for row in boards.FITTED]
    return {key: value for key, value in scenario.get("hardware", {}).items() if key in known}


class World:
    """Chip, plant and script; `emit(us, signal, value)` hears every change."""

    def __init__(self, scenario, emit, **machine):
        self.board = boards.fit(build.load_board("pico"), _fitted(scenario))
        self._scenario = scenario
        self.clock = SimpleNamespace(now_us=0)
        self.plant = Plant(self.board["fitted"], scenario.get("seed", 1))
        self.app = None  # what the chip has reported: looks like the firmware's own
        self.lamp = SimpleNamespace(pattern="none")
        self.crashes = []
        self._watch = Watch(emit)
        self._watch.begin(self)
        self._start_us = None  # chip time of scenario time 0
        self._line = bytearray()
        self._step = None
        self.chip = Chip(files=image_files(self.board, scenario.get("settings", {})), **machine)
        self.wiring = Wiring(self.chip, self.board, self.plant, self._outputs)
        self._serial = self.chip.mcu.uart[_UART]
        self._serial.on_byte = self._byte
        self.chip.on_reset(self._on_reset)

    # time

    def now(self):
        """Return scenario time in us, 0 until the firmware first reports."""
        if self._start_us is None:
            return 0
        return max(round(self.chip.us - self._start_us), self.clock.now_us)

    def _arrive(self):
        self.clock.now_us = self.now()
        self.plant.advance(self.clock.now_us)

    def _settle(self):
        """Show what the plant is now, and come back when it moves by itself."""
        self.wiring.show()
        self._watch.look(self)
        if self._step is not None:
            self._step.cancel()
            self._step = None
        due_us = self.plant.next_us()
        if due_us < FAR and self._start_us is not None:
            self._step = self.chip.at(self._start_us + due_us, self._due)

    def _due(self):
        self._step = None
        self._arrive()
        self._settle()

    def _outputs(self):
        self._arrive()
        self.wiring.fetch()
        self.plant.apply()
        self._settle()

    # the chip's reports

    def _byte(self, value):
        if value != 10:
            self._line.append(value)
            return
        words = bytes(self._line).decode(errors="replace").split()
        self._line.clear()
        if len(words) == 9 and words[0] == "s":
            self._report(words)

    def _report(self, words):
        state, why, faults, fault, letter, is_open, energy_wh = map(int, words[1:8])
        live = SimpleNamespace(state=state, why=why, faults=faults, fault=fault, letter=letter)
        if self._start_us is None:
            self._start_us = self.chip.us
            self.chip.stop("started")
        self.app = SimpleNamespace(
            outlet=SimpleNamespace(ticks=1, journal=SimpleNamespace(live=lambda: live)),
            session=SimpleNamespace(open=is_open, energy_wh=energy_wh),
        )
        self.lamp.pattern = words[8]
        self._arrive()
        self._settle()

    def _on_reset(self, _):
        self.app = None
        self.lamp.pattern = "none"
        self._line.clear()

    def _send(self, text):
        if self.app is None:
            return  # nobody listens
        self._serial.send_in(text.encode() + b"\n")

    def _tell_meter(self):
        meter = self.plant.meter
        numbers = (*meter.current_ma, *meter.voltage_mv, meter.frequency_mhz, meter.energy_wh)
        self._send("m " + " ".join(str(number) for number in (*numbers, meter.online)))

    def raised(self):
        """Return [ms, words] of what the firmware printed of exceptions."""
        said = self.chip.rx.decode(errors="replace").splitlines()
        return [[self.now() / 1000, line] for line in said if "Error" in line or "ended" in line]

    # the script

    def run(self):
        """Boot, then play the scenario to its end."""
        chip = self.chip
        chip.power()
        chip.every(_METER_US, self._tell_meter)
        until = chip.us + _BOOT_US
        while self._start_us is None:
            if chip.us > until:
                raise RuntimeError("the firmware did not start: " + chip.rx.decode())
            chip.run_us(100000)
        for us, actions in self._scenario["at"]:
            if us > self._scenario["end_us"]:
                break
            self._run_to(us)
            for key, value in actions:
                self._put(key, value)
            self._settle()
        self._run_to(self._scenario["end_us"])

    def _run_to(self, us):
        while self.now() < us:
            self.chip.run_us(self._start_us + us - self.chip.us)
        self._arrive()

    def _put(self, key, value):
        if key == "claim":
            self._send(
                "c {source} {amps} {seconds}".format(seconds=value.get("lifetime_s"), **value)
            )
        elif key == "cpu.raise":
            self._send("x " + value)
        elif key == "cpu.stall_ms":
            self.chip.pass_cycles(micros(value) * _MHZ)
        elif key == "cpu.reset" and value == "soft":
            self._send("r")
        elif key == "cpu.reset":
            self.chip.reset()
        else:
            self.plant.set(key, value)

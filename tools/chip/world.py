"""A scenario on the emulated chip: the plant moves on the chip's clock.

Time 0 is when the port starts to tick: the boot before it is not part of a scenario.
"""

import functools
from types import SimpleNamespace

from shell import board as boards
from tools import build
from tools.chip.files import image_files
from tools.chip.stage import Stage
from tools.emulator import failures
from tools.world.clock import micros
from tools.world.watch import Watch

_BOOT_US = 10e6
_METER_US = 1e6  # what it says is told when it changes, and again in case bytes were lost
_UART = 0
_TICKING = 24  # as in device_main


def _board(scenario):
    """The pins of a Pico; what is fitted, and how much it carries, is the scenario's."""
    board = build.load_board("pico")
    asked = build.load_board(scenario.get("board", "pico"))
    hardware = scenario.get("hardware", {})
    changes = {row[0]: hardware[row[0]] for row in boards.FITTED if row[0] in hardware}
    return boards.fit(board, asked["fitted"] | changes) | {"max_current_a": asked["max_current_a"]}


class World(Stage):
    """Chip, plant and script; `emit(us, signal, value)` hears every change."""

    def __init__(self, scenario, emit, mark=b"", **machine):
        board = _board(scenario)
        files = None  # what stands in the flash given
        if machine.get("flash") is None:
            files = image_files(board, scenario.get("settings", {}))
            files["boot.py"] = mark + files["boot.py"]
        self._scenario = scenario
        self._script = list(scenario["at"])
        self.app = None  # what the chip has reported: looks like the firmware's own
        self.neighbour = None  # there is none at the chip
        self.lamp = SimpleNamespace(pattern="none")
        self._line = bytearray()
        self._claims = []  # nobody has listened to them yet
        self._metered = None  # what was told of the meter
        self._emit = emit
        self._watch = Watch(self._hear)
        super().__init__(board, files, scenario.get("seed", 1), **machine)
        self._watch.begin(self)
        self._serial = self.chip.mcu.uart[_UART]
        self._serial.on_byte = self._byte
        self.chip.on_reset(self._on_reset)
        self.chip.watch(_TICKING, self._started)
        self._samples = failures.Samples(self.chip)
        if scenario.get("start_ticks_ms"):
            failures.begin_count(self.chip, scenario["start_ticks_ms"])

    def _started(self, _t, level, _old):
        if level == 1 and not self.begun:
            self.begin()
            for us, actions in self._script:
                self.chip.after(us, functools.partial(self._play, actions))
            self.settle()

    def listen(self, emit):
        """Let another hear every change from now on."""
        self._emit = emit

    def _hear(self, *change):
        self._emit(*change)

    def settle(self):
        """Look, too."""
        super().settle()
        self._watch.look(self)
        if self.app is not None and self._metered != self._meter():
            self._tell_meter()

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
        if self.app is None:
            self.chip.stop("built")
        self.app = SimpleNamespace(
            outlet=SimpleNamespace(ticks=1, journal=SimpleNamespace(live=lambda: live)),
            session=SimpleNamespace(open=is_open, energy_wh=energy_wh, cost_e5=0),
        )
        self.lamp.pattern = words[8]
        self.arrive()
        self.settle()
        while self._claims:
            self.tell(self._claims.pop(0))

    def _on_reset(self, _):
        self._forget()
        self.arrive()
        self.settle()

    def _forget(self):
        self.app = self._metered = None
        self.lamp.pattern = "none"
        self._line.clear()

    def tell(self, text):
        """Send a line to the bench's module on the chip, if it runs."""
        if self.app is None or not self._serial.enabled:
            return  # nobody listens
        line = text.encode()
        self._serial.send_in(b"%s %d\n" % (line, sum(line)))

    def _meter(self):
        meter = self.plant.meter
        numbers = (*meter.current_ma, *meter.voltage_mv, meter.frequency_mhz, meter.energy_wh)
        return (*numbers, meter.online)

    def _tell_meter(self):
        self._metered = self._meter()
        self.tell("m " + " ".join(str(number) for number in self._metered))

    def raised(self):
        """Return [ms, words] of what the firmware printed of exceptions."""
        said = self.chip.rx.decode(errors="replace").splitlines()
        return [[self.now() / 1000, line] for line in said if "Error" in line or "ended" in line]

    # the script

    def run(self):
        """Boot, then play the scenario to its end."""
        chip = self.chip
        while self._script and self._script[0][0] == 0:
            self._play(self._script.pop(0)[1])  # so it is when the power comes
        chip.power()
        chip.every(_METER_US, self._tell_meter)
        until = chip.us + _BOOT_US
        while self.app is None:
            if chip.us > until:
                raise RuntimeError("the firmware did not start: " + chip.rx.decode())
            chip.run_us(100000)
        self.run_to(self._scenario["end_us"])

    def _play(self, actions):
        for key, value in actions:
            self._put(key, value)

    def _put(self, key, value):
        if key == "claim":
            self._claim(value)
        elif key == "cpu.raise":
            self.tell("x " + value)
        elif key == "cpu.stall_ms":
            self.chip.core.waiting = False
            self.chip.pass_us(micros(value))
        elif key == "cpu.reset" and value == "soft":
            self.tell("x soft")
        elif key == "cpu.reset" and value == "watchdog":
            failures.bite(self.chip)
        elif key == "cpu.reset":
            self.chip.reset()
        elif key == "power":
            self._power(value)
        else:
            self.set(key, value)
            if key == "pilot.noise_mv":
                self.wiring.disturb()
            elif key == "pilot.sampling":
                self._samples.go_on() if value else self._samples.stop()

    def _claim(self, value):
        line = "c {source} {amps} {seconds}".format(seconds=value.get("lifetime_s"), **value)
        if self.app is None:
            self._claims.append(line)
        else:
            self.tell(line)

    def _power(self, on):
        if bool(on) == bool(self.plant.power):
            return
        if not on:
            self._forget()
        self.set("power", on)
        (failures.restore if on else failures.cut)(self.chip)

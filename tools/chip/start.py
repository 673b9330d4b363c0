"""From the first statement of boot.py to a pile that is ready."""

import functools
import tempfile
from pathlib import Path

from core.states import STATES
from tools import build
from tools.build.filesystem import folder_files
from tools.build.pack import packed
from tools.chip.files import stored
from tools.chip.world import World
from tools.emulator.chip import Chip

_SPARE_PIN = 23
_MARK = b"import machine\nmachine.Pin(23, machine.Pin.OUT, value=1)\n"
_TICKING_PIN = 24
# In main.py, its files found: another pin goes high when the port has started to tick.
_TELL = b"""
import machine
from hal import rp2
start = rp2.RP2.start
def told(hal, tick, glance):
    start(hal, tick, glance)
    machine.Pin(24, machine.Pin.OUT, value=1)
rp2.RP2.start = told
"""
_STARTS = b"from shell.run import main"
_LIMIT_US = 5e6
_TICK_MS = 10


def starts(_company, _phases, _seed, machine):
    """Return ms from the start of boot.py: pilot at idle, core ticking, out of its start-up.

    The last carries the bench's own module and a report every 20 ms.
    """
    states = []

    def hear(_us, signal, value):
        if signal == "state" and value in STATES:
            states.append((world.chip.us, value))

    world = World({"at": [], "end_us": 0}, lambda *_: None, mark=_MARK, **machine)
    world.listen(hear)
    chip = world.chip
    marks = {}

    def watch(pin, name):
        chip.watch(
            pin, lambda t, new, _old: marks.setdefault(name, t / 1000) if new == 1 else None
        )

    watch(_SPARE_PIN, "boot")
    watch(world.wiring.pilot_pin, "pilot")
    world.run()
    for again in (True, False):  # see `ticking`
        until_us = chip.us + _LIMIT_US
        while not any(state == "idle" for _, state in states) and chip.us < until_us:
            chip.run_us(10000)
        if again:
            states.clear()
            marks.clear()
            chip.reset()
    boot_us = marks["boot"]
    idle_us = next(us for us, state in states if state == "idle")
    return ticking(machine) | {
        "pilot at idle after boot.py": [(marks["pilot"] - boot_us) / 1000],
        "ready to charge, residual test apart": [(idle_us - boot_us) / 1000],
    }


@functools.cache
def _packed():
    with tempfile.TemporaryDirectory() as folder:
        loose = Path(folder) / "pico"
        build.build(loose, "pico")
        files = folder_files(packed(loose, "pico"))
    files |= stored({})
    files["boot.py"] = _MARK + files["boot.py"]
    files["main.py"] = files["main.py"].replace(_STARTS, _TELL + _STARTS)
    return files


def ticking(machine):
    """Return ms from the start of boot.py to the core's first tick, the version packed."""
    chip = Chip(files=_packed(), **machine)
    marks = []
    for pin in (_SPARE_PIN, _TICKING_PIN):
        chip.watch(pin, lambda t, new, _old: marks.append(t / 1e6) if new == 1 else None)
    chip.power()
    _until(chip, marks, 2)
    chip.reset()  # the first start of all found a file system that a PC made, and renewed its head
    _until(chip, marks, 4)
    return {"core ticks": [marks[3] - marks[2] + _TICK_MS]}


def _until(chip, marks, count):
    until_us = chip.us + _LIMIT_US
    while len(marks) < count and chip.us < until_us:
        chip.run_us(10000)

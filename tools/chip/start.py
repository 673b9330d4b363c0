"""From the first statement of boot.py to a pile that is ready."""

import functools
import random
import tempfile
from pathlib import Path

from core.states import STATES
from tools import build
from tools.build.filesystem import folder_files
from tools.build.pack import packed
from tools.chip import fork
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
_APART_US = 200e3
_TICK_MS = 10


def starts(_company, phases, seed, machine):
    """Return ms from the start of boot.py: pilot at idle, core ticking, out of its start-up.

    The last carries the bench's own module and a report every 20 ms. All are second starts, after
    a reset at a random moment: the first of all finds a file system that a PC made, and renews its
    head. Nothing else in a start is random: they differ by less than 1 ms.
    """
    return ticking(phases, seed, machine) | _ready(phases, seed, machine)


def _again(chip, phases, seed, start):
    """Return what start(0), start(1), ... come to: each resets the chip at a moment of its own."""
    dice = random.Random(seed)
    return fork.each(phases, start, before=lambda: chip.run_us(dice.uniform(0, _APART_US)))


def _ready(phases, seed, machine):
    states = []

    def hear(_us, signal, value):
        if signal == "state" and value in STATES:
            states.append((world.chip.us, value))

    def idle():
        return any(state == "idle" for _, state in states)

    def start(_):
        states.clear()
        marks.clear()
        chip.reset()
        _run(chip, idle)
        idle_us = next(us for us, state in states if state == "idle")
        return (idle_us - marks["boot"]) / 1000

    world = World({"at": [], "end_us": 0}, lambda *_: None, mark=_MARK, **machine)
    world.listen(hear)
    chip = world.chip
    marks = _marks(chip, boot=_SPARE_PIN)
    world.run()
    _run(chip, idle)
    return {"ready to charge, residual test apart": _again(chip, phases, seed, start)}


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


def ticking(phases, seed, machine):
    """Return ms from the start of boot.py to the pilot's idle level and to the core's first tick.

    The version is packed, as it is installed.
    """
    chip = Chip(files=_packed(), **machine)
    pilot_pin = build.load_board("pico")["pins"]["cp_pwm"]
    marks = _marks(chip, boot=_SPARE_PIN, pilot=pilot_pin, ticks=_TICKING_PIN)

    def all_seen():
        return len(marks) == 3

    def start(_):
        marks.clear()
        chip.reset()
        _run(chip, all_seen)
        return [(marks[name] - marks["boot"]) / 1000 for name in ("pilot", "ticks")]

    chip.power()
    _run(chip, all_seen)
    pilots, ticks = zip(*_again(chip, phases, seed, start), strict=True)
    return {
        "pilot at idle after boot.py": list(pilots),
        "core ticks": [ms + _TICK_MS for ms in ticks],
    }


def _marks(chip, **pins):
    """Return {name: us} of when the pin of each name has first gone high; fills by itself."""
    marks: dict[str, float] = {}

    def watch(name, pin):
        def heard(t_ns, new, _old):
            if new == 1:
                marks.setdefault(name, t_ns / 1000)

        chip.watch(pin, heard)

    for name, pin in pins.items():
        watch(name, pin)
    return marks


def _run(chip, reached):
    until_us = chip.us + _LIMIT_US
    while not reached() and chip.us < until_us:
        chip.run_us(10000)

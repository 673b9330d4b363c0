"""The board `pico` on the emulated chip, its port connected and nothing of the shell on it."""

import functools
import json
import tempfile
from pathlib import Path

from tools import build
from tools.build.filesystem import folder_files
from tools.emulator.chip import Chip

ROOT = Path(__file__).resolve().parents[2]
LEVELS_MV = {"A": 12000, "B": 9000, "C": 6000, "D": 3000, "E": 0, "F": -12000}
LOW_MV = -12000
_COUNT_V = 3.3 / 4095
START = """
import gc, json, micropython, time
from core.frame import Frame
from hal import rp2
hal, ports = rp2.connect(json.load(open("board.json")))
frame = Frame()
def act(coils, arm=0):
    frame.coils = coils
    frame.arm = arm
    hal.act(frame)
    frame.arm = 0
"""


@functools.cache
def _compiled():
    with tempfile.TemporaryDirectory() as folder:
        build.build(Path(folder), "pico")
        return folder_files(folder)


def board(fitted=None, without=(), **changes):
    """Return the board file with changes; `without` names roles that have no pin."""
    found = json.loads((ROOT / "boards/pico/board.json").read_text())
    found.update(changes)
    found["fitted"].update(fitted or {})
    for role in without:
        del found["pins"][role]
    return found


def files(of_board, boot=b"", main=b"", more=None):
    """Return a flash with the built firmware; boot.py and main.py empty or as given."""
    own = {"board.json": json.dumps(of_board).encode(), "boot.py": boot, "main.py": main}
    return _compiled() | own | (more or {})


def source(name):
    """Return the bytes of a firmware file."""
    return (ROOT / "firmware" / name).read_bytes()


def volts(mv, scale):
    """Return what the ADC sees of a pilot level."""
    multiply, divide, add = scale
    return (mv - add) * divide / multiply * _COUNT_V


class Pico:
    """A booted chip, every input good, a car that can be plugged."""

    def __init__(self, of_board=None, xip=0, start=START, **flash):
        self.board = of_board or board()
        self.pins = self.board["pins"]
        self.chip = Chip(files=files(self.board, **flash), xip=xip)
        for role in ("rcd", "rcd_ac", "estop", "pe"):
            self.line(role, 1)
        for role in ("mirror", "mirror_2", "live", "live_2", "live_3", "bolt"):
            self.line(role, 0)
        self.pilot = self.chip.pilot(self.pins["cp_adc"] - 26, self.pins["cp_pwm"], 0, 0)
        self.car("A")
        self.chip.boot()
        if start:
            self.chip.exec(start)

    def line(self, role, level):
        """Drive the pin of an input, if there is one."""
        if role in self.pins:
            self.chip.drive(self.pins[role], level)

    def level(self, role):
        """Return what is seen on the pin of a role."""
        return self.chip.level(self.pins[role])

    def car(self, letter, low_mv=LOW_MV, tau_us=1.0):
        """Put a car in a state on the pilot."""
        scale = self.board["scales"]["cp"]
        self.pilot.set(volts(LEVELS_MV[letter], scale), volts(low_mv, scale), tau_us)

    def frame(self):
        """Sample on the chip; return the fields."""
        said = self.chip.exec(
            "micropython.heap_lock()\nhal.sample(frame)\nmicropython.heap_unlock()\n"
            "print(json.dumps(frame.__dict__))"
        )
        return json.loads(said)

    def edges(self, role):
        """Return a list that fills with (us, level) of a pin."""
        seen = []
        self.chip.watch(self.pins[role], lambda t, new, _old: seen.append((t / 1000, new)))
        return seen

"""How much heap the whole firmware leaves on the chip."""

import random

from tools import build
from tools.chip import fork
from tools.chip.files import BENCH_BOOT, image_files
from tools.emulator.chip import Chip

_ASK = 23
_PROBE = b"""
import gc, micropython
from machine import Pin
def tell(_):
    gc.collect()
    print("HEAP", gc.mem_free(), gc.mem_alloc())
    micropython.mem_info()
_ask = Pin(23, Pin.IN, Pin.PULL_DOWN)
_ask.irq(tell, Pin.IRQ_RISING)
"""
_START_US = 9e6
_APART_US = 200e3


def memory(_company, phases, seed, machine):
    """Return the free heap, KB, at moments from 9 s after the start of the pile, .mpy files."""
    files = image_files(build.load_board("pico"), {})
    files["boot.py"] = files["boot.py"].replace(BENCH_BOOT, _PROBE)
    chip = Chip(files=files, **machine)
    chip.boot()
    chip.run_us(_START_US)
    dice = random.Random(seed)

    def look(_):
        chip.drive(_ASK, True)
        said = chip.expect(b"max free sz").decode()
        return int(said.split("HEAP ")[1].split()[0]) / 1024

    looks = fork.each(phases, look, before=lambda: chip.run_us(dice.uniform(0, _APART_US)))
    return {"free heap": looks}

"""How much heap the whole firmware leaves on the chip."""

from tools import build
from tools.chip.files import BENCH_BOOT, image_files
from tools.emulator.chip import Chip

_PROBE = b"""
import gc, micropython
from machine import Timer
def tell(_):
    gc.collect()
    print("HEAP", gc.mem_free(), gc.mem_alloc())
    micropython.mem_info()
_timer = Timer(-1, mode=Timer.ONE_SHOT, period=9000, callback=tell)
"""


def memory(_company, _phases, _seed, machine):
    """Return the free heap, KB, 9 s after the start of the pile from .mpy files."""
    files = image_files(build.load_board("pico"), {})
    files["boot.py"] = files["boot.py"].replace(BENCH_BOOT, _PROBE)
    chip = Chip(files=files, **machine)
    chip.boot()
    said = chip.expect(b"max free sz", 20e6).decode()
    free = int(said.split("HEAP ")[1].split()[0])
    return {"free heap": [free / 1024]}

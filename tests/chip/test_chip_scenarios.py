"""Scenario files on the emulated chip hold there too, and tell the story the PC tells."""

from pathlib import Path

import pytest

from tools.chip import agree
from tools.chip.world import World
from tools.scenario.__main__ import main
from tools.scenario.play import HOLDS
from tools.world.bench import Bench

pytestmark = pytest.mark.usefixtures("firmware")

HERE = Path(__file__).parent
ALL = HERE.parent / "scenarios"
# Short ones, one of each kind; the rest: python -m tools.scenario --bench host --bench chip FILE
FILES = (
    "lock_and_cable/cable_70_a_single_phase",
    "lock_and_cable/lock_waits_for_contacts",
    "residual/none_fitted",
    "sequences/unplug_in_closing",
)
OWN = sorted((HERE / "scenarios").glob("*.toml"))
WRAPS = {"ticks_ms": 1 << 30, "the timer's low word": (1 << 32) // 1000}
BEFORE_MS = 4000  # the chip is ready some 2 s after its counter has begun


@pytest.mark.parametrize(
    "path", [*(ALL / f"{name}.toml" for name in FILES), *OWN], ids=lambda path: path.stem
)
def test_the_chip_agrees(path):
    assert main([str(path), "--bench", "host", "--bench", "chip"]) == HOLDS


@pytest.mark.parametrize("counter", WRAPS)
def test_a_counter_that_wraps_changes_nothing(counter):
    scenario = {
        "at": [
            [500000, [["ev.state", "B"]]],
            [1000000, [["ev.state", "C"]]],
            [4003000, [["ev.state", "B"]]],
        ],
        "end_us": 4500000,
        "start_ticks_ms": WRAPS[counter] - BEFORE_MS,
        "hardware": {"rcd": "none", "lock": False},
    }
    ours, theirs = [], []
    Bench(scenario, lambda *change: ours.append(change)).run()
    World(scenario, lambda *change: theirs.append(change)).run()
    assert ("coil", "on") in [change[1:] for change in theirs]
    assert agree.difference(ours, theirs) is None

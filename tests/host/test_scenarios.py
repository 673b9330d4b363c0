"""Every scenario file holds, on the PC and in MicroPython, and these two benches agree."""

from pathlib import Path

import pytest

from tools.scenario.__main__ import main
from tools.scenario.play import HOLDS

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(ROOT.glob("tests/scenarios/**/*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_scenario_holds(path):
    assert (
        main([str(path), "--bench", "host", "--bench", "vm"]) == HOLDS
    )  # what it prints is shown when this fails

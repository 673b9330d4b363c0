"""Scenario files on the emulated chip hold there too, and tell the story the PC tells."""

from pathlib import Path

import pytest

from tools.scenario.__main__ import main
from tools.scenario.play import HOLDS

pytestmark = pytest.mark.usefixtures("firmware")

ROOT = Path(__file__).resolve().parents[2] / "tests/scenarios"
# short ones, one of each kind; the rest: python -m tools.scenario --bench host --bench chip FILE
FILES = ("sequences/unplug_in_closing", "residual/none_fitted", "pilot/diode_missing_at_b")


@pytest.mark.parametrize("name", FILES)
def test_the_chip_agrees(name):
    assert main([f"{ROOT / name}.toml", "--bench", "host", "--bench", "chip"]) == HOLDS

"""What the boards' READMEs tell people to type is there."""

import re

import pytest

from service import bringup_steps
from shell import console
from tools.build import BOARDS, ROOT
from tools.run.acts import Acts

_SECTIONS = ("Bring-up", "Service", "MicroPython", "Firmware")
_STEP = 'bringup\\("|"(cp|pp|lock) '
_NOT_OURS = {"machine.reset"}


def spans():
    """Return (README, what stands between backticks) of those sections of every board."""
    found = []
    for path in sorted(BOARDS.glob("*/README.md")):
        for part in re.split("^## ", path.read_text(), flags=re.MULTILINE)[1:]:
            if part.split("\n")[0] in _SECTIONS:
                found += [(path, text) for text in re.findall("`([^`]+)`", part)]
    return found


def test_every_command_exists():
    calls = [(path, re.match(r"([\w.]+)\(", text)) for path, text in spans()]
    names = {match[1]: path for path, match in calls if match}
    assert len(names) > 10
    for name in names.keys() - _NOT_OURS - Acts(None).functions().keys():
        assert name in console.__all__, f"{names[name]}: {name}()"


def test_every_step_of_a_bring_up_exists():
    steps = [(path, text) for path, text in spans() if re.match(_STEP, text)]
    assert len(steps) > 20
    for path, text in steps:
        name = re.search('"([^"]*)"', text)[1]
        mains = re.search('mains="(on|off)"', text)
        name = f"{name} {mains[1]}" if mains else name
        assert bringup_steps.row(name) or name in ("sign", "report"), f"{path}: {text}"


@pytest.mark.parametrize("word", ["tools", "make"])
def test_every_tool_exists(word):
    text = (ROOT / "Makefile").read_text()
    found = [(path, span) for path, span in spans() if re.search(rf"\b{word}[ .]\w", span)]
    assert found
    for path, span in found:
        for name in re.findall(rf"\b{word}[ .](\w+)", span):
            there = f"\n{name}:" in text if word == "make" else (ROOT / "tools" / name).is_dir()
            assert there, f"{path}: {span}"

"""Private names get short; two that may be in one place never the same short one."""

import ast

import pytest

from tools.build import FIRMWARE, _program, names_text
from tools.build.private import LOOKED_INTO, shorten

_BASE = """
class Base:
    def __init__(self):
        self._below = self._far = 1
"""
_ABOVE = """
from base import Base
class Above(Base):
    def _rise(self):
        self._far = self._below
"""
_APART = """
def _alone(_given):
    global _count
    _count = other(_given=_alone)
"""


def short(**texts):
    """Return {module: {name: short}} of modules, and their texts afterwards."""
    trees = {name: ast.parse(text) for name, text in texts.items()}
    shorts = shorten(trees)
    names = {module: {name: at for at, name in found.items()} for module, found in shorts.items()}
    return names, {name: ast.unparse(tree) for name, tree in trees.items()}


def test_a_name_is_the_same_wherever_it_stands():
    names, texts = short(apart=_APART)
    alone, given, count = (names["apart"][name] for name in ("_alone", "_given", "_count"))
    assert len({alone, given, count}) == 3
    assert texts["apart"] == (
        f"\ndef {alone}({given}):\n    global {count}\n    {count} = other({given}={alone})"
    ).lstrip("\n")


def test_modules_that_never_meet_share_names():
    names, _ = short(apart=_APART, other=_BASE)
    assert set(names["other"].values()) <= set(names["apart"].values())


def test_an_object_has_no_two_names_that_became_one():
    names, texts = short(base=_BASE, above=_ABOVE)
    assert names["base"]["_far"] == names["above"]["_far"]
    assert names["above"]["_rise"] not in names["base"].values()
    assert f"self.{names['base']['_far']} = self.{names['base']['_below']}" in texts["above"]


@pytest.mark.parametrize(
    "text",
    [
        "def _x(): pass\nf('_x')",  # looked up by its text
        "import _x",  # MicroPython's
        "y = sys._x",
        "self._x = 1\nother._x = 2",  # whose, nobody knows
        "def __x__(_): pass",
        "def _pilot(): pass",
    ],
)
def test_what_others_may_ask_for_keeps_its_name(text):
    names, texts = short(one=text)
    assert names["one"] == {}
    assert texts["one"] == ast.unparse(ast.parse(text))
    assert "_pilot" in LOOKED_INTO


def test_an_argument_that_nobody_names_is_private():
    names, texts = short(one="def f(self, given, told=1):\n    return given\nf(told=2)")
    at = names["one"].pop("given")
    assert names["one"] == {}
    assert texts["one"] == f"def f(self, {at}, told=1):\n    return {at}\nf(told=2)"
    for text in ("given = 1", "x.given", "class A:\n    given = 1", "import given", "x = 'given'"):
        names, _ = short(one="def f(given):\n    return open\ndef g(open):\n    pass", two=text)
        assert names["one"] == {}, text


def test_the_firmware_s_names_can_be_told_apart():
    shorts = _program(FIRMWARE).shorts
    assert len(shorts["session.till"]) > 10
    assert all(len(found) == len(set(found.values())) for found in shorts.values())
    lines = names_text().splitlines()
    assert len(lines) == sum(len(found) for found in shorts.values())
    module, at, name = lines[0].split()
    assert shorts[module][at] == name

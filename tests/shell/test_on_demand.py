"""Code that is given back after use."""

import sys

import shell
from shell.on_demand import forget


def test_a_module_that_is_forgotten_is_loaded_anew():
    from shell import lamp

    lamp.mark = True
    forget("shell", "lamp")
    assert "shell.lamp" not in sys.modules
    assert not hasattr(shell, "lamp")
    from shell import lamp

    assert not hasattr(lamp, "mark")


def test_what_was_never_loaded_is_no_trouble():
    forget("shell", "no_such_module")
    forget("nowhere", "at_all")
    assert "shell.on_demand" in sys.modules

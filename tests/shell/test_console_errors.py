"""What the console says of a command that failed."""

from tests.shell.desk import Desk, charging
from tests.shell.fakes import Pile

NOTHING = ("start", "stop", "selftest", "unlock", "restart", "tariff", "settings", "trace", "help")


def test_what_takes_no_word_does_nothing_with_one():
    desk = charging()
    for name in NOTHING:
        said = desk.ask(name, "x")
        assert said.startswith("nothing was done: ") and "use: " + name + "(" in said, said
    assert desk.data("status")["state"] == "charging" and not desk.pile.app.leaving
    assert "json is True or False" in desk.ask("status", json="x")


def test_a_limit_that_is_not_there():
    desk = Desk(Pile())
    desk.ask("limit", 10)
    assert desk.ask("clear", "console") == "the limit of console is gone"
    said = desk.ask("clear", "console")
    assert "console is neither a fault" in said and "nor a source that limits now: why()" in said


def test_an_error_does_not_repeat_all_that_was_typed():
    desk = Desk(Pile())
    said = desk.ask("clock", "z" * 5000)
    assert "zzz" in said and len(said) < 1500

"""What the console says besides: what is not there, what is missing, and what to do."""

from tests.shell.desk import Desk, charging
from tests.shell.fakes import Pile


def test_a_limit_that_is_not_there():
    desk = Desk(Pile())
    desk.ask("limit", 10)
    assert desk.ask("clear", "console") == "the limit of console is gone"
    said = desk.ask("clear", "console")
    assert "console is neither a fault" in said and "nor a source that limits now: why()" in said


def test_what_is_no_number_limits_nothing():
    desk = Desk(Pile())
    for bad in (float("nan"), float("inf")):
        assert "amps must be a number" in desk.ask("limit", bad)
        assert "seconds must be a number" in desk.ask("limit", 10, bad)


def test_a_car_that_has_gone_leaves_no_empty_line():
    desk = charging()
    desk.pile.app.session.parked_s = 5
    assert "full for" in desk.ask("status")
    desk.pile.hal.car = "A"
    desk.pile.run(1000)
    desk.pile.app.session.parked_s = 5
    assert "" not in desk.ask("status").split("\n")


def test_an_error_does_not_repeat_all_that_was_typed():
    desk = Desk(Pile())
    said = desk.ask("clock", "z" * 5000)
    assert "zzz" in said and len(said) < 1500

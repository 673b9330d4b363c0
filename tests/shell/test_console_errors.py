"""What the console says of a command that failed."""

from tests.shell.desk import Desk
from tests.shell.fakes import Pile


def test_an_error_does_not_repeat_all_that_was_typed():
    desk = Desk(Pile())
    said = desk.ask("clock", "z" * 5000)
    assert "zzz" in said and len(said) < 1500

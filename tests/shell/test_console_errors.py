"""What the console says of a command that failed."""

from shell import console
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


def test_every_command_answers_nonsense_and_the_pile_goes_on():
    for make in (lambda: Desk(Pile(settings=None)), charging):
        desk = make()
        for name in console.__all__:
            for word in ("x", -1, 2.5, [], {}):
                assert desk.ask(name, word), (name, word)
                assert desk.ask(name, word, word, nonsense=word), (name, word)
        desk.pile.run(500)
        assert desk.pile.app.crashes == [0, 0, 0] and not desk.pile.app.leaving

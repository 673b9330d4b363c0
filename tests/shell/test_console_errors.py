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


def test_a_group_says_why_it_does_not_share():
    assert "shares with nobody" in Desk(Pile()).ask("group")
    settings = b'{"group": "udp", "group_id": 1}'
    assert "group does not work: " in Desk(Pile(settings)).ask("group")
    desk = Desk(Pile())
    desk.ask("set", group="udp", group_id=1)
    assert "not in force yet: restart()" in desk.ask("group")


def test_a_schedule_without_slots_has_none_to_remove():
    desk = Desk(Pile(b'{"schedule": "limit"}'))
    assert "there is no slot yet: schedule('add', ...)" in desk.ask("schedule", "remove", 1)


def test_an_unknown_car_is_told_how_to_be_known():
    desk = Desk(Pile(b'{"authorise": "list"}'))
    desk.pile.charge()
    text = desk.ask("why")
    assert (
        "1. nobody has authorised this car\n   a card of the list, the platform or start()" in text
    )


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

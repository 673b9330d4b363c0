"""What the console says of a feature that cannot do what was asked, and what to do."""

from tests.shell.desk import Desk
from tests.shell.fakes import Pile


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

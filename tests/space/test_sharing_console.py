"""What the console asks, tells and refuses about a shared space."""

from tests.shell.desk import Desk
from tests.space.pile import GUEST, HOUR, MONDAY_S, WINDOWS, Space, reserved
from tools.world.bench import World


def test_words_that_are_wrong_are_named_and_change_nothing():
    space = Space(10)
    desk = Desk(space.world)
    for words, part in (
        ((1, "xyz", 0, "2026-03-02 11:00"), "a card id must be"),
        ((1, "", 0, "2026-03-02 11:00"), "user: must be a card"),
        ((1, GUEST, "tomorrow", "2026-03-02 11:00"), "start: must be unix seconds, or local"),
        ((1, GUEST, 0, "2026-02-30 11:00"), "expiry: must be unix seconds, or local"),
        ((1, GUEST, 0, "2026-03-02 09:00"), "expiry: must be after start"),
        (("1", GUEST, 0, "2026-03-02 11:00"), "id: must be a whole number"),
        ((1, GUEST, 0, "2026-03-02 11:00", 1.5), "grace_min: must be"),
    ):
        assert part in desk.ask("reserve", *words), words
    assert "there is no reservation 9" in desk.ask("unreserve", 9)
    assert "windows[0]: kind tenant" in desk.ask("windows", "tenant mon 08:00-09:00")
    assert space.app.values["windows"] == WINDOWS
    assert space.source.reservations.entries == []


def test_windows_are_put_in_force_at_once():
    space = Space(10)
    desk = Desk(space.world)
    assert "owner mon-fri 18:00-08:00\nblocked" in desk.ask("windows")
    desk.ask("windows", "rest owner")
    space.run(2)
    space.card(GUEST)
    assert not space.charging
    assert desk.data("space")["kind"] == "owner"
    assert "均为共享" in desk.ask("windows", "", lang="zh")


def test_without_time_sharing_it_says_how_to_have_it():
    world = World({"settings": {}})
    world.step_until(3000000)
    desk = Desk(world)
    for command, words in (
        ("space", ()),
        ("reserve", (1, GUEST, 0, 1772420400)),
        ("unreserve", (1,)),
    ):
        assert "set(time_sharing=True), then restart()" in desk.ask(command, *words)
    assert "not in force" in desk.ask("windows", "rest owner")
    assert world.app.rounds is None


def test_the_lines_of_the_space():
    desk = reserved(grace_min=20)[1]
    said = desk.ask("space")
    assert "reservation 5: 2026-03-02 10:00 to 2026-03-02 11:00, waits 20 min; in force" in said
    assert "these hours are the community's, until 2026-03-02 12:00" in said
    assert "生效中" in desk.ask("space", lang="zh")
    found = desk.data("space")
    assert found["reserved"] == 5 and found["kind"] == "community"
    assert found["until_s"] == MONDAY_S + 12 * HOUR

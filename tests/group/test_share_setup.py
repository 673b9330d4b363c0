"""A group is set up at the console: its key, its piles, its settings."""

import json
from hashlib import sha256

from shell import console
from tests.group.shared_desk import SETTINGS, TEXT, desk, grouped, run, second_of
from tests.shell import fakes


def test_the_key_is_kept_and_never_shown():
    there = desk()
    assert "the key is stored" in there.ask("group", "key", TEXT)
    secret = there.pile.store.read("group_key")
    assert secret == sha256(TEXT.encode()).digest() and TEXT.encode() not in secret
    for command in ("group", "settings", "status"):
        for lang in ({}, {"json": True}):
            said = there.ask(command, **lang)
            assert TEXT not in said and str(secret) not in said
    assert "16 letters or more" in there.ask("group", "key", "short")
    assert there.pile.store.read("group_key") == secret


def test_piles_are_listed_in_the_leader():
    there = grouped()
    assert "pile 2 is listed" in there.ask("group", "pile", 2, weight=3, phases=1, rotation="STR")
    rows = json.loads(there.pile.store.read("group"))
    assert rows[1] == {"weight": 3, "phases": 1, "rotation": "STR"}
    for words, fields in (
        ("a number from 1 to 2", (3, {})),
        ("pile 2: weight = 11: must be 1 to 10", (2, {"weight": 11})),
        ("fallbacks on R: 46 A together", (1, {"fallback_a": 46})),
        ("no field wait", (2, {"wait": 1})),
    ):
        said = there.ask("group", "pile", fields[0], **fields[1])
        assert "nothing was done" in said and words in said, said
    assert json.loads(there.pile.store.read("group")) == rows
    assert "nothing was done" in there.ask("group", "share")


def test_flash_is_not_erased_with_a_car_there():
    there = grouped()
    secret = there.pile.store.read("group_key")
    there.pile.hal.car = "B"
    there.pile.run(2000)
    assert "unplug the car first" in there.ask("group", "key", "another text of letters")
    assert there.pile.store.read("group_key") == secret


def test_settings_that_make_no_group_are_refused():
    console.attach(None)
    there = fakes.Pile()
    for changes, words in (
        ({"group_id": 0}, "group_id = 0: give each pile of the group its own, from 1 to 2"),
        ({"group_id": 3}, "group_id = 3: must not be above group_size = 2"),
        ({"group_leader": 3, "group_id": 2}, "group_leader = 3: must not be above"),
        ({"group_limit_a": [40, 32]}, "group_limit_a = [40, 32]: must be a whole number from 6"),
        ({"group_limit_a": [40, 5, 40]}, "2000 A, or three of them: [R, S, T]"),
        ({"group_limit_a": [99, 40, 99], "group_fallback_a": 21}, "more than group_limit_a = 40"),
        ({"group_fallback_a": 21}, "2 piles may use 42 A, more than group_limit_a = 40"),
        ({"fallback_a": 6}, "fallback_a = 6: must be 0 in a group"),
    ):
        errors, _ = there.app.change(dict(SETTINGS, **changes))
        assert errors and words in errors[0], errors
    errors, later = there.app.change(SETTINGS)
    assert not errors and "group" in later


def test_settings_of_the_group_change_at_the_restart_only():
    there = grouped()
    other = second_of(there)
    there.pile.charge()
    run(there, 65, other)
    errors, later = there.pile.app.change({"group": "none", "group_fallback_a": 20})
    assert not errors and later == ["group", "group_fallback_a"]
    run(there, 30)  # the other is silent
    run(there, 60)
    assert there.pile.live.limit_ma == 6000
    assert "6 A" in there.ask("group")

import json

from service import factory
from tests.shell.desk import Desk
from tests.shell.fakes import Pile
from tools.world.nor import Nor

RECORD = {"serial": "P1", "board": "fake", "made": 1795000000, "label": "yard"}
KEY = "11" * 96


def desk(plugged=False):
    pile = Pile()
    flash = Nor(2)
    pile.ports.open_flash = lambda part: flash if part == "factory" else None
    if plugged:
        pile.charge()
    else:
        pile.run(3000)
    return Desk(pile)


def test_a_unit_without_provisioning_says_so():
    data = desk().data("factory")
    assert data["provisioned"] is False and data["serial"] == ""
    assert data["key"] == data["update_key"] == "" and data["calibrated"] == []


def test_what_is_written_is_told_but_no_secret():
    at = desk()
    secret = {"salt": "22" * 16, "secret": "33" * 32}
    for what, value in (
        ("key", KEY),
        ("update_key", "44" * 64),
        ("identity", dict(RECORD, cal={"cp": [1000, -5]}, **secret)),
    ):
        at.data("factory", what, value)
    text = at.ask("factory") + at.ask("factory", lang="zh") + json.dumps(at.data("factory"))
    for hidden in ("22" * 8, "33" * 8, "11" * 8, "44" * 8):
        assert hidden not in text, hidden
    data = at.data("factory")
    assert data["serial"] == "P1" and data["provisioned"] and data["calibrated"] == ["cp"]
    assert len(data["key"]) == len(data["update_key"]) == 16
    assert factory.read(at.pile.ports, at.pile.store)["secret"] == "33" * 32


def test_writing_the_same_again_changes_nothing():
    at = desk()
    for _ in range(2):
        assert at.data("factory", "key", KEY)["key"]
        assert at.data("factory", "identity", RECORD)["serial"] == "P1"


def test_what_is_refused_changes_nothing():
    at = desk()
    for what, value, word in (
        ("key", "11", "key: must be 192 hex digits"),
        ("key", None, "key: must be 192 hex digits"),
        ("update_key", "zz" * 64, "update_key: must be 128 hex digits"),
        ("identity", {}, "must be a table with a serial"),
        ("identity", "P1", "must be a table with a serial"),
        ("identity", dict(RECORD, foo=1), "foo: unknown"),
        ("secret", "x", "must be identity, key or update_key"),
    ):
        assert word in at.data("factory", what, value)["errors"][0], what
    assert not at.data("factory")["provisioned"] and not at.data("factory")["key"]


def test_a_serial_and_a_signing_key_are_for_good():
    at = desk()
    at.data("factory", "key", KEY)
    at.data("factory", "identity", RECORD)
    for what, value, word in (
        ("identity", dict(RECORD, serial="P2"), "this pile is P1 already"),
        ("key", "55" * 96, "this pile has one"),
    ):
        assert word in at.data("factory", what, value)["errors"][0]
    assert at.data("factory")["serial"] == "P1"


def test_nothing_is_written_while_a_car_is_plugged():
    at = desk(plugged=True)
    assert "unplug" in at.data("factory", "identity", RECORD)["errors"][0]
    at.pile.hal.car = "A"
    at.pile.run(3000)
    assert not at.data("factory")["provisioned"]

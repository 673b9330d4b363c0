"""Who may give which command, and what a wrong secret costs."""

import json

from service import factory
from service.secret import digest
from tests.shell.desk import Desk
from tests.shell.fakes import FakePorts, Pile
from tools.world.nor import Nor

SALT = "00112233445566778899aabbccddeeff"
SECRET = "correct horse"
UNIT = {
    "serial": "CP-1",
    "salt": SALT,
    "secret": digest(bytes(range(0, 256, 17)), SECRET),
}


def desk(settings=b"{}"):
    """Return a console on a unit that has a secret."""
    pile = Pile(settings)
    factory.write(pile.ports, pile.store, UNIT)
    pile.run(1000)
    return Desk(pile)


def entered():
    made = desk()
    assert "installer" in made.ask("login", SECRET)
    return made


def test_a_unit_without_a_secret_has_only_installers_and_says_so():
    bare = Desk(Pile())
    assert "anybody here is its installer" in bare.ask("login", SECRET)
    assert bare.data("set", max_current_a=12)["ok"]


def test_what_only_the_installer_may():
    made = desk()
    for command, args, options in (
        ("set", (), {"max_current_a": 10}),
        ("set", (), {"language": "zh", "max_current_a": 10}),
        ("tariff", (), {"price": 1}),
        ("clock", ("2026-01-01",), {}),
        ("schedule", ("add",), {}),
        ("cards", ("learn",), {}),
        ("group", ("key", "x"), {}),
        ("profile", ("clear",), {}),
        ("windows", ("rest owner",), {}),
        ("restart", (), {}),
    ):
        assert "only the installer may" in made.ask(command, *args, **options), command
        answer = made.data(command, *args, **options)
        assert not answer["ok"] and "only the installer may" in answer["errors"][0]
    assert not made.pile.app.leaving
    assert made.pile.app.values["max_current_a"] == 32


def test_what_an_operator_may():
    made = desk()
    for command, args, options in (
        ("tariff", (), {"json": True}),
        ("clock", (), {"lang": "zh"}),
        ("cards", (), {}),
        ("set", (), {"language": "zh", "departure": "06:30"}),
        ("set", (), {}),
        ("limit", (10,), {}),
        ("clear", ("limits",), {}),
        ("selftest", (), {}),
        ("status", (), {}),
        ("unlock", (), {}),
        ("start", (), {}),
    ):
        assert "only the installer" not in made.ask(command, *args, **options), command
    assert made.pile.app.values["departure"] == "06:30"


def test_who_provisions_a_unit_is_its_installer_and_the_next_one_is_not():
    made = Desk(Pile())
    made.pile.run(1000)
    identity = dict(UNIT)
    made.ask("factory", "identity", identity)
    assert made.data("set", max_current_a=10)["ok"]
    made.ask("logout")
    identity["secret"] = "00" * 32
    assert "only the installer may" in made.ask("factory", "identity", identity)
    assert "serial: CP-1" in made.ask("factory")


def test_login_and_logout():
    made = entered()
    assert made.data("set", max_current_a=10)["ok"]
    assert made.ask("logout") == "logged out"
    assert made.ask("logout") == "nobody was logged in"
    assert not made.data("set", max_current_a=11)["ok"]
    assert made.data("login", SECRET) == {"ok": True}


def test_a_login_ends_after_15_minutes_without_a_command():
    made = entered()
    clock = made.pile.app.trade.clock
    clock.up_s += 899
    made.ask("status")
    clock.up_s += 899
    assert made.data("set", max_current_a=10)["ok"]
    clock.up_s += 900
    assert not made.data("set", max_current_a=11)["ok"]


def test_wrong_secrets_wait_longer_and_longer():
    made = desk()
    clock = made.pile.app.trade.clock
    for pause_s in (1, 2, 4, 8, 16, 32, 60, 60):
        answer = made.data("login", "wrong")
        assert answer["errors"] == ["a wrong secret; the next is looked at in %d s" % pause_s]
        clock.up_s += pause_s - 1
        assert "wait 1 s" in made.ask("login", SECRET)
        clock.up_s += 1
    assert made.data("login", SECRET)["ok"]
    assert made.data("login", "wrong")["errors"][0].endswith(" 1 s")


def test_a_wrong_secret_ends_a_login():
    made = entered()
    made.ask("login", "wrong")
    assert not made.data("set", max_current_a=10)["ok"]


def test_a_reset_shortens_no_wait():
    made = desk()
    for pause_s in (1, 2, 4, 8, 16):
        made.ask("login", "wrong")
        made.pile.app.trade.clock.up_s += pause_s
    made.pile.run(1000)
    store = made.pile.store
    assert store.read("login") == b"\x05"
    again = Desk(Pile(settings=None, store=store))
    assert "wait 16 s" in again.ask("login", SECRET)
    again.pile.app.trade.clock.up_s += 16
    assert again.data("login", SECRET)["ok"]
    again.pile.run(1000)
    assert store.read("login") == b"\x00"


def test_a_reset_with_a_car_plugged_shortens_no_wait():
    flash = {}
    FakePorts.open_flash = lambda _self, part: flash.setdefault(part, Nor(2))
    try:
        made = desk()
        made.pile.charge()
        for pause_s in (1, 2, 4, 8, 16):
            made.ask("login", "wrong")
            made.pile.app.trade.clock.up_s += pause_s
        store = made.pile.store
        assert store.read("login") is None  # no erase while the contactor is closed
        again = Desk(Pile(settings=None, store=store))
        assert "wait 16 s" in again.ask("login", SECRET)
        again.pile.app.trade.clock.up_s += 16
        assert again.data("login", SECRET)["ok"]
        assert Desk(Pile(settings=None, store=store)).data("login", SECRET)["ok"]
    finally:
        del FakePorts.open_flash


def test_the_count_is_written_when_no_car_is_there():
    made = desk()
    made.pile.charge()
    made.ask("login", "wrong")
    made.pile.run(2000)
    assert made.pile.store.read("login") is None
    made.pile.hal.car = "A"
    made.pile.run(5000)
    assert made.pile.store.read("login") == b"\x01"


def test_a_secret_that_is_none_explains_itself():
    made = desk()
    for bad in (None, 5, "", b"x"):
        assert made.data("login", bad)["errors"] == ["the secret is a text in quotes"]
    assert "wrong secret" in made.ask("login", "x" * 1000)


def test_nobody_gets_into_a_damaged_unit():
    pile = Pile()
    pile.store.write("factory", b"{")
    pile.run(1000)
    made = Desk(pile)
    assert "only the installer may" in made.ask("restart")
    assert "damaged" in made.ask("login", SECRET)


def test_neither_secret_nor_digest_is_said_or_noted():
    made = desk()
    noted = []
    made.pile.app.note = lambda *row, **more: noted.append((row, more))
    said = [made.ask("login", "wrong guess")]
    made.pile.app.trade.clock.up_s += 60
    for command in ("login", "settings", "status", "why", "events", "help", "logout", "log"):
        said.append(made.ask(command, *([SECRET] if command == "login" else [])))
    text = json.dumps(said) + str(noted)
    for word in (SECRET, "wrong guess", UNIT["secret"], SALT):
        assert word not in text
    assert [row[0] for row, _ in noted] == [7, 7, 8]


def test_production_needs_a_secret():
    bare = Desk(Pile())
    assert "provision the unit" in bare.data("set", production=True)["errors"][0]
    made = entered()
    assert made.data("set", production=True) == {
        "ok": True,
        "errors": [],
        "after_restart": ["production"],
    }

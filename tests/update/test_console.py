"""update() at the console of the fake pile, its two versions in a folder of this machine."""

import os
from binascii import b2a_base64

from shell import console
from tests.place import own, remove
from tests.shell.desk import Desk
from tests.shell.fakes import TURNS_MS, FakePorts, Pile
from tests.update.device import KEY, NEW, Flash, body, header
from update.engine import FAILED, RECEIVING, SWITCHED

ROOT = own("update_test")
PART = 512


def desk(slot=b"a", board=b'{"name": "fake"}'):
    """Return the console of a pile that runs the old version."""
    remove(ROOT)
    os.mkdir(ROOT)
    os.mkdir(ROOT + "/a")
    files = dict(Flash().slot("a"))
    files["board.json"] = board
    for name in files:
        with open(ROOT + "/a/" + name, "wb") as file:
            file.write(files[name])
    with open(ROOT + "/slot", "wb") as file:
        file.write(slot)
    console.attach(None)
    FakePorts.root = ROOT
    try:
        pile = Pile()
    finally:
        clean_root()
    pile.ports.root = ROOT
    pile.ports.launcher = lambda: 1
    pile.store.write("update_key", KEY)
    pile.run(2000)
    return Desk(pile)


def clean_root():
    """Have piles of other tests know nothing of this folder."""
    FakePorts.root = None


def slot():
    """Return the marker."""
    with open(ROOT + "/slot", "rb") as file:
        return file.read()


def part(made, offset):
    """Send the part at an offset; return the answer."""
    data = b2a_base64(body()[offset : offset + PART]).decode().strip()
    return made.data("update", "part", offset, data)


def begun(made):
    """Begin, wait until parts are taken."""
    assert made.data("update", "begin", header())["ok"]
    for _ in range(200):
        made.pile.run(100)
        if made.data("update")["state"] == RECEIVING:
            return
    raise AssertionError(made.data("update"))


def feed(made):
    """Send all that is missing."""
    at = made.data("update")["next"]
    while at < len(body()):
        answer = part(made, at)
        assert answer["ok"]
        if not answer["taken"]:
            assert answer["wait"] == ""
            made.pile.run(100)
        at = answer["next"]


def until(made, state):
    """Run until the update has come to a state."""
    for _ in range(300):
        made.pile.run(100)
        if made.pile.app.update.state == state:
            return
    raise AssertionError(made.pile.app.update.state)


def test_a_whole_update_ends_in_a_restart():
    made = desk()
    assert "runs: 1.2.0 fake" in made.ask("update")
    begun(made)
    assert "update to 1.3.0: receiving, 0 of" in made.ask("update")
    feed(made)
    assert made.data("update", "end")["ok"]
    until(made, SWITCHED)
    made.pile.run(1000)
    assert made.pile.app.ended
    assert slot() == b"b0a"
    with open(ROOT + "/b/pack", "rb") as file:
        assert file.read() == NEW["pack"]
    remove(ROOT)


def test_a_car_that_charges_has_its_time_and_no_part_is_lost():
    made = desk()
    begun(made)
    made.pile.charge()
    assert made.pile.core.closed
    taken = at = 0
    for _ in range(8):
        answer = part(made, at)
        at = answer["next"]
        taken += answer["taken"]
        assert answer["ok"] and answer["wait"].startswith("a car charges")
        before = sorted(os.listdir(ROOT + "/b"))
        made.pile.run(500)
        assert sorted(os.listdir(ROOT + "/b")) == before == ["update"]
    assert taken == 4
    assert made.pile.core.closed
    made.pile.hal.car = "A"
    made.pile.run(3000)
    feed(made)
    made.data("update", "end")
    until(made, SWITCHED)
    remove(ROOT)


def test_none_is_begun_while_a_car_charges_or_is_offered_energy():
    made = desk()
    made.pile.hal.car = "B"
    made.pile.run(2000)
    assert "limit(0)" in made.data("update", "begin", header())["errors"][0]
    made.pile.hal.car = "C"
    made.pile.run(3000)
    assert "a car charges" in made.data("update", "begin", header())["errors"][0]
    assert made.pile.app.update is None
    assert made.pile.core.closed
    remove(ROOT)


def test_what_is_wrong_is_said_and_nothing_is_done():
    made = desk()
    for words, said in (
        (("begin",), "takes the text"),
        (("begin", "x"), "no package of"),
        (("begin", header(board="pico")), "is for board pico, this is fake"),
        (("begin", header(launcher=9)), "make flash once"),
        (("part", 0, "AAAA"), "no update runs: begin first"),
        (("end",), "no update runs: begin first"),
        (("cancel",), "no update runs: begin first"),
        (("now",), 'must be "begin", "part", "end" or "cancel"'),
    ):
        answer = made.data("update", *words)
        assert not answer["ok"] and said in answer["errors"][0], answer
    begun(made)
    for words in (("part", 0, "%%%"), ("part", 0, "A"), ("part", "0", "AAAA"), ("part", -1, "AA")):
        answer = made.data("update", *words)
        assert not answer["ok"] and "base64" in answer["errors"][0], answer
    assert made.data("update")["next"] == 0
    assert made.data("update", "cancel")["state"] == FAILED
    assert slot() == b"a"
    remove(ROOT)


def test_without_a_key_or_a_file_system_it_says_so():
    made = desk()
    made.pile.store._now.pop("update_key")
    assert "no update key" in made.data("update", "begin", header())["errors"][0]
    made.pile.ports.root = None
    assert "a program on a PC" in made.data("update")["errors"][0]
    remove(ROOT)


def test_a_version_on_trial_is_confirmed_when_somebody_asks():
    made = desk(b"a1b")
    assert made.pile.app.update is not None
    assert "on trial, start 1 of 3" in made.ask("update")
    made.pile.run(TURNS_MS)
    assert slot() == b"a"
    assert made.pile.app.update is None
    assert made.data("update")["trial"] is None
    remove(ROOT)


def test_on_trial_none_is_begun():
    made = desk(b"a1b")
    assert "is on trial itself" in made.data("update", "begin", header())["errors"][0]
    assert slot() == b"a1b"
    remove(ROOT)


def test_what_fell_back_is_told_once_and_stays_to_be_asked():
    made = desk(b"a!b")
    made.pile.run(TURNS_MS)
    assert slot() == b"a.b"
    assert "was not confirmed in 3 starts" in made.ask("update")
    assert made.pile.app.update is None
    begun(made)
    remove(ROOT)

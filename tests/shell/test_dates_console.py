"""clock() and schedule(): what they say, take and refuse."""

import json

from shell import console
from shell.clock import NTP, RTC
from shell.memory_store import MemoryStore
from tests.shell.desk import Desk
from tests.shell.fakes import Pile

NOON_S = 1764072000  # 2025-11-25 12:00 UTC, a Tuesday
NIGHT = {"hours": "22:00-06:00", "amps": 16, "days": "mon-fri"}


def pile(text=b'{"zone": "UTC0", "schedule": "limit"}', store=None):
    console.attach(None)  # two piles at a time leave a small heap no room
    return Pile(text, store=store)


def test_clock_is_shown_and_set():
    desk = Desk(pile(b"{}"))
    assert "not set" in desk.ask("clock") and desk.ask("clock", lang="zh") == "时钟未校准"
    said = desk.ask("clock", "2026-02-28 23:59:59")
    wanted = "2026-03-01 07:59:59 local (CST-8), 2026-02-28T23:59:59 UTC; "
    assert said == wanted + "platform or console, 0 min ago"
    desk.pile.run(2000)
    assert desk.ask("clock").startswith("2026-03-01 08:00:01 local")
    data = desk.data("clock", 1767225600)
    assert (data["unix_s"], data["quality"], data["heard_s"]) == (1767225600, 2, 0)
    assert (data["local"], data["zone"], data["chip"]) == ("2026-01-01 08:00:00", "CST-8", None)
    assert desk.data("clock", "2028-02-29T12:30")["unix_s"] == 1835440200


def test_a_bad_time_is_refused():
    desk = Desk(pile(b"{}"))
    for wrong in (
        "2026-02-30 12:00",
        "2026-13-01 00:00",
        "2026-01-01 24:00",
        "2026-01-01 12:60",
        "now",
        5,
        "2026-01-01",
        "2019-01-01 1:00",
    ):
        assert "nothing was done" in desk.ask("clock", wrong), wrong
    desk.pile.app.trade.clock.set(1767225600, NTP)
    assert "less than a day ago" in desk.ask("clock", 1767225700)
    assert not desk.pile.app.trade.clock.set(1767225700, RTC)


class Silent:
    """A keeper whose chip does not answer."""

    message = "the clock chip does not answer"

    def second(self, _clock):
        pass


def test_what_is_wrong_with_the_clock_chip_is_said():
    desk = Desk(pile(b"{}"))
    desk.pile.app.trade.clock.keep(Silent())
    assert "the clock chip does not answer" in desk.ask("clock")
    assert desk.data("clock")["chip"] == "the clock chip does not answer"


def test_slots_are_added_removed_and_replaced():
    desk = Desk(pile())
    desk.ask("clock", NOON_S)
    assert "no slots" in desk.ask("schedule")
    said = desk.ask("schedule", "add", hours="22:00-06:00", amps=16, days="mon-fri")
    assert said.splitlines()[0] == "1: mon-fri 22:00-06:00 16 A"
    said = desk.ask("schedule", "add", place=1, hours="11:00-13:00", amps=0, months="11-3")
    assert said.splitlines()[0] == "1: all 11:00-13:00 pause, months 11-3"
    assert "now: 0.0 A" in said
    data = desk.data("schedule", "remove", 1)
    assert data["slots"] == [NIGHT] and data["limit_ma"] is None
    data = desk.data("schedule", "replace", '[{"hours": "12:00-13:00", "amps": 10}]')
    assert data["limit_ma"] == 10000
    assert desk.data("schedule", "replace", [])["slots"] == []


def test_what_is_refused_changes_nothing():
    desk = Desk(pile())
    desk.ask("schedule", "replace", [NIGHT])
    for arguments, slot, said in (
        (("add",), {"hours": "22-6", "amps": 16}, "slot 2: hours = "),
        (("add",), {"hours": "1:00-2:00"}, "slot 2: amps = None"),
        (("add",), {"hours": "1:00-2:00", "amps": 3}, "slot 2: amps = 3: must be 0 to pause"),
        (("add", None, 3), {"hours": "1:00-2:00", "amps": 6}, "from 1 to 2"),
        (("remove", 2), {}, "from 1 to 1"),
        (("remove",), {}, "from 1 to 1"),
        (("replace", "[{]"), {}, "must be JSON"),
        (("replace", [NIGHT, 5]), {}, "slot 2: must be a table"),
        (("replace",), {}, "a list of 50 slots"),
        (("forget",), {}, '"add", "remove" or "replace"'),
    ):
        answer = desk.ask("schedule", *arguments, **slot)
        assert "nothing was done" in answer and said in answer, answer
        assert desk.data("schedule")["slots"] == [NIGHT]


def test_without_the_setting_it_says_how_to_begin():
    assert "set(schedule='limit')" in Desk(pile(b"{}")).ask("schedule")


def test_the_slots_are_kept_as_soon_as_they_may_be():
    store = MemoryStore()
    found = pile(store=store)
    Desk(found).ask("schedule", "replace", [NIGHT])
    assert store.read("schedule") is None  # not while it may not be written
    found.run(1000)
    assert json.loads(store.read("schedule")) == [NIGHT]


def test_the_slots_outlive_a_restart():
    store = MemoryStore()
    store.write("schedule", json.dumps([NIGHT]).encode())
    desk = Desk(pile(store=store))
    assert desk.data("schedule")["slots"] == [NIGHT]
    assert "16 A" in desk.ask("schedule", lang="zh")

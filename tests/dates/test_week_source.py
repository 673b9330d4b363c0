"""The weekly schedule in a pile: its claim, an unset clock, what is damaged, what changes."""

from shell import console
from shell.memory_store import MemoryStore
from tests.shell.desk import Desk
from tests.shell.fakes import Pile

NOON_S = 1764072000  # 2025-11-25 12:00 UTC, a Tuesday
NIGHT = {"hours": "22:00-06:00", "amps": 16, "days": "mon-fri"}


def pile(text=b'{"zone": "UTC0", "schedule": "limit"}', store=None):
    console.attach(None)  # two piles at a time leave a small heap no room
    return Pile(text, store=store)


def test_a_damaged_schedule_is_said_and_replaced():
    store = MemoryStore()
    store.write("schedule", b'[{"hours": "1:00"}]')
    settings = b'{"schedule": "limit", "no_time": "stop"}'
    desk = Desk(pile(settings, store))
    desk.pile.run(1500)
    assert "the kept schedule is damaged (slot 1: hours" in desk.ask("status")
    assert desk.pile.app.claims.find("schedule").wants == 0  # as with an unset clock
    desk.ask("schedule", "replace", [])
    desk.ask("clock", NOON_S)
    desk.pile.run(1500)
    said = desk.ask("status")
    assert "damaged" not in said and "waits for the clock" not in said
    assert desk.pile.app.claims.find("schedule") is None


def without_time(policy):
    """Return the amps of the claim while the clock is not set, None without one."""
    found = pile(b'{"schedule": "limit", "fallback_a": 10, "no_time": "%s"}' % policy)
    desk = Desk(found)
    desk.ask("schedule", "replace", [NIGHT])
    found.run(1500)
    assert "waits for the clock" in desk.ask("schedule")
    assert "waits for the clock" in desk.ask("status")
    claim = found.app.claims.find("schedule")
    return claim and claim.wants // 1000


def test_an_unset_clock_is_free():
    assert without_time(b"free") is None


def test_an_unset_clock_is_the_fallback():
    assert without_time(b"fallback") == 10


def test_an_unset_clock_stops():
    assert without_time(b"stop") == 0


def boosted(kind):
    """Return the amps offered in a slot of 10 A when a boost wishes 20 A."""
    found = pile(b'{"zone": "UTC0", "schedule": "%s"}' % kind)
    desk = Desk(found)
    desk.ask("clock", NOON_S)
    desk.ask("schedule", "replace", [{"hours": "0:00-24:00", "amps": 10}])
    desk.ask("limit", 20, kind="wish", priority="boost")
    found.charge()
    found.run(2000)
    return (found.core.limit_ma + 500) // 1000


def test_a_wish_is_overruled_by_who_ranks_higher():
    assert boosted(b"wish") == 20


def test_a_limit_is_not():
    assert boosted(b"limit") == 10


def test_another_zone_and_other_holidays_count_at_once():
    found = pile()
    desk = Desk(found)
    desk.ask("clock", NOON_S)
    desk.ask("schedule", "replace", [{"hours": "12:00-13:00", "amps": 10, "holidays": "no"}])
    assert desk.data("schedule")["limit_ma"] == 10000
    desk.ask("set", zone="CET-1")
    found.run(1500)
    assert desk.data("schedule")["limit_ma"] is None
    desk.ask("set", zone="UTC0", holidays="11-25")
    found.run(1500)
    assert desk.data("schedule")["limit_ma"] is None
    desk.ask("set", holidays="")
    found.run(1500)
    assert desk.data("schedule")["limit_ma"] == 10000

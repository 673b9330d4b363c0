"""The list of holidays."""

from dates import holidays
from dates.holidays import Holidays
from shell.store import MemoryStore


def test_a_day_of_one_year_and_a_day_of_each():
    found = Holidays(["2026-10-01", "12-25"])
    assert found.is_one(2026, 10, 1)
    assert not found.is_one(2027, 10, 1)
    assert found.is_one(2026, 12, 25) and found.is_one(2031, 12, 25)
    assert not found.is_one(2026, 12, 24)


def test_the_list_is_kept():
    store = MemoryStore()
    assert holidays.load(store)[0].entries == []
    holidays.save(store, ["02-29"])
    found, message = holidays.load(store)
    assert found.is_one(2028, 2, 29) and message == ""


def test_what_is_kept_but_damaged_is_said():
    store = MemoryStore()
    for data in (b"{", b"[1]", b'"x"'):
        store.write("holidays", data)
        found, message = holidays.load(store)
        assert found.entries == [] and "damaged" in message


def test_bad_entries_are_named():
    for entry in ("2026-02-29", "13-01", "1-1", "2026/10/01", "2026-10-1", 7, None, "+1-01"):
        problem = holidays.check(["12-25", entry])
        assert problem.startswith("holidays[1] = "), entry
    assert holidays.check("12-25").startswith("holidays: must be a list")
    assert holidays.check(["12-25"] * 201).startswith("holidays: must be a list")
    assert holidays.check([]) == ""


def test_another_list_is_noticed():
    found = Holidays()
    before = found.changed
    found.put(["01-01"])
    assert found.changed != before and found.is_one(2030, 1, 1)

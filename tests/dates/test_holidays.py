"""The list of holidays, and the text it is read from."""

from dates.holiday_text import parse
from dates.holidays import Holidays


def test_a_day_of_one_year_and_a_day_of_each():
    found = Holidays(parse("2026-10-01, 12-25,02-29"))
    assert found.is_one(2026, 10, 1)
    assert not found.is_one(2027, 10, 1)
    assert found.is_one(2026, 12, 25) and found.is_one(2031, 12, 25)
    assert found.is_one(2028, 2, 29)
    assert not found.is_one(2026, 12, 24)


def test_none_at_all():
    assert parse("") == parse("  ") == []


def test_bad_entries_are_named():
    for entry in (
        "2026-02-29",
        "13-01",
        "1-1",
        "2026/10/01",
        "2026-10-1",
        "+1-01",
        "x",
        "1-2-3-4",
    ):
        try:
            parse("12-25," + entry)
        except ValueError as error:
            assert str(error).startswith('holidays: "%s" must be' % entry)
        else:
            raise AssertionError(entry)
    try:
        parse("12-25,")
    except ValueError as error:
        assert 'holidays: "" must be' in str(error)


def test_another_list_is_noticed():
    found = Holidays()
    before = found.changed
    found.put(["01-01"])
    assert found.changed != before and found.is_one(2030, 1, 1)

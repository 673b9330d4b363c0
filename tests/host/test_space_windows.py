"""space.windows against a look at the clock on the wall in each minute of a year (S2)."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from dates.holidays import Holidays
from dates.zone import Zone
from space.window_text import parse
from space.windows import KINDS, Windows

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAYS = ("01-01", "2026-02-17", "2026-02-18", "05-01", "10-01", "2026-10-02", "12-25")
START_S = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
YEAR_MIN = 366 * 1440
A_DAY = timedelta(1)
ZONES = (
    ("Asia/Shanghai", "CST-8"),
    ("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
    ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
    ("Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
)


def some_windows(dice, most):
    """Return (text, rows as the oracle reads them, rest)."""
    texts, rows = [], []
    for number in range(dice.randint(3, most)):
        kind = KINDS[number % 3]
        names = dice.sample((*DAYS, "holiday"), dice.randint(1, 8))
        # often near the hours at which the wall clock is put on or back
        start = dice.choice((dice.randrange(1440), dice.randrange(60, 240)))
        end = dice.choice((dice.randrange(1441), dice.randrange(60, 240), start, 0, 1440))
        days = "daily" if len(names) == 8 else ",".join(names)
        texts.append(
            f"{kind} {days} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        )
        rows.append((kind, set(names), start, end))
    rest = dice.choice(KINDS)
    return "; ".join([*texts, f"rest {rest}"]), rows, rest


def oracle(rows, rest, names_holidays, wall, before):
    """Return the kind at a time on the wall; `before`: what the day before is called."""
    minute = wall.hour * 60 + wall.minute
    today = called(wall.date(), names_holidays)
    for kind, days, start, end in rows:
        if start < end:
            hit = today in days and start <= minute < end
        else:
            hit = (today in days and minute >= start) or (before in days and minute < end)
        if hit:
            return kind
    return rest


@cache
def called(day, names_holidays):
    if names_holidays and {f"{day:%m-%d}", f"{day:%Y-%m-%d}"} & set(HOLIDAYS):
        return "holiday"
    return DAYS[day.weekday()]


@pytest.mark.parametrize(("name", "text"), ZONES)
def test_each_minute_of_a_year(name, text):
    dice = random.Random(name)
    zone = ZoneInfo(name)
    written, rows, rest = some_windows(dice, 30 if name == "Europe/Berlin" else 6)
    names_holidays = any("holiday" in row[1] and len(row[1]) < 8 for row in rows)
    found = Windows(*parse(written), Zone(text), Holidays(HOLIDAYS))
    ends_s, then, last, calls, wrong = 0, 0, None, 0, []
    for utc_s in range(START_S, START_S + YEAR_MIN * 60, 60):
        wall = datetime.fromtimestamp(utc_s, zone)
        before = called(wall.date() - A_DAY, names_holidays)
        wanted = oracle(rows, rest, names_holidays, wall, before)
        kind, until_s = found.at(utc_s)
        if KINDS[kind] != wanted:
            wrong.append((wall, KINDS[kind], wanted))
        if utc_s < ends_s and wanted != last:
            wrong.append((wall, "changed before until_s", wanted))
        if 0 < ends_s <= utc_s and last != KINDS[then] != wanted:
            wrong.append((wall, "then was " + KINDS[then], wanted))
        if wanted != last:
            if calls > 70 and KINDS[then] != wanted:
                wrong.append((wall, "it was not seen to come", wanted))
            calls = 0
        ends_s, then, last, calls = until_s, found.then, wanted, calls + 1
    assert wrong == [], written
    assert last in KINDS


def test_where_nothing_is_known_a_jump_of_the_clock_is_no_trouble():
    dice = random.Random(5)
    written, _, _ = some_windows(dice, 12)
    zone = Zone(ZONES[1][1])
    known = Windows(*parse(written), zone, Holidays(HOLIDAYS))
    for _ in range(3000):
        utc_s = START_S + dice.randrange(YEAR_MIN * 60)
        fresh = Windows(*parse(written), zone, Holidays(HOLIDAYS))
        kind, _ = known.at(utc_s)
        assert kind == fresh.kind(utc_s) == fresh.at(utc_s)[0]
        if known.then != kind:
            assert known.then == fresh.kind(known.at(utc_s)[1])

"""dates.week against a brute-force oracle: each minute of two years, with summer time (F5).

The oracle reads the slots as a person would, with Python's zoneinfo, and shares no code.
"""

import random
import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest

from dates.holidays import Holidays
from dates.week import Week
from dates.week_check import DAYS, compiled
from dates.zone import Zone

START_S = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
MINUTES = 2 * 365 * 1440
ZONES = (
    ("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
    ("Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
    ("Asia/Shanghai", "CST-8"),
    ("America/Santiago", "<-04>4<-03>,M9.1.6/24,M4.1.6/24"),  # changes at midnight
)


def _ranges(dice, names):
    if dice.random() < 0.4:
        return "all"
    parts = []
    for _ in range(dice.randint(1, 2)):
        parts.append("-".join(dice.choices(names, k=dice.randint(1, 2))))
    return ",".join(parts)


def _time(dice):
    minute = dice.choice((dice.randrange(1440), dice.randrange(24) * 60, 120, 150, 180, 0))
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _slots(dice, count):
    return [
        {
            "days": _ranges(dice, DAYS),
            "months": _ranges(dice, [str(month) for month in range(1, 13)]),
            "holidays": dice.choice(("yes", "yes", "no", "only")),
            "hours": f"{_time(dice)}-{_time(dice)}",
            "amps": dice.choice((0, 6, 10, 16, 32)),
        }
        for _ in range(count)
    ]


def _within(text, names, value):
    if text == "all":
        return True
    for part in text.split(","):
        first, last = (names.index(name) for name in (part.split("-") * 2)[:2])
        if "-" in part:
            last = names.index(part.split("-")[1])
        if first <= value <= last or (last < first and not last < value < first):
            return True
    return False


class Oracle:
    """What a person says who has the schedule, a calendar and a clock on the wall."""

    def __init__(self, slots, holidays):
        self._slots = slots
        self._holidays = holidays
        self._walls = {}  # by day: the amps of each of its minutes

    def _counts(self, slot, day):
        free = day.isoformat() in self._holidays or f"{day:%m-%d}" in self._holidays
        return (
            _within(slot["days"], DAYS, day.weekday())
            and _within(slot["months"], [str(m) for m in range(1, 13)], day.month - 1)
            and slot["holidays"] != ("no" if free else "only")
        )

    def _of_day(self, day):
        amps = [None] * 1440
        for slot in reversed(self._slots):  # the first that fits is written last
            start, end = (int(at[:2]) * 60 + int(at[3:]) for at in slot["hours"].split("-"))
            overnight = start >= end
            if self._counts(slot, day):
                last = 1440 if overnight else end
                amps[start:last] = [slot["amps"]] * (last - start)
            if overnight and self._counts(slot, day - timedelta(1)):
                amps[:end] = [slot["amps"]] * end
        return amps

    def amps(self, wall):
        day = wall.date()
        if day not in self._walls:
            self._walls[day] = self._of_day(day)
        return self._walls[day][wall.hour * 60 + wall.minute]


@pytest.mark.parametrize("case", range(4))
def test_every_minute_of_two_years(case):
    dice = random.Random(case)
    name, text = ZONES[case]
    slots = _slots(dice, (50, 20, 3, 8)[case])
    holidays = ["12-25", "01-01", "2026-10-01", "2027-03-28"]
    oracle, zone = Oracle(slots, holidays), zoneinfo.ZoneInfo(name)
    found = Week(compiled(slots), Zone(text), Holidays(holidays))
    limit, until_s, changes = (), 0, 0
    for utc_s in range(START_S, START_S + MINUTES * 60, 60):
        at = datetime.fromtimestamp(utc_s, zone)
        amps = oracle.amps(at)
        wanted = None if amps is None else amps * 1000
        told, told_until_s = found.at(utc_s)
        assert told == wanted, (at, slots)
        if told != limit:  # the end that was told, if one was, is now
            assert until_s in (0, utc_s), at
            limit, until_s, changes = told, 0, changes + 1
        assert until_s in (0, told_until_s)  # once told it stands
        assert told_until_s == 0 or told_until_s > utc_s
        until_s = told_until_s
    assert changes > 10


def test_the_oracle_can_tell_a_wrong_schedule():
    slots = [
        {"days": "all", "months": "all", "holidays": "yes", "hours": "02:00-03:00", "amps": 6}
    ]
    oracle = Oracle(slots, [])
    assert oracle.amps(datetime(2026, 3, 1, 2, 59, tzinfo=UTC)) == 6
    assert oracle.amps(datetime(2026, 3, 1, 3, 0, tzinfo=UTC)) is None

"""dates.zone against Python's zoneinfo: every zone there is, every edge of two years."""

import os
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dates.zone import Zone

NAMES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",  # its summer time is the normal one
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",  # half an hour
    "Asia/Kathmandu",
    "Pacific/Auckland",
)


def _text(name):
    """Return the POSIX rule at the end of the zone's file, "" where there is none."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder) / name
        if path.exists():
            return path.read_bytes().rsplit(b"\n", 2)[1].decode()
    pytest.skip(f"no file of {name}: {os.pathsep.join(zoneinfo.TZPATH)}")


def _edges(oracle, year):
    """Yield the utc seconds of two years at which the oracle's offset changes."""
    at = int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
    offset = None
    for second in range(at, at + 2 * 366 * 86400, 1800):
        found = datetime.fromtimestamp(second, oracle).utcoffset()
        if offset is not None and found != offset:
            yield second
        offset = found


def _same(zone, oracle, utc_s):
    wall = datetime.fromtimestamp(utc_s, oracle)
    assert zone.offset_s(utc_s) == wall.utcoffset().total_seconds()
    assert zone.local(utc_s) == (*wall.timetuple()[:6], wall.weekday())
    start = wall.replace(hour=0, minute=0, second=0, fold=0)
    assert zone.midnight(utc_s) == start.timestamp()


@pytest.mark.parametrize("name", NAMES)
def test_two_years(name):
    zone, oracle = Zone(_text(name)), zoneinfo.ZoneInfo(name)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for hour in range(0, 2 * 365 * 24, 5):
        _same(zone, oracle, int((start + timedelta(hours=hour)).timestamp()))
    for edge in _edges(oracle, 2026):
        for second in (-86400, -7200, -3601, -1800, -1, 0, 1, 1800, 3599, 3600, 86400):
            _same(zone, oracle, edge + second)
        assert zone.until_s(edge - 1) == edge
        wall = datetime.fromtimestamp(edge, oracle).replace(tzinfo=None) - timedelta(hours=4)
        for minute in range(0, 8 * 60, 10):
            then = wall + timedelta(minutes=minute)
            found = zone.to_utc(then.year, then.month, then.day, then.hour * 60 + then.minute)
            assert found == then.replace(tzinfo=oracle).timestamp(), then


def test_every_zone_of_the_world():
    """In 2090 all follow the rule at the end of their file (Morocco's list ends in 2087)."""
    for name in sorted(zoneinfo.available_timezones()):
        text = _text(name)
        if not text:
            continue
        zone, oracle = Zone(text), zoneinfo.ZoneInfo(name)
        start = datetime(2090, 1, 1, tzinfo=UTC)
        for day in range(0, 730, 9):
            utc_s = int((start + timedelta(days=day, minutes=day * 7)).timestamp())
            assert (
                zone.offset_s(utc_s)
                == oracle.utcoffset(datetime.fromtimestamp(utc_s, oracle)).total_seconds()
            ), (name, text)

"""The weekly schedule, at chosen instants."""

from dates.holidays import Holidays
from dates.week import Week
from dates.week_check import compiled
from dates.zone import Zone

BERLIN = Zone("CET-1CEST,M3.5.0,M10.5.0/3")
SPRING_S = 1774746000  # 2026-03-29 02:00 becomes 03:00, a Sunday
AUTUMN_S = 1792890000  # 2026-10-25 03:00 becomes 02:00, a Sunday
HOUR_S = 3600


def week(slots, holidays=(), zone=BERLIN):
    return Week(compiled(slots), zone, Holidays(holidays))


def slot(hours, amps=16, **fields):
    fields.update({"hours": hours, "amps": amps})
    return fields


def limit(found, *local):
    return found.at(BERLIN.to_utc(*local))[0]


def end(found, utc_s):
    """Return until when, as a source that is asked each second learns it."""
    for second in range(60):
        until_s = found.at(utc_s + second)[1]
    return until_s


def test_a_slot_holds_from_its_first_minute_to_before_its_last():
    found = week([slot("06:30-08:00", days="tue")])
    for day, minute, ma in ((24, 389, None), (24, 390, 16000), (24, 479, 16000), (24, 480, None)):
        assert limit(found, 2026, 11, day, minute) == ma
    assert limit(found, 2026, 11, 25, 400) is None


def test_past_midnight_it_belongs_to_the_day_it_began_on():
    found = week([slot("22:00-06:00", days="sun", months="11")])
    assert limit(found, 2026, 11, 29, 1319) is None
    assert limit(found, 2026, 11, 29, 1320) == 16000
    assert limit(found, 2026, 11, 30, 359) == 16000  # a Monday
    assert limit(found, 2026, 11, 30, 360) is None
    assert limit(found, 2026, 11, 1, 100) is None  # it would have begun in October


def test_the_first_slot_that_fits_holds():
    found = week([slot("12:00-13:00", 0), slot("10:00-14:00", 10), slot("00:00-24:00", 32)])
    limits = [limit(found, 2026, 11, 24, hour * 60) for hour in (9, 10, 12, 13, 14)]
    assert limits == [32000, 10000, 0, 10000, 32000]


def test_holidays():
    day = ("2026-11-24",)
    assert limit(week([slot("0:00-24:00", holidays="no")], day), 2026, 11, 24, 0) is None
    assert limit(week([slot("0:00-24:00", holidays="no")], day), 2026, 11, 25, 0) == 16000
    assert limit(week([slot("0:00-24:00", holidays="only")], day), 2026, 11, 24, 0) == 16000
    assert limit(week([slot("0:00-24:00", holidays="only")], day), 2026, 11, 25, 0) is None
    night = week([slot("22:00-06:00", holidays="only")], day)
    assert limit(night, 2026, 11, 25, 300) == 16000 and limit(night, 2026, 11, 24, 300) is None


def test_the_night_that_skips_an_hour_is_shorter():
    found = week([slot("01:00-02:30"), slot("02:30-05:00", 6)])
    assert found.at(SPRING_S - 1)[0] == 16000
    assert found.at(SPRING_S)[0] == 6000  # 03:00: half past two never came
    assert end(found, SPRING_S - HOUR_S) == SPRING_S
    assert end(found, SPRING_S) == SPRING_S + 2 * HOUR_S


def test_the_night_that_repeats_an_hour_is_longer():
    found = week([slot("02:15-02:45")])
    minutes = [m for m in range(-120, 120) if found.at(AUTUMN_S + m * 60)[0]]
    assert minutes == list(range(-45, -15)) + list(range(15, 45))
    night = week([slot("22:00-06:00")])
    assert end(night, AUTUMN_S - 3 * HOUR_S) == AUTUMN_S + 4 * HOUR_S


def test_until_when_is_known_across_midnights_and_equal_slots():
    slots = [slot("8:00-10:00", 6, days="sat"), slot("12:00-24:00"), slot("00:00-12:00")]
    found = week(slots)
    monday_s = BERLIN.to_utc(2026, 11, 23, 0)
    assert found.at(monday_s) == (16000, 0)  # not yet
    assert end(found, monday_s) == BERLIN.to_utc(2026, 11, 28, 480)
    assert end(week([slot("00:00-24:00")]), monday_s) == 0  # never, as far as one looks


def test_a_clock_that_jumps_is_followed():
    found = week([slot("06:00-08:00"), slot("08:00-09:00", 0)])
    noon_s = BERLIN.to_utc(2026, 11, 24, 720)
    for hours, ma in ((0, None), (-5, 16000), (-4, 0), (19, 16000), (-4, 0), (8765, None)):
        assert found.at(noon_s + hours * HOUR_S)[0] == ma


def test_no_slots_are_no_limit():
    assert end(week([]), SPRING_S) == 0 and week([]).at(SPRING_S)[0] is None

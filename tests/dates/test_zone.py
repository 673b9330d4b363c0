"""Local time by the rules of a POSIX zone."""

from dates import days
from dates.zone import Zone

CHINA = "CST-8"
BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"
SYDNEY = "AEST-10AEDT,M10.1.0,M4.1.0/3"
SPRING_S = 1774746000  # 2026-03-29 01:00 UTC: Berlin's clocks go from 02:00 to 03:00
AUTUMN_S = 1792890000  # 2026-10-25 01:00 UTC: they go from 03:00 back to 02:00


def _refused(text):
    try:
        Zone(text)
    except ValueError as error:
        return str(error)
    return ""


def test_a_day_has_a_number_and_back():
    assert days.number(1970, 1, 1) == 0
    assert days.number(2000, 2, 29) == 11016
    for number in range(0, 70000, 13):
        assert days.number(*days.date(number)) == number


def test_the_day_of_the_week():
    assert days.weekday(days.number(2026, 11, 22)) == 6  # a Sunday
    assert days.weekday(days.number(1970, 1, 1)) == 3


def test_days_that_do_not_exist():
    assert days.exists(2028, 2, 29)
    for day in ((2027, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0)):
        assert not days.exists(*day)


def test_a_zone_without_summer_time():
    zone = Zone(CHINA)
    assert zone.offset_s(0) == zone.offset_s(SPRING_S) == 28800
    assert zone.local(1795000000) == (2026, 11, 18, 19, 6, 40, 2)
    assert zone.midnight(1795000000) == days.number(2026, 11, 18) * 86400 - 28800
    assert zone.to_utc(2026, 11, 18, 19 * 60 + 6) == 1794999960


def test_clocks_are_put_forward():
    zone = Zone(BERLIN)
    assert zone.offset_s(SPRING_S - 1) == 3600
    assert zone.offset_s(SPRING_S) == 7200
    assert zone.until_s(SPRING_S - 1) == SPRING_S
    assert zone.until_s(SPRING_S) == AUTUMN_S
    assert zone.local(SPRING_S - 1) == (2026, 3, 29, 1, 59, 59, 6)
    assert zone.local(SPRING_S) == (2026, 3, 29, 3, 0, 0, 6)


def test_clocks_are_put_back():
    zone = Zone(BERLIN)
    assert zone.local(AUTUMN_S - 1) == (2026, 10, 25, 2, 59, 59, 6)
    assert zone.local(AUTUMN_S) == (2026, 10, 25, 2, 0, 0, 6)


def test_midnight_of_a_day_of_23_and_of_25_hours():
    zone = Zone(BERLIN)
    assert zone.midnight(SPRING_S + 7200) == SPRING_S - 7200
    assert zone.midnight(AUTUMN_S + 7200) == AUTUMN_S - 10800


def test_a_time_that_was_skipped_counts_with_the_offset_of_before():
    zone = Zone(BERLIN)
    assert zone.to_utc(2026, 3, 29, 150) == SPRING_S + 1800
    assert zone.to_utc(2026, 3, 29, 119) == SPRING_S - 60
    assert zone.to_utc(2026, 3, 29, 180) == SPRING_S


def test_a_time_that_comes_twice_is_the_first():
    zone = Zone(BERLIN)
    assert zone.to_utc(2026, 10, 25, 150) == AUTUMN_S - 1800
    assert zone.to_utc(2026, 10, 25, 180) == AUTUMN_S + 3600


def test_minutes_past_the_day_are_on_the_next_one():
    zone = Zone(BERLIN)
    assert zone.to_utc(2026, 3, 28, 1440 + 180) == SPRING_S
    assert zone.to_utc(2026, 12, 31, 1440) == zone.to_utc(2027, 1, 1, 0)


def test_summer_in_the_south_spans_the_new_year():
    zone = Zone(SYDNEY)
    assert zone.offset_s(days.number(2027, 1, 1) * 86400) == 39600
    assert zone.offset_s(days.number(2027, 7, 1) * 86400) == 36000


def test_questions_in_any_order_have_the_same_answers():
    zone = Zone(BERLIN)
    times = [SPRING_S + step * 4000000 for step in (3, -2, 9, 0, -7, 5)]
    assert [zone.offset_s(time) for time in times] == [Zone(BERLIN).offset_s(t) for t in times]


def test_forms_of_a_rule():
    july = days.number(2028, 7, 1) * 86400
    assert Zone("<+0330>-3:30").offset_s(july) == 12600
    assert Zone("<-02>2<-01>,M3.5.0/-1,M10.5.0/0").offset_s(july) == -3600
    leap = Zone("AAA0BBB,J60/0,300/0")  # from 1 March, leap year or not
    assert leap.until_s(days.number(2028, 2, 1) * 86400) == days.number(2028, 3, 1) * 86400
    assert leap.until_s(days.number(2027, 2, 1) * 86400) == days.number(2027, 3, 1) * 86400
    all_year = Zone("XXX3YYY2,0/0,J365/25")
    assert {all_year.offset_s(july + month * 2600000) for month in range(24)} == {-7200}


def test_what_is_no_zone_is_refused():
    for text in (
        "",
        "8",
        "CST",
        "CS-8",
        "CST-25",
        "CET-1CEST",
        "CET-1CEST,M3.5.0",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/168",
        "CET-1CEST,J0,J366",
        "CET-1CEST,M3.5.0,M10.5.0 ",
        "<+03-3",
        "Europe/Berlin",
    ):
        error = _refused(text)
        assert error.startswith("zone = %s: must be" % text), (text, error)
    assert "CET-1CEST" in _refused(8)


def test_the_next_change_is_never_past_even_if_it_strikes_before_its_year():
    zone = Zone("AAA0BBB,J1/-167,J2/-160")
    for year in (2026, 2027, 2028):
        utc_s = Zone("UTC0").to_utc(year, 12, 20, 0)
        for _ in range(24):
            utc_s += 43200
            assert zone.until_s(utc_s) > utc_s

from dates.holidays import Holidays
from dates.zone import Zone
from space.window_text import parse
from space.windows import BLOCKED, COMMUNITY, KINDS, OWNER, Windows

SHANGHAI = "CST-8"
BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"


def windows(text, zone=SHANGHAI, holidays=()):
    rows, rest = parse(text)
    return Windows(rows, rest, Zone(zone), Holidays(holidays))


def settled(found, utc_s):
    """What `at` says once it has looked a day ahead; it never takes back what it said."""
    kind, until_s = found.at(utc_s)
    for _ in range(70):
        said_s = until_s
        again, until_s = found.at(utc_s)
        assert again == kind and until_s >= said_s > utc_s
    return kind, until_s


def complaint(text):
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return None


def at(found, day, hour, minute=0, second=0, month=3, year=2026):
    """The kind at a local time, and the local time at which it ends: (day, hour, minute)."""
    zone = found._zone
    utc_s = zone.to_utc(year, month, day, hour * 60 + minute) + second
    kind, until_s = settled(found, utc_s)
    return KINDS[kind], zone.local(until_s)[2:5]


def test_hours_of_a_weekday_that_run_past_midnight():  # S2
    found = windows("owner mon-fri 18:00-08:00; blocked wed 12:00-13:30")
    # 2026-03-02 is a Monday
    assert at(found, 2, 7) == ("community", (2, 18, 0))  # Sunday's night is nobody's
    assert at(found, 2, 18) == ("owner", (3, 8, 0))
    assert at(found, 3, 7, 59, 59) == ("owner", (3, 8, 0))
    assert at(found, 3, 8) == ("community", (3, 18, 0))
    assert at(found, 4, 11) == ("community", (4, 12, 0))
    assert found.then == BLOCKED
    assert at(found, 4, 12) == ("blocked", (4, 13, 30))
    assert found.then == COMMUNITY
    assert at(found, 7, 7) == ("owner", (7, 8, 0))  # Friday's night ends on Saturday
    assert at(found, 7, 9)[0] == "community"


def test_the_first_window_that_covers_a_minute_counts_and_rest_is_the_others():
    found = windows("community mon 10:00-11:00; blocked daily 09:00-12:00; rest owner")
    assert at(found, 2, 8) == ("owner", (2, 9, 0))
    assert at(found, 2, 9) == ("blocked", (2, 10, 0))
    assert at(found, 2, 10) == ("community", (2, 11, 0))
    assert at(found, 3, 10) == ("blocked", (3, 12, 0))


def test_a_holiday_is_no_weekday_where_windows_name_holidays():
    text = "owner mon-fri 08:00-18:00; owner holiday 10:00-12:00"
    found = windows(text, holidays=["03-02"])
    assert at(found, 2, 9) == ("community", (2, 10, 0))
    assert at(found, 2, 10) == ("owner", (2, 12, 0))
    assert at(found, 3, 9) == ("owner", (3, 18, 0))
    plain = windows("owner mon-fri 08:00-18:00", holidays=["03-02"])
    assert at(plain, 2, 9) == ("owner", (2, 18, 0))
    daily = windows("owner daily 08:00-18:00", holidays=["03-02"])
    assert at(daily, 2, 9) == ("owner", (2, 18, 0))


def test_a_list_of_holidays_that_changes_is_asked_again():
    found = windows("owner mon 08:00-18:00; blocked holiday 00:00-24:00")
    assert at(found, 2, 9)[0] == "owner"
    found._holidays.put(["2026-03-02"])
    assert at(found, 2, 9)[0] == "blocked"


def test_an_hour_that_comes_twice_or_not_at_all():
    found = windows("owner sun 02:15-02:45", BERLIN)
    zone = found._zone
    first_s = zone.to_utc(2026, 10, 25, 135)  # 02:15 of summer
    assert settled(found, first_s - 1) == (COMMUNITY, first_s)
    assert settled(found, first_s) == (OWNER, first_s + 1800)
    assert settled(found, first_s + 1800) == (COMMUNITY, first_s + 3600)
    assert settled(found, first_s + 3600) == (OWNER, first_s + 5400)
    put_on_s = zone.to_utc(2026, 3, 29, 120)
    kind, until_s = settled(found, put_on_s - 600)
    assert kind == COMMUNITY and until_s > put_on_s + 3600
    across = windows("owner sun 02:15-03:15", BERLIN)
    assert settled(across, put_on_s - 600) == (COMMUNITY, put_on_s)
    assert settled(across, put_on_s) == (OWNER, put_on_s + 900)


def test_a_clock_that_is_set_back_is_believed():
    found = windows("owner mon 08:00-18:00")
    assert at(found, 2, 19)[0] == "community"
    assert at(found, 2, 9) == ("owner", (2, 18, 0))


def test_without_a_change_it_says_when_to_ask_again():
    found = windows("rest owner")
    kind, until_s = settled(found, 1772000000)
    assert kind == OWNER == found.then
    assert 86400 <= until_s - 1772000000 <= 2 * 86400


def test_whole_days_may_be_written_either_way():
    for text in ("blocked sun 00:00-24:00", "blocked sun 0:00-00:00"):
        found = windows(text)
        assert at(found, 1, 0) == ("blocked", (2, 0, 0))
    assert at(windows("owner sat 12:00-12:00"), 8, 11) == ("owner", (8, 12, 0))


def test_what_is_wrong_is_named():
    for text, part in (
        ("owner mon", "windows[0]: window owner mon: must be as"),
        ("tenant mon 08:00-09:00", "windows[0]: kind tenant: must be one of: community, owner"),
        ("owner mon 8-9", "windows[0]: from 8: must be a time from 00:00 to 23:59"),
        ("owner mon 24:00-09:00", "windows[0]: from 24:00"),
        ("owner mon 08:00-24:01", "windows[0]: to 24:01: must be a time from 00:00 to 24:00"),
        ("owner mon 08:60-09:00", "from 08:60"),
        ("owner mon 08:00", "hours 08:00"),
        ("owner mon 08:00-09:00; owner mob 08:00-09:00", "windows[1]: days mob"),
        ("owner mon- 08:00-09:00", "days mon-"),
        ("owner holiday-mon 08:00-09:00", "days holiday-mon"),
        ("owner mon 08:0-09:00", "from 08:0: must"),
        ("owner mon 08:00-9", "to 9: must"),
        ("rest", "windows: rest: must be one of: community"),
        ("rest nobody", "windows: rest: must be one of"),
        ("rest owner; owner mon 08:00-09:00", "windows[0]: window rest owner: must be as"),
        ("owner mon 08:00-09:00;" * 31, "30 are the most, these are 31"),
    ):
        assert part in (complaint(text) or ""), text
    assert complaint("owner mon 08:00-09:00;" * 30) is None
    assert complaint("") is None
    assert complaint("Owner Fri-Mon,holiday 22:00-06:00; rest Community") is None


def test_ranges_of_days_may_run_over_the_weekend():
    found = windows("owner fri-mon 08:00-09:00")
    seen = [at(found, day, 8)[0] for day in range(1, 8)]  # Sunday to Saturday
    assert seen == ["owner", "owner", "community", "community", "community", "owner", "owner"]

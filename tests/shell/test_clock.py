from shell.clock import NTP, PLATFORM, RTC, UNSET, Clock

NOW_S = 1767225600
DAY_S = 86400
WRAP_MS = 2**30


def passed(clock, now_ms, seconds):
    """Let seconds pass, asked as a main job asks; return the tick counter."""
    for _ in range(seconds // 10):
        now_ms = (now_ms + 10000) % WRAP_MS
        clock.step(now_ms)
    return now_ms


def test_it_counts_whole_seconds_and_loses_nothing_between():
    clock = Clock(123)
    steps = [clock.step(123 + ms) for ms in (0, 50, 999, 1000, 1050, 3999, 4000, 4001)]
    assert steps == [0, 0, 0, 1, 0, 2, 1, 0]
    assert clock.up_s == 4


def test_without_a_source_the_time_is_unset():
    clock = Clock(0)
    passed(clock, 0, 100)
    assert (clock.now_s(), clock.quality, clock.up_s) == (0, UNSET, 100)


def test_it_goes_on_across_the_wrap_of_the_tick_counter():
    clock = Clock(WRAP_MS - 5000)
    assert clock.set(NOW_S, RTC)
    assert clock.step(2000) == 7
    assert clock.now_s() == NOW_S + 7
    now_ms = 2000
    for _ in range(50):  # 3 wraps in steps of a day
        now_ms = (now_ms + DAY_S * 1000) % WRAP_MS
        clock.step(now_ms)
    assert clock.now_s() == NOW_S + 7 + 50 * DAY_S


def test_a_worse_source_waits_for_a_day_of_silence():
    clock = Clock(0)
    assert clock.set(NOW_S, NTP)
    for quality in (PLATFORM, RTC):
        assert not clock.set(5, quality)
    assert (clock.now_s(), clock.quality) == (NOW_S, NTP)
    now_ms = passed(clock, 0, DAY_S - 10)
    assert not clock.set(5, PLATFORM)
    passed(clock, now_ms, 20)
    assert clock.set(NOW_S + 100, PLATFORM)
    assert (clock.now_s(), clock.quality) == (NOW_S + 100, PLATFORM)


def test_a_better_source_and_the_same_one_are_taken_at_once():
    clock = Clock(0)
    for quality in (RTC, RTC, PLATFORM, NTP, NTP):
        assert clock.set(NOW_S + quality, quality)
        assert clock.now_s() == NOW_S + quality


def test_nobody_is_believed_a_time_before_2025():
    clock = Clock(0)
    for unix_s in (0, 5, 1735689599, 2**32):
        assert not clock.set(unix_s, NTP)
    assert clock.quality == UNSET


def test_the_zone_is_that_of_the_setting():
    clock = Clock(0)
    clock.apply({"zone": "CST-8", "holidays": ""})
    zone = clock.zone()
    assert zone.offset_s(NOW_S) == 28800 and clock.zone() is zone
    clock.apply({"zone": "CST-8", "holidays": ""})
    assert clock.zone() is zone
    clock.apply({"zone": "UTC0", "holidays": ""})
    assert clock.zone().offset_s(NOW_S) == 0


def test_the_holidays_are_those_of_the_setting():
    clock = Clock(0)
    clock.apply({"zone": "UTC0", "holidays": "12-25"})
    holidays = clock.holidays()
    assert holidays.is_one(2026, 12, 25)
    clock.apply({"zone": "UTC0", "holidays": "01-01"})
    assert clock.holidays() is holidays
    assert holidays.is_one(2026, 1, 1) and not holidays.is_one(2026, 12, 25)

from plan.orderly import ABSENT, CAR, GOT, OFF, START, STOP, WHY, Orderly, planned

NOW = 1767268800  # 2026-01-01 12:00 UTC
HOUR = 3600
KW = 1000000
KWH = 1000000


def plan(*slots, needed=20, hours=10, stops=True):
    """A plan of (hour, hour, kW)."""
    run = Orderly(NOW, needed * KWH, NOW + hours * HOUR, stops)
    put(run, 0, *slots)
    return run


def put(run, hour, *slots):
    run.put(at(hour), [(at(row[0]), at(row[1]), int(row[2] * KW)) for row in slots])


def at(hour):
    return NOW + int(hour * HOUR)


def go(run, from_h, to_h, kw, why=""):
    """Count each second: `kw` flow. The seconds of a pause bring nothing."""
    for second in range(at(from_h), at(to_h)):
        mwh = kw * KW * (second + 1 - NOW) // HOUR - kw * KW * (second - NOW) // HOUR
        run.count(second, 1, mwh, why)


def test_a_slot_allows_its_power_and_a_pause_nothing():
    run = plan((1, 2, 7), (3, 4, 11))
    for hour, mw, until in (
        (0, 0, 1),
        (1, 7 * KW, 2),
        (1.999, 7 * KW, 2),
        (2, 0, 3),
        (3.5, 11 * KW, 4),
        (4, 0, 10),
        (9.999, 0, 10),
    ):
        run.count(at(hour), 1, 0, "")
        assert run.allowed(at(hour)) == (mw, at(until)), hour
    assert run.allowed(at(10)) is None


def test_slots_that_touch_follow_each_other():
    run = plan((0, 1, 7), (1, 2, 11))
    assert run.allowed(at(0)) == (7 * KW, at(1))
    run.count(at(1), 1, 0, "")
    assert run.allowed(at(1)) == (11 * KW, at(2))


def test_no_more_once_the_needed_energy_is_there_unless_it_goes_on():
    for stops in (True, False):
        run = plan((0, 10, 10), needed=5, stops=stops)
        go(run, 0, 0.5, 10)
        assert run.got_mwh == 5 * KWH and run.done() == stops
        go(run, 0.5, 0.6, 0)
        assert run.allowed(at(0.6)) == ((0, 0) if stops else (10 * KW, at(10)))
        assert run.allowed(at(11)) == ((0, 0) if stops else None)


def test_each_slot_knows_what_it_got_and_why_it_was_less():
    run = plan((0, 1, 10), (1, 2, 10), (2, 3, 10), (3, 4, 10), (5, 6, 10))
    go(run, 0, 1, 10)
    go(run, 1, 1.9, 4, CAR)
    go(run, 1.9, 2, 0, "group")
    go(run, 2, 2.1, 10)  # and the power goes
    go(run, 3, 4, 0, ABSENT)
    go(run, 4, 5.5, 0)
    rows = run.rows
    assert [planned(row) for row in rows] == [10 * KWH] * 5
    assert [row[WHY] for row in rows] == ["", CAR, OFF, ABSENT, ""]
    got = [row[GOT] for row in rows]
    for found, kwh in zip(got, (10, 3.6, 1, 0, 0)):
        assert abs(found - kwh * KWH) < 10000
    assert run.got_mwh == sum(got)


def test_a_reason_of_a_few_seconds_is_none():
    run = plan((0, 1, 10))
    go(run, 0, 0.04, 8, "group")
    go(run, 0.04, 1.1, 10)
    assert run.rows[0][WHY] == ""
    run = plan((0, 1, 10))
    go(run, 0, 0.06, 8, "group")
    go(run, 0.06, 1.1, 10)
    assert run.rows[0][WHY] == "group"


def test_what_a_meter_tells_late_belongs_to_the_slot_before():
    run = plan((0, 1, 10), (2, 3, 10))
    run.count(at(1.001), 1, 500, "")
    assert run.rows[0][GOT] == 500 and run.rows[1][GOT] == 0


def test_it_fails_as_soon_as_the_rest_is_too_little():
    run = plan((0, 1, 10), (2, 3, 10), needed=20)
    run.judge(at(0), 22 * KW)
    assert not run.failed
    go(run, 0, 0.03, 0, CAR)
    run.judge(at(0.03), 22 * KW)
    assert not run.failed  # 0.3 kWh: a meter of 0.1 kWh errs as much
    go(run, 0.03, 0.05, 0, CAR)
    run.judge(at(0.05), 22 * KW)
    assert run.failed and abs(run.short_mwh - KWH // 2) < 1000
    put(run, 0.05, (0.05, 1, 20), (2, 3, 10))
    run.judge(at(0.05), 22 * KW)
    assert run.short_mwh == 0 and run.failed  # adjusted; that it failed once stays


def test_it_fails_for_a_car_that_takes_less_than_the_slots():
    run = plan((0, 2, 10), needed=20)
    run.judge(at(0), 5 * KW)
    assert run.short_mwh == 10 * KWH


def test_it_has_failed_when_the_departure_comes_too_early():
    run = plan((0, 2, 10), needed=20, hours=2)
    go(run, 0, 2, 5, CAR)
    run.judge(at(2), 22 * KW)
    assert abs(run.short_mwh - 10 * KWH) < 10000


def test_a_new_plan_keeps_what_was_and_goes_on_with_the_slot_that_runs():
    run = plan((0, 1, 10), (2, 4, 10), needed=40)
    go(run, 0, 3, 10)
    got = run.got_mwh
    put(run, 3, (3, 5, 10), (6, 7, 5))
    hours = [(row[START] / HOUR, row[STOP] / HOUR) for row in run.rows]
    assert hours == [(0, 1), (2, 5), (6, 7)]
    assert run.got_mwh == got and run.rows[1][GOT] > 0
    put(run, 4, (3, 5, 4))  # another power: another slot, from now
    hours = [(row[START] / HOUR, row[STOP] / HOUR) for row in run.rows]
    assert hours == [(0, 1), (2, 4), (4, 5)]
    put(run, 4.5)
    assert run.rows[-1][STOP] == 4.5 * HOUR and run.allowed(at(4.5)) == (0, at(10))


def test_rows_of_the_past_do_not_grow_for_ever():
    run = plan()
    for hour in range(200):
        put(run, hour, (hour, hour + 1, 5 + hour % 2), (hour + 1, hour + 2, 7))
    assert len(run.rows) <= 52


def test_a_clock_that_is_put_back_or_forward_finds_its_slot():
    run = plan((0, 1, 7), (2, 3, 11))
    run.count(at(2.5), 1, 0, "")
    assert run.allowed(at(2.5)) == (11 * KW, at(3))
    run.count(at(0.5), 0, 0, "")
    assert run.allowed(at(0.5)) == (7 * KW, at(1))
    run.count(at(1.5), 0, 0, "")
    assert run.allowed(at(1.5)) == (0, at(2))

"""What a plan claims, second by second, and for which session."""

from plan.plan_source import NEXT, PLATFORM
from tests.plan.orderly_bench import HOUR, KW, KWH, NOW, YEARS, Bench, at, give


def test_a_platforms_plan_limits_its_slots_and_pauses_between():
    bench = Bench()
    assert bench.second() is None
    give(bench, (0, 1, 7.36), (2, 3, 3.68))
    assert bench.second() == (32000, at(1))
    bench.skip(1)
    assert bench.second() == (0, at(2))
    bench.skip(1)
    assert bench.second() == (16000, at(3))
    bench.skip(7)
    assert bench.second() == (0, at(10))
    bench.skip(1)
    assert bench.second() is None  # after the departure


def test_kilowatts_become_current_by_voltage_and_phases():
    bench = Bench()
    bench.pile.phases, bench.pile.volts = 3, 220
    give(bench, (0, 1, 11), (1, 2, 4.14))
    assert bench.second()[0] == 11000000 // 660
    bench.pile.volts = 223  # the mains moves a little: the limit does not
    assert bench.second()[0] == 11000000 // 660
    bench.pile.volts = 240
    assert bench.second()[0] == 11000000 // 720
    bench.skip(1)
    assert bench.second()[0] == 6000  # 4.14 kW are less than 6 A at 240 V: never a pause


def test_a_plan_without_a_session_waits_for_the_next_and_ends_with_it():
    bench = Bench(session=0)
    give(bench, (0, 5, 7))
    assert bench.second()[0] == 7000000 // 230
    assert bench.plan.bound == NEXT
    bench.pile.plugged = bench.pile.wants = False
    for _ in range(HOUR):
        bench.second()
    give(bench, (1.1, 5, 7))
    assert bench.plan.run.rows[0][4] == "absent"
    bench.pile.session = 4
    bench.second()
    assert bench.plan.bound == 4
    bench.pile.session = 0
    assert bench.second() is None and bench.plan.bound == 0
    bench.pile.session = 5
    assert bench.second() is None


def test_a_plan_for_which_no_car_comes_has_failed_at_its_departure():
    bench = Bench(session=0)
    give(bench, (0, 5, 7), needed=20)
    bench.second()
    assert not bench.plan.run.failed
    bench.skip(10)
    assert bench.second() is None
    assert bench.plan.run.failed and bench.plan.bound == 0


def test_a_wish_does_not_replace_the_platforms_plan():
    bench = Bench()
    give(bench, (0, 1, 7))
    try:
        bench.plan.wish(bench.now_s, 7 * KWH, at(11))
        raise AssertionError
    except ValueError as error:
        assert "plan P of the platform holds" in str(error)
    bench.second()
    assert bench.plan.origin == PLATFORM


def test_now_sets_plans_aside_for_one_session():
    bench = Bench(default_kwh=20)
    bench.second()
    assert bench.told[0] == 0
    bench.plan.at_once()
    assert bench.second() is None
    bench.pile.session = 0
    bench.second()
    bench.pile.session = 2
    assert bench.second()[0] == 0
    bench.pile.session = 0
    bench.second()
    bench.plan.at_once()  # for the next one
    bench.pile.session = 3
    assert bench.second() is None


def test_without_a_clock_the_car_charges_and_the_console_says_so():
    bench = Bench(default_kwh=20)
    give(bench, (1, 2, 7))
    assert bench.plan.second(0, 0, bench.pile) is None
    bench.app.clock.now_s = lambda: 0
    assert bench.plan.notes(0) == ["the clock is not set: a car charges at once"]


def test_a_slot_for_one_phase_is_not_exceeded_on_three():  # I2, EV#1060
    bench = Bench()
    give(bench, (0, 2, 1.38), (2, 4, 4.14))
    assert bench.second()[0] == 6000
    bench.pile.phases = 3
    assert bench.second()[0] == 0
    assert bench.plan.phases == 1  # where it can be had it charges on
    bench.skip(2)
    assert bench.second()[0] == 6000 and bench.plan.phases == 0


def test_a_clock_that_is_put_right_by_years_keeps_no_car_waiting():  # REQ-T-2
    for wrong in (YEARS, 30 * 24 * HOUR):
        bench = Bench(default_kwh=20)
        bench.skip(wrong / HOUR)
        bench.second()
        bench.now_s = NOW
        bench.second()
        assert bench.plan.run.departure_s == at(11)
        bench.plan.wish(NOW + wrong, 20 * KWH, NOW + wrong + 5 * HOUR)
        assert bench.second() is not None and bench.plan.bound  # the pile's own again
        assert bench.plan.run.departure_s == at(11)
        bench.plan.accept(
            NOW + wrong, "P", KWH, at(5) + wrong, [(at(4) + wrong, at(5) + wrong, KW)]
        )
        given = bench.plan.run
        bench.second()
        assert given.failed and bench.plan.run.departure_s == at(11)

"""Time on a counter that wraps at 2**30 ms."""

from core.clock import LONG_AGO, Clock, Timer, elapsed

PERIOD = 1 << 30


def test_elapsed_crosses_the_wrap():
    assert elapsed(5, PERIOD - 5) == 10
    assert elapsed(7, 7) == 0
    assert elapsed(PERIOD - 1, 0) == PERIOD - 1


def test_a_timer_that_never_started_started_long_ago():
    timer = Timer()
    assert timer.since(0) == LONG_AGO
    timer.start(100)
    assert timer.since(130) == 30
    timer.clear()
    assert timer.since(130) == LONG_AGO


def test_a_timer_is_whole_when_it_is_made():
    """An attribute that `start` would make allocates in the tick."""
    timer = Timer()
    before = dir(timer)
    timer.start(0)
    assert dir(timer) == before


def test_a_timer_counts_across_the_wrap():
    timer = Timer()
    timer.start(PERIOD - 10)
    assert timer.since(PERIOD - 10) == 0
    assert timer.since(20) == 30


def test_a_timer_tells_half_a_period_and_no_more():
    """The other half is the future: a demand that expires tells them apart."""
    assert LONG_AGO == PERIOD // 2 - 1


def test_a_timer_tells_how_long_something_lasts():
    timer = Timer()
    assert timer.lasts(False, 5) == 0
    assert timer.lasts(True, PERIOD - 10) == 0
    assert timer.lasts(True, 20) == 30
    assert timer.lasts(True, 1020) == 1030
    assert timer.lasts(False, 1030) == 0
    assert timer.lasts(False, 2000) == 0
    assert timer.lasts(True, 2010) == 0
    assert timer.lasts(True, 2011) == 1


def test_what_lasts_may_be_told_to_begin_now():
    timer = Timer()
    timer.restart(100)
    assert timer.lasts(True, 600) == 500
    timer.restart(700)
    assert timer.lasts(True, 800) == 100
    timer.restart(900)
    assert timer.lasts(False, 950) == 0
    assert timer.lasts(True, 1000) == 0


def test_what_lasts_for_days_saturates():
    timer = Timer()
    timer.lasts(True, 0)
    assert timer.lasts(True, LONG_AGO) == LONG_AGO
    assert timer.lasts(True, 5) == LONG_AGO
    assert timer.lasts(False, 6) == 0


def test_a_timer_saturates_and_stays_saturated():
    timer = Timer()
    timer.start(0)
    assert timer.since(LONG_AGO - 1) == LONG_AGO - 1
    assert timer.since(LONG_AGO) == LONG_AGO
    assert timer.since(5) == LONG_AGO  # a full turn later it is not young again


def test_the_sweep_saturates_every_timer_nobody_asks():
    clock = Clock()
    timers = [clock.timer() for _ in range(3)]
    for timer in timers:
        timer.start(0)
    for _ in range(3):
        clock.sweep(LONG_AGO)
    for timer in timers:
        assert timer.since(10) == LONG_AGO


def test_every_timer_has_its_turn_in_as_many_ticks_as_there_are_timers():
    for count in (1, 2, 3, 5):
        clock = Clock()
        timers = [clock.timer() for _ in range(count)]
        for first in range(3 * count):
            for timer in timers:
                timer.start(0)
            for _ in range(count):
                clock.sweep(LONG_AGO)
            assert [timer.since(10) for timer in timers] == [LONG_AGO] * count, first

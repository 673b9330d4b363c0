"""What every port must do, checked through `hal.contract` and a test bed for the port.

A bed is made anew for each check by `make()` and offers:

    hal, frame          the port and a Frame
    pass_ms(ms)         time passes; started ticks are called, nothing else is
    coil()              bits of the coils driven, after the gate
    rcd(bad) estop(bad) the gate's input lines: 1 = tripped, pressed or broken
    stream(runs)        the pilot's sample stream
    duty()              0.01 % on the pilot
    lock()              the motor's drive: -1, 0, 1
    was_reset()         the watchdog has bitten
    bare()              the same bed of a board where nothing is fitted
"""

import micropython

from core.frame import (
    DUTY_F,
    DUTY_X1,
    GATE_ESTOP,
    GATE_ON,
    GATE_RCD,
    GATE_STARVED,
    OPEN_OHM,
)
from hal.contract import GATE_FEED_MS, WATCHDOG_MS

_SLACK_MS = 2  # of a port that measures the gate's time in hardware of its own


def _gate(bed):
    bed.hal.sample(bed.frame)
    return bed.frame.gate


def _act(bed, coils, arm=0):
    bed.frame.coils = coils
    bed.frame.arm = arm
    bed.hal.act(bed.frame)
    bed.frame.arm = 0


def _close(bed):
    _act(bed, 1, arm=1)
    assert bed.coil() == 1
    assert _gate(bed) == GATE_ON


def _feed_100_times(bed):
    for _ in range(100):
        bed.pass_ms(10)
        _act(bed, 1)
        assert bed.coil() == 0


def coils_need_an_armed_gate(bed):
    _act(bed, 1)
    assert bed.coil() == 0
    assert not _gate(bed) & GATE_ON


def an_armed_and_fed_gate_grants(bed):
    _close(bed)
    for _ in range(20):
        bed.pass_ms(10)
        _act(bed, 1)
        assert bed.coil() == 1
    _act(bed, 0)
    assert bed.coil() == 0


def a_trip_latches_until_it_is_armed_again(bed):
    for line, latch in ((bed.rcd, GATE_RCD), (bed.estop, GATE_ESTOP)):
        _close(bed)
        line(1)
        assert bed.coil() == 0  # at once: nobody has ticked
        assert _gate(bed) & latch
        assert not _gate(bed) & GATE_ON
        _feed_100_times(bed)
        line(0)
        _feed_100_times(bed)
        assert _gate(bed) & latch
        _close(bed)
        _act(bed, 0)


def arming_with_a_bad_input_does_not_grant(bed):
    for line in (bed.rcd, bed.estop):
        line(1)
        _act(bed, 1, arm=1)
        assert bed.coil() == 0
        assert not _gate(bed) & GATE_ON
        line(0)
        _feed_100_times(bed)


def a_gate_that_is_not_fed_opens_and_latches(bed):
    _close(bed)
    bed.pass_ms(GATE_FEED_MS - _SLACK_MS)
    assert bed.coil() == 1
    bed.pass_ms(2 * _SLACK_MS)
    assert bed.coil() == 0
    assert _gate(bed) == GATE_STARVED
    _feed_100_times(bed)
    _close(bed)


def feeding_puts_starvation_off_from_the_feed_on(bed):
    _close(bed)
    bed.pass_ms(GATE_FEED_MS - _SLACK_MS)
    _act(bed, 1)
    bed.pass_ms(GATE_FEED_MS - _SLACK_MS)
    assert bed.coil() == 1


def coils_off_need_no_feeding_to_stay_off(bed):
    _close(bed)
    _act(bed, 0)
    bed.pass_ms(3 * GATE_FEED_MS)
    _act(bed, 1)
    assert bed.coil() == 0


def _is_safe(bed):
    assert bed.coil() == 0
    assert bed.duty() == DUTY_X1
    assert bed.lock() == 0
    assert not _gate(bed) & GATE_ON


def safe_is_safe_before_start_and_twice(bed):
    bed.hal.safe()
    _is_safe(bed)
    bed.hal.safe()
    _is_safe(bed)


def safe_ends_everything_at_once(bed):
    count = _Count()
    bed.hal.start(count.tick)
    bed.pass_ms(100)
    _close(bed)
    bed.frame.duty = 2666
    bed.frame.lock = 1
    _act(bed, 1)
    before = count.ticks
    assert before
    bed.hal.safe()
    _is_safe(bed)
    bed.pass_ms(200)
    assert count.ticks == before
    _act(bed, 1)
    bed.pass_ms(10)
    assert bed.coil() == 0
    bed.hal.safe()
    _is_safe(bed)


class _Count:
    def __init__(self):
        self.ticks = 0

    def tick(self):
        self.ticks += 1


def ticks_come_every_10_ms(bed):
    count = _Count()
    bed.pass_ms(100)
    assert count.ticks == 0
    bed.hal.start(count.tick)
    bed.pass_ms(1000)
    assert 98 <= count.ticks <= 100


def sample_and_act_allocate_nothing(bed):
    hal, frame = bed.hal, bed.frame
    bed.pass_ms(10)
    micropython.heap_lock()
    hal.sample(frame)
    frame.arm = frame.coils = frame.lock = frame.rcd_test = 1
    frame.duty = 2666
    hal.act(frame)
    hal.sample(frame)
    frame.arm = frame.coils = frame.lock = frame.rcd_test = 0
    frame.duty = DUTY_F
    hal.act(frame)
    hal.safe()
    micropython.heap_unlock()
    bed.pass_ms(10)


def a_window_is_new_only_after_3_ms(bed):
    hal, frame = bed.hal, bed.frame
    for _ in range(5):
        bed.pass_ms(10)
        before = frame.window
        hal.sample(frame)
        fresh = frame.window
        assert fresh != before
        hal.sample(frame)
        assert frame.window == fresh


def a_stopped_stream_leaves_the_window_as_it_is(bed):
    hal, frame = bed.hal, bed.frame
    bed.pass_ms(20)
    hal.sample(frame)
    before, high_mv = frame.window, frame.high_mv
    bed.stream(0)
    for _ in range(20):
        bed.pass_ms(10)
        hal.sample(frame)
    assert frame.window == before
    assert abs(frame.high_mv - high_mv) < 200
    bed.stream(1)
    bed.pass_ms(20)
    hal.sample(frame)
    assert frame.window != before


def the_pilot_follows_the_duty(bed):
    for duty in (DUTY_X1, DUTY_F, 1000, 5333, 9600, DUTY_X1):
        bed.frame.duty = duty
        _act(bed, 0)
        bed.pass_ms(20)
        assert abs(bed.duty() - duty) <= 50, duty  # CP-005: 0.5 %
        bed.hal.sample(bed.frame)
        high_mv, low_mv = bed.frame.high_mv, bed.frame.low_mv
        assert abs(high_mv - (-12000 if duty == DUTY_F else 12000)) < 600, duty
        assert abs(low_mv - (12000 if duty == DUTY_X1 else -12000)) < 600, duty


def the_lock_is_driven_both_ways(bed):
    for drive in (1, 0, -1, 0):
        bed.frame.lock = drive
        _act(bed, 0)
        assert bed.lock() == drive


def time_goes_on_in_milliseconds(bed):
    bed.hal.sample(bed.frame)
    before = bed.frame.now_ms
    bed.pass_ms(500)
    bed.hal.sample(bed.frame)
    assert abs(((bed.frame.now_ms - before) & 0x3FFFFFFF) - 500) <= 1


def what_is_not_fitted_reads_as_good(bed):
    bed = bed.bare()
    frame = bed.frame
    for _ in range(5):
        bed.pass_ms(10)
        bed.hal.sample(frame)
    assert (frame.rcd, frame.pe, frame.bolt, frame.mirror, frame.live) == (0, 1, 0, 0, 0)
    assert (frame.board_dc, frame.socket_dc) == (250, 250)
    assert frame.pp_ohm == OPEN_OHM


def the_watchdog_starts_with_its_first_feed(bed):
    bed.pass_ms(2 * WATCHDOG_MS)
    assert not bed.was_reset()
    for _ in range(10):
        bed.hal.feed()
        bed.pass_ms(WATCHDOG_MS - 100)
    assert not bed.was_reset()
    bed.pass_ms(200)
    assert bed.was_reset()
    assert bed.coil() == 0


CHECKS = (
    coils_need_an_armed_gate,
    an_armed_and_fed_gate_grants,
    a_trip_latches_until_it_is_armed_again,
    arming_with_a_bad_input_does_not_grant,
    a_gate_that_is_not_fed_opens_and_latches,
    feeding_puts_starvation_off_from_the_feed_on,
    coils_off_need_no_feeding_to_stay_off,
    safe_is_safe_before_start_and_twice,
    safe_ends_everything_at_once,
    ticks_come_every_10_ms,
    sample_and_act_allocate_nothing,
    a_window_is_new_only_after_3_ms,
    a_stopped_stream_leaves_the_window_as_it_is,
    the_pilot_follows_the_duty,
    the_lock_is_driven_both_ways,
    time_goes_on_in_milliseconds,
    what_is_not_fitted_reads_as_good,
    the_watchdog_starts_with_its_first_feed,
)


def run(make):
    """Run every check on a bed of its own; the traceback names the check that failed."""
    for check in CHECKS:
        check(make())

"""The ESP32's tick: on time by absolute deadlines, late but never lost, and never raising."""

import sys

from core.frame import GATE_STARVED
from tests.hal.esp32_bed import Bed
from tests.hal.fake_esp32 import thread


class Ticks:
    """Notes when it was called; closes the contactor if told to."""

    def __init__(self, bed):
        self.bed = bed
        self.chip = bed.chip
        self.times_us = [0] * 4000  # no allocation: the thread's heap is locked
        self.count = 0
        self.coils = 0
        self.last_us = 0  # how long one takes

    def tick(self):
        self.times_us[self.count] = self.chip.now_us
        self.count += 1
        hal, frame = self.bed.hal, self.bed.frame
        if self.coils:
            hal.sample(frame)
            frame.arm = 1 if frame.coils == 0 else 0
            frame.coils = self.coils
            hal.act(frame)
        else:
            self.chip.now_us += self.last_us


def _started(coils=0):
    bed = Bed()
    ticks = Ticks(bed)
    ticks.coils = coils
    bed.start_us = bed.chip.now_us
    bed.hal.start(ticks.tick)
    return bed, ticks


def _end(bed):
    bed.hal.safe()
    bed.pass_ms(20)
    assert not [task for task in bed.chip.tasks if task.alive]


def test_deadlines_do_not_drift_however_long_a_tick_takes():
    for last_us in (0, 3000, 9500):
        bed, ticks = _started()
        ticks.last_us = last_us
        bed.pass_ms(3000)
        assert ticks.count in (299, 300)
        for i in range(ticks.count):
            late_us = ticks.times_us[i] - bed.start_us - 10000 * (i + 1)
            assert 0 <= late_us <= 500, (last_us, i)
        _end(bed)


def test_across_the_wrap_of_the_counter_the_ticks_go_on():
    bed = Bed()
    bed.chip.now_us = bed.chip._due_us = (1 << 30) - 55000
    ticks = Ticks(bed)
    bed.hal.start(ticks.tick)
    bed.pass_ms(200)
    assert ticks.count in (19, 20)
    _end(bed)


def test_ticks_held_up_come_in_a_burst_and_keep_their_beat():
    bed, ticks = _started()
    bed.pass_ms(100)
    bed.chip.hog(150000)
    bed.pass_ms(155)
    assert ticks.count in (24, 25)
    bed.pass_ms(745)
    assert ticks.count in (99, 100)
    assert (ticks.times_us[ticks.count - 1] - bed.start_us) % 10000 <= 500
    _end(bed)


def test_after_a_very_long_hold_up_the_missed_ticks_are_let_go():
    bed, ticks = _started()
    bed.pass_ms(100)
    before = ticks.count
    bed.chip.hog(1500000)
    bed.pass_ms(1600)
    assert 9 <= ticks.count - before <= 12
    _end(bed)


def test_a_hold_up_with_the_contactor_closed_drops_it_at_50_ms_and_is_counted():
    for hold_ms, dropped, counted in ((20, False, 0), (38, False, 1), (60, True, 1)):
        bed, _ = _started(coils=1)
        bed.pass_ms(105)
        assert bed.coil() == 1
        bed.chip.hog(hold_ms * 1000)
        bed.pass_ms(hold_ms - 1)
        assert (bed.coil() == 0) is dropped, hold_ms
        bed.pass_ms(10)
        assert bed.hal.ticker.dropouts == counted, hold_ms
        assert (bed.frame.gate == GATE_STARVED) is dropped
        _end(bed)
    bed, _ = _started()  # nothing is counted while it is open
    bed.pass_ms(50)
    bed.chip.hog(100000)
    bed.pass_ms(200)
    assert bed.hal.ticker.dropouts == 0
    _end(bed)


def test_the_coil_drops_within_50_ms_of_the_last_heartbeat():
    bed, _ = _started(coils=1)
    bed.pass_ms(100)
    bed.chip.hog(500000)
    fed_us = bed.board.gate._alive_us - 50000
    while bed.coil():
        bed.pass_ms(1)
    assert bed.chip.now_us - fed_us <= 51000
    bed.pass_ms(600)
    assert bed.coil() == 0  # and stays so: the burst that follows feeds a latched gate
    _end(bed)


def test_what_a_tick_raises_makes_the_outputs_safe_and_stays_in_the_thread():
    for error in (ValueError("core"), MemoryError(), RuntimeError("stack")):
        bed = Bed()
        count = [0]

        def tick(bed=bed, count=count, error=error):
            count[0] += 1
            if count[0] == 5:
                raise error
            bed.act(5333, coils=1, arm=1 if count[0] == 1 else 0)

        bed.hal.start(tick)
        bed.pass_ms(45)
        assert bed.coil() == 1
        bed.pass_ms(200)
        assert count[0] == 5
        assert bed.coil() == 0
        assert bed.duty() == 10000
        assert not [task for task in bed.chip.tasks if task.alive]


def test_a_start_after_a_stop_leaves_one_thread():
    bed, ticks = _started()
    bed.hal.safe()
    bed.hal.start(ticks.tick)  # before the first thread has seen the end
    bed.pass_ms(1000)
    assert ticks.count in (99, 100)
    assert len([task for task in bed.chip.tasks if task.alive]) == 1
    _end(bed)


def test_a_second_start_takes_over_from_the_first():
    bed, ticks = _started()
    bed.hal.start(ticks.tick)
    bed.pass_ms(500)
    assert ticks.count in (49, 50)
    _end(bed)


def test_a_tick_that_allocates_ends_the_pile_where_that_can_be_told():
    bed = Bed()
    kept = [None]

    def tick():
        kept[0] = [0] * 10

    bed.hal.start(tick)
    bed.pass_ms(100)
    allowed = sys.implementation.name == "cpython"
    assert (kept[0] is not None) is allowed
    assert bool([task for task in bed.chip.tasks if task.alive]) is allowed
    _end(bed)


def test_the_tick_does_not_need_the_scheduler():
    bed, ticks = _started()
    for _ in range(20):
        bed.chip.schedule(None, None)
    bed.chip.serve = lambda: None  # nobody runs callbacks
    bed.pass_ms(1000)
    assert ticks.count in (99, 100)
    _end(bed)


def test_the_thread_gets_a_stack_of_its_own_and_later_ones_the_default():
    bed, _ = _started()
    assert bed.chip.tasks[0].stack == 10240
    thread.start_new_thread(tuple, ())
    assert bed.chip.tasks[1].stack == 0
    _end(bed)

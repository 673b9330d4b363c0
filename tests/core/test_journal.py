"""The journal: one tick's snapshot whole, events in order, the trace around a fault."""

import array

from core import journal
from core.faults import HAND, INTERNAL
from core.frame import DUTY_X1, Frame
from core.journal import Journal, Snapshot, Trace
from core.states import FAULT, WHY_FAULT
from tests.no_alloc import no_alloc

MASK = (1 << 30) - 1
KEPT = 150  # rows, 20 ms apart
NAMES = (
    "sequence now_ms state letter plugged high_mv low_mv duty limit_ma ceiling_ma phases coils "
    "closed gate faults fault rule reasons why cable_ma bolt board_dc socket_dc ventilation "
    "closings loaded"
).split()


def _fill(snapshot, base):
    for i in range(1, len(NAMES)):
        setattr(snapshot, NAMES[i], base + i)


def _values(snapshot):
    return [getattr(snapshot, name) for name in NAMES]


def test_an_untouched_snapshot_says_nothing_is_on():
    snapshot = Snapshot()
    for name in NAMES:
        assert getattr(snapshot, name) == (-1 if name in ("fault", "rule", "why") else 0), name


def test_a_snapshot_is_in_force_once_it_is_published():
    log = Journal()
    live, idle = log.live(), log.idle()
    _fill(idle, 100)
    assert log.live() is live is not idle
    log.publish()
    assert log.live() is idle
    assert log.idle() is live
    assert idle.sequence == 1
    log.publish()
    assert live.sequence == 2


def test_its_sequence_wraps_and_stays_a_small_integer():
    log = Journal()
    log.live().sequence = MASK - 1
    log.publish()
    assert log.live().sequence == MASK
    log.publish()
    assert log.live().sequence == 0


def test_a_reader_gets_a_copy_of_everything():
    log = Journal()
    _fill(log.idle(), 100)
    log.publish()
    into = Snapshot()
    assert log.read(into) is into
    assert _values(into) == [1] + list(range(101, 100 + len(NAMES)))
    log.live().limit_ma = 7
    assert into.limit_ma != 7


class _Interrupted(Snapshot):
    """A reader's snapshot: `_tick` runs each time its duty is written."""

    _tick = None

    def _get(self):
        return self._duty

    def _set(self, duty):
        self._duty = duty
        if self._tick:
            self._tick()

    duty = property(_get, _set)


def test_a_reader_that_was_interrupted_reads_again():
    for ticks in (1, 2, 3):  # with two the same copy is in force again, filled anew
        log = Journal()
        _fill(log.idle(), 100)
        log.publish()
        into = _Interrupted()
        left = [2]

        def tick(log=log, left=left, ticks=ticks):
            if left[0]:
                left[0] -= 1
                for i in range(ticks):
                    _fill(log.idle(), 1000 * (left[0] + 1) + 100 * i)
                    log.publish()

        into._tick = tick
        log.read(into)
        assert left == [0]
        assert _values(into) == _values(log.live())


def test_a_dead_tick_says_so():
    log = Journal()
    snapshot = log.idle()
    _fill(snapshot, 100)
    snapshot.faults = 8
    log.publish()
    log.die()
    assert log.live() is snapshot
    assert (snapshot.sequence, snapshot.state) == (2, FAULT)
    assert (snapshot.faults, snapshot.fault) == (8 | 1 << INTERNAL, INTERNAL)
    assert snapshot.rule == HAND
    assert (snapshot.reasons, snapshot.why) == (1 << WHY_FAULT, WHY_FAULT)
    assert (snapshot.duty, snapshot.coils, snapshot.limit_ma) == (DUTY_X1, 0, 0)
    snapshot.sequence = MASK
    log.die()
    assert snapshot.sequence == 0


def _run(trace, count, start=1):
    """Record `count` rows, numbered from `start`."""
    frame = Frame()
    for i in range(start, start + count):
        frame.now_ms, frame.high_mv, frame.low_mv, frame.duty = i, i + 1, i + 2, i + 3
        trace.add(frame, i + 4, i + 5)
    return start + count


def _stamps(trace):
    return [row[0] for row in trace.rows()]


def test_a_row_is_what_the_names_say():
    trace = Trace()
    assert list(trace.rows()) == []
    _run(trace, 2, 40)
    assert journal.TRACE == ("now_ms", "high_mv", "low_mv", "duty", "state", "current_ma")
    assert list(trace.rows()) == [[40, 41, 42, 43, 44, 45], [41, 42, 43, 44, 45, 46]]


def test_a_row_at_time_0_or_in_f_is_one_too():
    trace = Trace()
    frame = Frame()
    for frame.now_ms, frame.duty in ((0, DUTY_X1), (10, 0)):
        trace.add(frame, 0, 0)
    assert _stamps(trace) == [0, 10]


def test_the_last_3_s_are_kept():
    trace = Trace()
    at = 1
    for count in (149, 1, 1, 148, 1, 1, 149, 1):
        at = _run(trace, count, at)
        assert _stamps(trace) == list(range(max(1, at - KEPT), at))


def test_the_trace_freezes_1_s_after_the_first_fault():
    trace = Trace()
    at = _run(trace, 250)
    trace.fault()
    at = _run(trace, 25, at)
    trace.fault()
    trace.run()
    at = _run(trace, 24, at)
    assert not trace.frozen()
    at = _run(trace, 1, at)
    assert trace.frozen()
    trace.fault()
    _run(trace, 10, at)
    assert trace.frozen()
    assert _stamps(trace) == list(range(151, 301))  # 2 s before, 1 s after


def test_the_trace_runs_again_when_told():
    trace = Trace()
    trace.run()
    trace.fault()
    at = _run(trace, 100)
    assert trace.frozen()
    trace.run()
    assert not trace.frozen()
    at = _run(trace, 250, at)
    assert _stamps(trace)[-1] == at - 1
    trace.fault()
    _run(trace, 100, at)
    assert trace.frozen()


def test_no_tick_allocates():
    log = Journal()
    frame = Frame()
    row = array.array("i", [0, 0, 0])
    with no_alloc():
        for i in range(KEPT + 10):
            log.events.add(i, 1, 2)
            log.events.get(i, row)
            log.trace.add(frame, i, i)
            if i & 64:
                log.trace.fault()
                log.trace.run()
            snapshot = log.idle()
            snapshot.now_ms = i
            log.publish()
        log.die()

"""A clock that is put forward or back while a car charges: its session does not mind (REQ-T-2)."""

from session import record as r
from session.books import OPEN
from shell.clock import NTP
from tests.session.counter import SECOND_MWH, Counter, archived, kinds

FULL_W = 22080 * 1000
HOUR_S = 3600
JUMPS_S = (5 * HOUR_S, -2 * HOUR_S, 90 * 86400, 61, -61)


def put(counter, jump_s):
    """Put the clock elsewhere, as a better source does."""
    counter.now_s += jump_s
    assert counter.clock.set(counter.now_s, NTP)


def test_duration_and_energy_do_not_jump():
    for jump_s in JUMPS_S:
        counter = Counter()
        counter.be(5)
        counter.be(300, mw=FULL_W)
        put(counter, jump_s)
        counter.be(300, mw=FULL_W)
        assert counter.session.open
        record = counter.session.record
        assert record.seconds == 604
        assert record.energy_mwh() == 600 * SECOND_MWH
        assert abs(record.stop_s() - counter.now_s) <= 1
        assert record.flags & r.LATE_CLOCK
        counter.be(1, plugged=0)
        (kept,) = archived(counter)
        assert (kept.seconds, kept.reason) == (605, r.EV_DISCONNECTED)


def test_the_new_start_is_written_down_at_once():
    counter = Counter()
    counter.be(5)
    counter.be(10, mw=FULL_W)
    before = kinds(counter).count(OPEN)
    put(counter, 5 * HOUR_S)
    counter.be(2, mw=FULL_W)
    assert kinds(counter).count(OPEN) == before + 1


def test_a_cut_after_a_jump_is_as_long_as_it_is():
    for jump_s in JUMPS_S:
        counter = Counter()
        counter.be(5)
        counter.be(300, mw=FULL_W)
        put(counter, jump_s)
        counter.be(60, mw=FULL_W)
        counter.now_s += 600
        counter.boot()
        counter.be(1)
        assert counter.session.open, jump_s
        assert counter.session.record.number == 1
        assert 960 <= counter.session.record.seconds <= 970


def test_a_limit_of_time_counts_seconds_and_not_hours_of_the_wall():
    counter = Counter()
    counter.session.limits = (0, 1000, 0)
    counter.be(500, mw=FULL_W)
    put(counter, 5 * HOUR_S)
    counter.be(400, mw=FULL_W)
    assert not counter.session.refuses()
    counter.be(200, mw=FULL_W)
    assert counter.session.refuses()


def test_small_corrections_leave_the_start_where_it_is():
    counter = Counter()
    counter.be(5)
    start_s = counter.session.record.start_s
    for jump_s in (20, -30, 59):
        put(counter, jump_s)
        counter.be(5, mw=FULL_W)
    assert counter.session.record.start_s == start_s
    assert not counter.session.record.flags & r.LATE_CLOCK

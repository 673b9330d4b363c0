"""A meter that falls silent, or jumps, in mid-session: the record says so (OM-010, T-26)."""

from session import record as r
from session.books import OPEN
from tests.session.counter import FULL_W, SECOND_MWH, Counter, ListJournal, archived, kinds


def silent(counter):
    """Take the meter away; return what gives it back."""
    take, counter.register.take = counter.register.take, lambda: None
    counter.register.lost = True

    def back():
        counter.register.take = take
        counter.register.lost = False

    return back


def test_a_meter_that_dies_is_in_the_record_from_then_on():
    counter = Counter()
    counter.be(5)
    back = silent(counter)
    counter.be(3, mw=FULL_W)  # in another session
    counter.be(1, plugged=0)
    back()
    counter.be(5)
    counter.be(40, mw=FULL_W)
    silent(counter)
    counter.be(1, mw=FULL_W)
    assert counter.session.record.flags == r.METER_LOST
    assert kinds(counter)[-1] == OPEN  # at once: a cut does not hide it
    before = len(kinds(counter))
    counter.be(30, mw=FULL_W)
    assert kinds(counter)[before:].count(OPEN) == 0
    counter.boot(ListJournal(counter.journal.rows))
    counter.register.take = lambda: None
    counter.register.lost = True
    counter.be(8, mw=FULL_W)
    counter.be(1, plugged=0)
    record = archived(counter)[-1]
    assert record.flags == r.RESUMED | r.METER_LOST
    assert record.energy_mwh() == 40 * SECOND_MWH


def test_what_it_has_counted_meanwhile_makes_it_good():
    counter = Counter()
    counter.be(5)
    back = silent(counter)
    counter.be(40, mw=FULL_W)
    back()
    counter.be(10, mw=FULL_W)
    counter.be(1, plugged=0)
    (record,) = archived(counter)
    assert record.flags == 0
    assert record.energy_mwh() == 50 * SECOND_MWH


def test_silence_while_nothing_flows_is_no_loss():
    counter = Counter()
    counter.be(5)
    back = silent(counter)
    counter.be(40)
    back()
    counter.be(1, plugged=0)
    assert archived(counter)[0].flags == 0


def test_another_meter_in_mid_session_is_a_gap_for_ever():
    counter = Counter()
    counter.be(5)
    counter.be(40, mw=FULL_W)
    counter.register.jumps += 1
    counter.be(40, mw=FULL_W)
    counter.be(1, plugged=0)
    counter.be(2)
    counter.be(2, plugged=0)
    assert [record.flags for record in archived(counter)] == [r.METER_GAP, 0]


def test_a_jump_across_a_cut_is_a_gap_too():
    for plugged in (0, 1):
        counter = Counter()
        counter.be(5)
        counter.be(40, mw=FULL_W)
        counter.boot(ListJournal(counter.journal.rows))
        counter.register.jumps = 1
        counter.be(3, plugged=plugged)
        counter.be(3, plugged=0)
        (record,) = archived(counter)
        assert record.flags == r.METER_GAP | (r.RESUMED if plugged else 0)


def test_a_session_that_is_closed_before_the_meter_speaks_says_so():
    counter = Counter()
    counter.be(5)
    counter.be(40, mw=FULL_W)
    counter.boot(ListJournal(counter.journal.rows))
    counter.register.take = lambda: None
    counter.be(8, plugged=0)
    assert archived(counter)[0].flags == r.METER_LOST


def test_what_a_silent_meter_counted_for_the_car_before_is_on_no_bill_of_the_next():
    counter = Counter()
    counter.be(5)
    back = silent(counter)
    counter.be(40, mw=FULL_W)
    counter.be(2, plugged=0)
    counter.be(5)
    back()
    counter.be(2)
    counter.be(10, mw=FULL_W)
    counter.be(2, plugged=0)
    first, second = archived(counter)
    assert (first.flags, first.energy_mwh()) == (r.METER_LOST, 0)
    assert (second.flags, second.energy_mwh()) == (0, 10 * SECOND_MWH)
    assert counter.register.mwh == 50 * SECOND_MWH  # I5


def test_energy_of_a_session_whose_meter_came_late_is_missing_and_it_says_so():
    counter = Counter()
    counter.be(1, plugged=0)
    back = silent(counter)
    counter.be(5)
    counter.be(10, mw=FULL_W)
    back()
    counter.be(10, mw=FULL_W)
    counter.be(2, plugged=0)
    (record,) = archived(counter)
    assert record.flags == r.METER_GAP
    assert record.energy_mwh() == 9 * SECOND_MWH


def test_a_limit_that_nobody_guards_holds_until_the_meter_is_back():
    for limits in ((10**9, 0, 0), (0, 0, 10**9), (0, 10**6, 0)):
        counter = Counter()
        counter.session.limits = limits
        counter.be(5)
        assert not counter.session.refuses()
        back = silent(counter)
        counter.be(1)
        assert counter.session.refuses() == (limits[1] == 0)  # time needs no meter
        back()
        counter.be(1)
        assert not counter.session.refuses()
        assert counter.session.record.reason == r.RUNNING


def test_a_jump_between_two_sessions_is_on_neither():
    counter = Counter()
    for _ in range(2):
        counter.be(5)
        counter.be(2, plugged=0)
        counter.register.jumps += 1
    assert [record.flags for record in archived(counter)] == [0, 0]

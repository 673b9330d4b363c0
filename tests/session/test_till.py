"""What a till writes down of the sessions of an outlet, when, and why they end."""

from core import faults, states
from session import record as r
from session import trace
from session.books import OPEN, PROGRESS, STOP
from session.journal import Journal
from session.tariff import flat
from tests.session.counter import (
    FULL_W,
    SECOND_MWH,
    START_S,
    Counter,
    ListJournal,
    archived,
    kinds,
)
from tools.world.nor import Nor


def test_one_start_and_one_stop_and_progress_in_between():
    counter = Counter()
    counter.be(5)
    counter.be(60, mw=FULL_W)
    counter.be(5, why=states.WHY_CAR)
    counter.be(2, plugged=0)
    assert kinds(counter)[0] == OPEN
    assert kinds(counter)[-1] == STOP
    between = kinds(counter)[1:-1]
    assert set(between) == {PROGRESS}
    assert 4 <= len(between) <= 6  # 368 Wh, the contactor's closing and opening
    (record,) = archived(counter)
    assert record.number == 1
    assert record.energy_mwh() == 60 * SECOND_MWH
    assert record.stop_mwh() - record.start_mwh == 60 * SECOND_MWH
    assert record.start_s == START_S + 1
    assert record.stop_s() == START_S + 71
    assert record.reason == r.EV_DISCONNECTED
    assert record.who == b"card-one"


def test_a_slow_charge_has_a_record_a_minute_and_a_rest_one_in_15():
    counter = Counter()
    counter.be(1)
    counter.be(601, mw=1400 * 1000)
    assert 10 <= kinds(counter).count(PROGRESS) <= 12
    before = len(kinds(counter))
    counter.be(3601, why=states.WHY_CAR)
    assert 4 <= len(kinds(counter)) - before <= 6


def test_8_h_at_22_kw_fit_the_records_the_journal_promises():
    counts = [0, 0]

    class Counts(Journal):
        def append(self, kind, payload):
            counts[kind != PROGRESS] += 1
            assert kind != PROGRESS or len(payload) <= 22
            return Journal.append(self, kind, payload)

    journal = Counts(Nor(12))  # 48 KB
    journal.recover()
    while journal.prepare():
        pass
    counter = Counter(journal)
    counter.be(1)
    counter.be(8 * 3600, mw=FULL_W)
    assert 1100 <= counts[0] <= 1300
    assert counts[1] == 1
    assert journal.room() >= 24  # never sparse


def test_with_little_room_only_every_tenth_is_written():
    counter = Counter()
    counter.be(1)
    counter.journal.free = 20
    counter.be(600, mw=FULL_W)
    assert kinds(counter).count(PROGRESS) <= 6


def test_a_device_that_writes_with_the_contactor_open_only_is_told_the_newest_then():
    counter = Counter()
    counter.journal.while_closed = False
    counter.be(2)
    assert kinds(counter) == [OPEN]
    counter.be(300, mw=FULL_W)
    counter.till.set_tariff(flat(50000))
    counter.be(300, mw=FULL_W)
    assert kinds(counter) == [OPEN]
    counter.be(1, why=states.WHY_CAR)
    assert kinds(counter) == [OPEN, OPEN]
    counter.be(1, plugged=0)
    assert kinds(counter) == [OPEN, OPEN, STOP]
    assert archived(counter)[0].energy_mwh() == 600 * SECOND_MWH


def test_a_clock_that_comes_late_dates_the_start_back():
    counter = Counter(clock=False)
    counter.be(11)
    assert counter.session.record.start_s == 0
    counter.clock.set(START_S + 10, 2)
    counter.be(1)
    record = counter.session.record
    assert record.start_s == START_S
    assert record.flags & r.LATE_CLOCK
    assert [line[1] for line in record.lines] == [0x80, 0]  # unset, then known


def test_a_price_that_changes_while_charging_splits_the_session():
    counter = Counter()
    counter.be(3)
    counter.be(30, mw=FULL_W)
    tariff = flat(50000)
    tariff["version"] = 2
    counter.till.set_tariff(tariff)
    counter.be(30, mw=FULL_W)
    counter.boot(ListJournal(counter.journal.rows))  # the new tariff was not saved yet
    counter.be(30, mw=FULL_W)
    counter.be(1, plugged=0)
    (record,) = archived(counter)
    assert [line[:3] for line in record.lines] == [[0, 0, 30000], [2, 0, 50000]]
    assert record.energy_mwh() == 90 * SECOND_MWH
    assert abs(record.lines[1][4] - 30 * SECOND_MWH) <= 2 * SECOND_MWH


def test_who_asks_for_the_stop_is_its_reason():
    for asked, reason in ((1, r.LOCAL), (2, r.REMOTE)):
        counter = Counter()
        counter.be(3)
        counter.authorise.asked = asked
        counter.be(1)
        assert counter.session.refuses()
        counter.be(1, plugged=0)
        assert archived(counter)[0].reason == reason
    counter = Counter()
    assert not counter.till.stop(r.UNLOCK_COMMAND)
    counter.be(3)
    assert counter.till.stop(r.UNLOCK_COMMAND)
    counter.be(1, plugged=0)
    assert archived(counter)[0].reason == r.UNLOCK_COMMAND


def test_an_emergency_stop_that_ends_it_is_the_reason():
    counter = Counter()
    counter.be(3)
    counter.be(3, fault=faults.ESTOP)
    counter.be(1, plugged=0, fault=faults.ESTOP)
    assert archived(counter)[0].reason == r.EMERGENCY_STOP


def test_nothing_begins_in_the_self_test_or_without_authorisation():
    counter = Counter()
    counter.be(3, state=states.STARTUP)
    assert not counter.session.open
    counter.authorise.good = False
    counter.be(3)
    assert not counter.session.open
    counter.authorise.good = True
    counter.be(1)
    counter.authorise.good = False  # CP-185: no second card
    counter.be(3)
    assert counter.session.open


def test_the_trace_has_the_power_of_each_minute():  # S29
    counter = Counter()
    counter.be(60)
    counter.be(120, mw=FULL_W)
    counter.be(90, mw=11040 * 1000)
    counter.be(1, plugged=0)
    watts = trace.load(counter.store, 1)
    assert len(watts) == 4
    assert watts[0] <= 370 and abs(watts[1] - 22070) <= 380 and abs(watts[3] - 11030) <= 200
    assert trace.load(counter.store, 2) is None


def test_a_pile_that_leaves_begins_no_other_session():
    counter = Counter()
    counter.be(5)
    counter.till.leave()
    counter.be(3)
    assert counter.till.number == 1
    assert not counter.session.open


def test_while_it_is_free_a_line_costs_nothing():  # S2
    counter = Counter()
    counter.be(10, mw=FULL_W)
    counter.till.free_for = lambda group: group is None
    counter.be(10, mw=FULL_W)
    lines = counter.session.record.lines
    assert [tuple(line[:4]) for line in lines] == [(0, 0, 30000, 0), (0, 0, 0, 0)]
    assert lines[1][4] >= 9 * SECOND_MWH
    counter.till.free_for = lambda group: group is not None
    counter.be(10, mw=FULL_W)
    assert len(lines) == 2
    assert lines[0][4] >= 18 * SECOND_MWH

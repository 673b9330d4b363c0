"""What becomes of a session whose pile loses its power."""

from core import states
from session import record as r
from session import trace
from session.books import OPEN, PROGRESS, STOP
from tests.session.counter import (
    FULL_W,
    SECOND_MWH,
    START_S,
    Counter,
    ListJournal,
    archived,
    kinds,
)
from tests.session.started import started
from tools.world.nor import Nor


def cut_after(seconds, plugged, tariff=None):
    counter = Counter(tariff=tariff)
    counter.be(5)
    counter.be(seconds, mw=FULL_W)
    counter.boot(ListJournal(counter.journal.rows))
    counter.now_s += 30
    counter.be(1, plugged=plugged, state=states.STARTUP)
    return counter


def test_a_car_that_is_still_there_goes_on_with_its_session():
    counter = cut_after(100, 1)
    counter.be(1)
    assert counter.session.open
    assert counter.till.number == 1
    assert counter.authorise.started == [(b"card-one", None)]
    counter.be(50, mw=FULL_W)
    counter.be(2, plugged=0)
    (record,) = archived(counter)
    assert record.flags & r.RESUMED
    assert record.reason == r.EV_DISCONNECTED
    assert record.energy_mwh() == 150 * SECOND_MWH  # the meter keeps its own register
    assert kinds(counter).count(STOP) == 1


def test_a_car_that_has_gone_ends_it_with_power_loss():
    counter = cut_after(100, 0)
    counter.be(1, plugged=0)
    (record,) = archived(counter)
    assert record.reason == r.POWER_LOSS
    assert record.energy_mwh() == 100 * SECOND_MWH
    assert not record.flags & r.RESUMED
    assert START_S + 85 < record.stop_s() <= START_S + 106  # its last record
    counter.be(1)
    assert counter.session.record.number == 2
    assert counter.session.energy_wh == 0


def test_a_long_cut_ends_it_too_and_a_new_one_begins():
    counter = Counter()
    counter.be(5)
    counter.be(100, mw=FULL_W)
    counter.now_s += 3700
    counter.boot(ListJournal(counter.journal.rows))
    counter.be(2)
    assert archived(counter) == []  # a car is there: the archive waits
    assert counter.session.record.number == 2
    counter.be(1, plugged=0)
    assert [record.reason for record in archived(counter)] == [r.POWER_LOSS, r.EV_DISCONNECTED]


def test_a_meter_that_is_silent_after_the_start_keeps_nobody_waiting():
    counter = Counter()
    counter.be(5)
    counter.be(100, mw=FULL_W)
    counter.boot(ListJournal(counter.journal.rows))
    counter.register.take = lambda: None
    counter.be(4, plugged=0)
    assert archived(counter) == []
    counter.be(1, plugged=0)
    (record,) = archived(counter)
    lost = 100 * SECOND_MWH - record.energy_mwh()
    assert 0 <= lost <= 100000 + SECOND_MWH  # one record's interval


def test_cuts_after_every_record_lose_nothing_and_write_nothing_twice():
    whole = Counter()
    for _ in range(3):
        whole.be(3)
        whole.be(40, mw=FULL_W)
        whole.be(5, why=states.WHY_CAR)
        whole.be(3, plugged=0)
    rows = whole.journal.rows
    for cut in range(len(rows) + 1):
        counter = Counter()
        counter.boot(ListJournal(rows[:cut]))
        counter.be(8, plugged=0)
        records = archived(counter)
        numbers = [record.number for record in records]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) == len([row for row in rows[:cut] if row[1] == OPEN])
        for record in records[:-1]:
            assert record.energy_mwh() == 40 * SECOND_MWH, cut
            assert record.reason == r.EV_DISCONNECTED


def test_a_stop_that_was_lost_is_made_when_the_next_session_shows_it():
    whole = Counter()
    for _ in range(2):
        whole.be(3)
        whole.be(40, mw=FULL_W)
        whole.be(3, plugged=0)
    rows = [row for row in whole.journal.rows if row[1] != STOP]
    counter = Counter()
    counter.boot(ListJournal(rows))
    counter.be(8, plugged=0)
    assert [(each.number, each.reason) for each in archived(counter)] == [
        (1, r.POWER_LOSS),
        (2, r.POWER_LOSS),
    ]


def test_damaged_records_are_counted_and_skipped():
    whole = Counter()
    whole.be(3)
    whole.be(40, mw=FULL_W)
    rows = whole.journal.rows
    counter = Counter()
    wrong = [(1, OPEN, b""), (2, PROGRESS, b"x"), (3, STOP, b"\x09" * 80), (4, 77, b"\1" * 90)]
    counter.boot(ListJournal(wrong + [(row[0] + 4, row[1], row[2]) for row in rows]))
    assert counter.recovery.damaged >= 3
    counter.be(1)
    assert counter.session.record.number == 1
    assert counter.session.energy_wh > 100


def test_a_session_that_the_archive_has_does_not_go_on():
    counter = Counter()
    counter.be(5)
    counter.be(40, mw=FULL_W)
    counter.be(3, plugged=0)
    rows = [row for row in counter.journal.rows if row[1] != STOP]  # the journal was full
    counter.boot(ListJournal(rows))
    counter.be(3)  # another car
    assert counter.session.record.number == 2
    assert counter.session.energy_wh == 0


def test_the_trace_survives_a_cut_and_20_sessions_are_kept():
    counter = cut_after(200, 1)
    counter.be(100, mw=FULL_W)
    counter.be(1, plugged=0)
    watts = trace.load(counter.store, 1)
    assert len(watts) == 5
    assert abs(sum(watts) * 60 - 300 * 22080) < 22080 * 40
    for _ in range(20):
        counter.be(1)
        counter.be(1, plugged=0)
    assert trace.load(counter.store, 1) is None
    assert trace.load(counter.store, 21) == []


def test_a_session_of_days_begins_its_journal_again_and_survives_a_cut():
    flash = Nor(4)  # a quarter of a Pico's: full after some hours
    counter = Counter(started(flash))
    counter.be(1)
    for _ in range(400):
        counter.be(60, mw=FULL_W)
        counter.be(5, why=states.WHY_CAR)
    assert counter.till.lost == 0
    assert sum(flash.erases) > 6
    counter.boot(started(flash))
    counter.be(1)
    assert counter.session.record.number == 1
    assert counter.session.record.energy_mwh() == 400 * 60 * SECOND_MWH
    counter.be(1, plugged=0)
    assert len(archived(counter)) == 1


def test_a_meter_that_answers_late_bills_nobody_for_the_car_before():
    counter = Counter()
    counter.be(5)
    rows = list(counter.journal.rows)  # the journal is in files: nothing while closed
    counter.be(600, mw=FULL_W)
    counter.now_s += 4000
    counter.boot(ListJournal(rows))
    take, counter.register.take = counter.register.take, lambda: None
    counter.be(7)
    counter.register.take = take
    counter.be(5)
    counter.be(60, mw=FULL_W)
    register_mwh = counter.register.mwh
    counter.boot(ListJournal(counter.journal.rows))  # and the record agrees with the register
    counter.be(2)
    assert counter.register.mwh == register_mwh
    counter.be(2, plugged=0)
    assert [record.energy_mwh() for record in archived(counter)] == [0, 60 * SECOND_MWH]


def test_a_car_that_leaves_before_the_meter_answers_pays_for_what_it_had_before_the_cut():
    for answers in (True, False):
        counter = Counter()
        counter.be(5)
        rows = list(counter.journal.rows)
        counter.be(10, mw=FULL_W)  # less than is worth a record
        counter.boot(ListJournal(rows))
        take, counter.register.take = counter.register.take, lambda: None
        counter.be(2)
        assert counter.till.settling()  # and nothing is offered
        counter.be(2 if answers else 6, plugged=0)
        counter.register.take = take
        counter.be(2, plugged=0)
        counter.be(3)
        counter.be(3, plugged=0)
        first, second = archived(counter)
        assert first.energy_mwh() == (10 * SECOND_MWH if answers else 0)
        assert first.flags == (0 if answers else r.METER_LOST)
        assert second.energy_mwh() == 0


def test_a_session_that_goes_on_without_a_word_of_the_meter_says_so_until_it_speaks():
    for speaks in (True, False):
        counter = Counter()
        counter.be(5)
        counter.be(10, mw=FULL_W)
        counter.boot(ListJournal(counter.journal.rows))
        take, counter.register.take = counter.register.take, lambda: None
        counter.be(8)
        assert counter.session.record.flags == r.RESUMED | r.METER_LOST
        if speaks:
            counter.register.take = take
        counter.be(2)
        counter.be(2, plugged=0)
        (record,) = archived(counter)
        assert record.flags == r.RESUMED | (0 if speaks else r.METER_LOST)
        assert record.energy_mwh() == (10 if speaks else 1) * SECOND_MWH

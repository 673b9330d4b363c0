from core import faults, states
from session import record as r
from session import trace
from session.journal import Journal
from session.record import unpack
from session.tariff import flat
from session.till import OPEN, PROGRESS, STOP
from tests.session.counter import START_S, Counter, ListJournal
from tools.world.nor import Nor

FULL_W = 22080 * 1000  # mW: 6133 mWh a second
SECOND_MWH = FULL_W // 3600


def kinds(counter):
    return [row[1] for row in counter.journal.rows]


def archived(counter):
    return [unpack(record) for _, record in counter.archive.rows]


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

    class Counts(ListJournal):
        def append(self, kind, payload):
            counts[kind != PROGRESS] += 1
            assert kind != PROGRESS or len(payload) <= 22

    counter = Counter(Counts())
    counter.be(1)
    counter.be(8 * 3600, mw=FULL_W)
    assert counts[0] <= 1911 - 100
    assert counts[1] == 1


def test_with_little_room_only_every_tenth_is_written():
    counter = Counter()
    counter.be(1)
    counter.journal.free = 20
    counter.be(600, mw=FULL_W)
    assert kinds(counter).count(PROGRESS) <= 6


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


def test_what_the_archive_has_is_not_archived_again():
    counter = Counter()
    counter.be(3)
    counter.be(3, plugged=0)
    counter.boot(ListJournal(counter.journal.rows))
    assert counter.till.finished == []
    counter.be(3)
    counter.be(3, plugged=0)
    assert [record.number for record in archived(counter)] == [1, 2]
    counter.boot(ListJournal([]))  # the flash was replaced
    counter.be(3)
    assert counter.till.number == 3


def test_an_archive_that_is_full_costs_no_record():
    counter = Counter()
    counter.archive.full = True
    counter.be(3)
    try:
        counter.be(1, plugged=0)
    except OSError:
        pass
    counter.be(3, plugged=0)
    assert [row[1].number for row in counter.till.finished] == [1]
    assert counter.archive.asked == 1  # it is not written to again and again
    counter.archive.full = False
    counter.be(3)
    counter.be(1, plugged=0)
    assert [record.number for record in archived(counter)] == [1, 2]


def test_what_is_not_archived_may_not_be_erased():
    counter = Counter()
    counter.be(3)
    counter.be(3, plugged=0)
    assert counter.journal.kept == counter.journal.rows[-1][0]  # the last stop: the register's
    counter.till.wants = lambda idle: False
    for _ in range(2):
        counter.be(3)
        counter.be(3, plugged=0)
    assert kinds(counter) == [OPEN, STOP] * 3
    counter.boot(ListJournal(counter.journal.rows))
    assert counter.journal.kept == 4


def test_blocks_are_erased_when_nobody_waits_or_before_a_start_without_room():
    counter = Counter(ListJournal(room=100))
    counter.be(1, plugged=0)
    assert counter.journal.free >= 224
    counter.be(1)
    counter.journal.free = 150
    prepared = counter.journal.prepared
    counter.be(5, why=states.WHY_CAR)
    assert counter.journal.prepared == prepared  # a car is there
    counter = Counter(ListJournal(room=0))
    counter.be(1)
    assert counter.journal.prepared == 1  # one block, and the start is written
    assert kinds(counter) == [OPEN]


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


def test_a_journal_that_is_full_stops_nobody_and_says_so():
    counter = Counter(ListJournal(room=1))
    counter.journal.prepare = lambda: False
    counter.be(3)
    counter.be(60, mw=FULL_W)
    counter.be(1, plugged=0)
    assert counter.till.lost > 0
    assert archived(counter)[0].energy_mwh() == 60 * SECOND_MWH


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
    def started(flash):
        journal = Journal(flash)
        journal.recover()
        while journal.prepare():
            pass
        return journal

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


def test_a_pile_that_leaves_begins_no_other_session():
    counter = Counter()
    counter.be(5)
    counter.till.leave()
    counter.be(3)
    assert counter.till.number == 1
    assert not counter.session.open


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


def test_without_memory_for_its_trace_a_session_is_billed_all_the_same():
    class Full:
        def __len__(self):
            return 0

        def append(self, _value):
            raise MemoryError

        def __iter__(self):
            return iter(())

    counter = Counter()
    counter.be(5)
    counter.till.trace.rows = Full()
    counter.be(100, mw=FULL_W)
    counter.till.trace.rows = trace.Trace().rows
    counter.be(2, plugged=0)
    assert archived(counter)[0].energy_mwh() == 100 * SECOND_MWH


def test_a_record_that_memory_did_not_suffice_for_is_written_later():
    class Short(ListJournal):
        short = True

        def append(self, kind, payload):
            if self.short:
                raise MemoryError
            return ListJournal.append(self, kind, payload)

    journal = Short()
    counter = Counter(journal)
    counter.be(2)
    journal.short = False
    counter.be(90, mw=FULL_W)
    assert kinds(counter)[:2] == [OPEN, PROGRESS]
    counter.boot(ListJournal(journal.rows))
    counter.be(2)
    assert counter.session.record.number == 1


def test_a_session_that_ends_without_memory_is_archived_all_the_same():
    counter = Counter()
    counter.be(5)
    counter.be(40, mw=FULL_W)
    keep = counter.register.keep

    def short():
        raise MemoryError

    counter.register.keep = short
    try:
        counter.be(1, plugged=0)
    except MemoryError:
        pass
    counter.register.keep = keep
    counter.be(2, plugged=0)
    assert [record.energy_mwh() for record in archived(counter)] == [40 * SECOND_MWH]


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


def test_sessions_that_waited_for_the_archive_are_all_archived_in_order():
    for reboot in (False, True):
        counter = Counter()
        counter.archive.full = True
        for _ in range(20):
            counter.be(3)
            counter.be(20, mw=FULL_W)
            counter.be(2, plugged=0)
        if reboot:
            counter.boot(ListJournal(counter.journal.rows))
        counter.archive.full = False
        counter.be(3)
        counter.be(2, plugged=0)
        assert [record.number for record in archived(counter)] == list(range(1, 22))
        for record in archived(counter)[:20]:
            assert record.energy_mwh() == 20 * SECOND_MWH
        assert counter.till.finished == []


def test_while_it_is_free_a_line_costs_nothing():  # S2
    counter = Counter()
    counter.be(10, mw=FULL_W)
    counter.session.free = True
    counter.be(10, mw=FULL_W)
    lines = counter.session.record.lines
    assert [tuple(line[:4]) for line in lines] == [(0, 0, 30000, 0), (0, 0, 0, 0)]
    assert lines[1][4] >= 9 * SECOND_MWH
    counter.session.free = False
    counter.be(10, mw=FULL_W)
    assert len(lines) == 2
    assert lines[0][4] >= 18 * SECOND_MWH

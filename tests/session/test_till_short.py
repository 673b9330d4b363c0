"""A till whose archive, journal or memory is full."""

from core import states
from session import trace
from session.books import OPEN, PROGRESS, STOP
from tests.session.counter import FULL_W, SECOND_MWH, Counter, ListJournal, archived, kinds


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


def test_a_journal_that_is_full_stops_nobody_and_says_so():
    counter = Counter(ListJournal(room=1))
    counter.journal.prepare = lambda: False
    counter.be(3)
    counter.be(60, mw=FULL_W)
    counter.be(1, plugged=0)
    assert counter.till.lost > 0
    assert archived(counter)[0].energy_mwh() == 60 * SECOND_MWH


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

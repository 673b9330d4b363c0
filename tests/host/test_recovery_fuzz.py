"""Flash that holds nonsense: a start never fails, and never invents a session. Seeded."""

import random

import pytest

from session import record as r
from session.books import OPEN, PROGRESS, STOP
from session.journal import Journal
from session.recovery import Recovery
from session.tariff import flat
from session.till import Till
from shell.clock import RTC, Clock
from tests.session.counter import FULL_W, START_S, Counter, Register
from tests.session.started import started
from tools.world.nor import PAGE, Nor

PAGES = 10000
A_START = 10  # pages that are damaged before each
WRONG = 10000  # payloads


class Life:
    """A journal with sessions in it, and what they were."""

    def __init__(self, sessions=12):
        self.flash = Nor(4)
        counter = Counter(started(self.flash))
        self.known = {}
        for number in range(sessions):
            counter.be(3)
            counter.be(20 + number * 5, mw=FULL_W)
            record = counter.session.record
            self.known[record.number] = (record.start_s, record.start_mwh, record.who)
            if number < sessions - 1:
                counter.till.wants = lambda *_: False  # the archive takes none: all stay here
                counter.be(2, plugged=0)
        self.meter = counter.meter


def restarted(flash, meter):
    """Start on that flash; return (till, recovery) after the car of before is seen."""
    journal = Journal(flash)
    journal.recover()
    register = Register(meter)
    clock = Clock(0)
    clock.set(START_S + 1000000, RTC)
    till = Till(journal, register, clock, flat(0))
    recovery = Recovery(till, register, 0)
    recovery.run(journal.records())
    return till, recovery


def damaged(dice, page, other):
    """Return what wear, a cut or a stray write may make of a page."""
    way = dice.randrange(6)
    if way == 0:
        return dice.randbytes(PAGE)
    if way == 1:
        return bytes([dice.choice((0, 0xFF))]) * PAGE
    if way == 2:
        at = dice.randrange(PAGE)
        return page[:at] + other[at:]
    changed = bytearray(page)
    for _ in range(dice.randrange(1, 9)):
        changed[dice.randrange(PAGE)] ^= 1 << dice.randrange(8)
    if way == 3:
        at = dice.randrange(PAGE)
        changed[at:] = b"\xff" * (PAGE - at)
    return bytes(changed)


def test_damaged_pages_raise_nothing_and_invent_nothing():
    life = Life()
    whole = bytes(life.flash.data)
    dice = random.Random(20261122)
    pages = [at for at in range(0, len(whole), PAGE) if whole[at : at + PAGE] != b"\xff" * PAGE]
    skipped = 0
    for _ in range(PAGES // A_START):
        flash = Nor(4)
        flash.data[:] = whole
        for at in [dice.choice(pages) for _ in range(A_START)]:
            other = dice.choice(pages)
            flash.data[at : at + PAGE] = damaged(
                dice, whole[at : at + PAGE], whole[other : other + PAGE]
            )
        till, recovery = restarted(flash, life.meter)
        records = [record for _, record, _ in till.finished]
        if till._found is not None:
            records.append(till._found)
        for record in records:
            assert (record.start_s, record.start_mwh, record.who) == life.known[record.number]
        numbers = [record.number for record in records]
        assert numbers == sorted(set(numbers))
        assert till.number <= max(life.known)
        skipped += recovery.damaged + till._journal.damaged
        journal = till._journal
        journal.keep_from(journal.sequence)
        assert journal.room() or journal.prepare()
        journal.append(STOP, b"it can still be written")
    assert skipped > PAGES // 20


def packed(dice, record, keep):
    """Return the payload of a whole record, spoilt or not."""
    line = dice.choice((0, len(record.lines) - 1, len(record.lines), 7, 255))
    data = bytearray(record.pack() + bytes([line]) + keep)
    for _ in range(dice.randrange(4)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data[: len(data) - dice.choice((0, 0, 0, 1, 16, 60))])


def test_whole_records_of_nonsense_raise_nothing():
    life = Life()
    dice = random.Random(4)
    journal = Journal(life.flash)
    journal.recover()
    rows = list(journal.records())
    for _ in range(WRONG // 10):
        spoilt = list(rows)
        for _ in range(10):
            at = dice.randrange(len(spoilt))
            sequence, kind, payload = rows[at]
            if kind == PROGRESS or dice.random() < 0.2:
                payload = dice.randbytes(dice.choice((0, 5, 12, 17, 17, 40)))
            else:
                record = r.unpack(payload[:-6])
                payload = packed(dice, record, payload[-5:])
            spoilt[at] = (sequence, dice.choice((kind, kind, OPEN, STOP, PROGRESS, 7)), payload)
        register = Register(life.meter)
        clock = Clock(0)
        clock.set(START_S + dice.randrange(5000), RTC)
        till = Till(journal, register, clock, flat(0))
        recovery = Recovery(till, register, 0)
        recovery.run(iter(spoilt))
        counter = Counter()  # whatever it found, the pile goes on with it
        counter.till, counter.register, counter.clock = till, register, clock
        counter.session = till.session
        counter.be(3)
        counter.be(2, plugged=0)
        assert not till.settling()


@pytest.mark.parametrize("line", [1, 7, 255])
def test_a_line_in_use_that_is_not_there_is_a_damaged_record(line):
    counter = Counter()
    counter.be(5)
    sequence, kind, payload = counter.journal.rows[0]
    wrong = payload[:-6] + bytes([line]) + payload[-5:]
    till, register = counter.till, Register(counter.meter)
    till = Till(counter.journal, register, counter.clock, flat(0))
    recovery = Recovery(till, register, 0)
    recovery.run(iter([(sequence, kind, wrong)]))
    assert recovery.damaged == 1
    assert till._found is None

"""The till in the app when its journal, its archive or the till itself is broken."""

from core import states
from tests.shell.fakes import TURNS_MS
from tests.shell.sold import Sold
from tools.world.flash import Flash, Pages


def test_a_journal_that_cannot_be_read_stops_nobody():
    class Broken:
        def readblocks(self, block, buffer, offset=0):
            raise OSError(5)

        def ioctl(self, operation, argument):
            return {4: 16, 5: 4096}.get(operation, 0)

    pile = Sold()
    pile.ports.flash = Broken()
    pile.boot()
    assert "no journal" in pile.app.trade.message
    pile.charge()
    assert pile.core.state == states.CHARGING
    pile.leave()
    assert len(pile.records()) == 1


def test_a_till_that_raises_is_noted_and_the_car_charges_on():
    pile = Sold()
    pile.charge()
    pile.app.trade.till.step = None
    pile.run(3000)
    assert pile.core.state == states.CHARGING
    assert pile.app.crashes[0] == 3
    assert isinstance(pile.app.last_crash, TypeError)


def test_an_archive_that_is_full_is_told_and_nobody_waits_for_it():
    pile = Sold()

    def full(_number, _record, _meter):
        raise OSError(28)

    add, pile.ports.archive.add = pile.ports.archive.add, full
    pile.charge()
    pile.leave()
    assert "not saved" in pile.app.trade.message
    pile.run(1000)
    assert pile.live.enable == 1
    pile.ports.archive.add = add
    pile.charge()
    pile.leave()
    assert [record.number for record in pile.records()] == [1, 2]


def test_a_damaged_tariff_is_none():
    pile = Sold(b'{"price_kwh": 0.5}')
    for data in (b"", b"{}", b'{"version": 1}', b"\xff\x00"):
        pile.store.write("tariff", data)
        pile.store.write("tariff", data)
        pile.boot()
        assert pile.app.trade.tariff()["prices"] == [[50000, 0]]


def test_a_new_flash_is_erased_block_by_block_and_a_car_waits_for_one_only():
    class Blank(Flash):
        def __init__(self):
            Pages.__init__(self, 12)
            self.erases = 0

        def ioctl(self, operation, argument):
            self.erases += operation == 6
            return Flash.ioctl(self, operation, argument)

    pile = Sold()
    pile.ports.flash = Blank()
    pile.boot()
    pile.hal.car = "C"
    pile.run(2000)
    assert pile.ports.flash.erases <= 1
    pile.run(3000)
    assert pile.core.state == states.CHARGING
    pile.leave()
    pile.run(2000)
    assert pile.ports.flash.erases in (11, 12)
    pile.run(TURNS_MS)
    assert pile.live.enable == 1


def test_nobody_charges_on_a_card_of_before_when_the_till_fails():
    pile = Sold(b'{"authorise": "list"}')
    pile.run(2000)
    pile.ports.reader.present("04AABBCC")
    pile.charge()
    assert pile.core.state == states.CHARGING
    step, pile.app.trade.till.step = pile.app.trade.till.step, None
    pile.leave()
    pile.charge()
    pile.run(5000)
    assert pile.core.state != states.CHARGING
    pile.leave()
    pile.app.trade.till.step = step
    pile.run(3000)
    assert len(pile.records()) == 1


def test_a_trace_that_cannot_be_kept_leaves_its_session_archived():
    pile = Sold()
    write = pile.store.write

    def full(name, data):
        if name.startswith("trace"):
            raise OSError(28)
        write(name, data)

    pile.store.write = full
    for _ in range(10):
        pile.charge()
        pile.leave()
    pile.run(3000)
    assert len(pile.records()) == 10
    assert "not saved" in pile.app.trade.message


def test_a_journal_that_stops_to_answer_does_not_stop_the_start():
    from session.journal import Journal

    pile = Sold()
    pile.charge()
    pile.leave()
    records = Journal.records

    def broken(_journal, _since=0):
        raise OSError(5)

    Journal.records = broken
    try:
        pile.boot()
    finally:
        Journal.records = records
    assert "cannot be read" in pile.app.trade.message
    pile.charge()
    assert pile.core.state == states.CHARGING
    pile.leave()
    assert [record.number for record in pile.records()] == [1, 2]

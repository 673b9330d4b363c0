"""What is to be written finds no memory or no room: it waits, and the pile goes on."""

from core import states
from session.record import unpack
from tests.shell.fakes import TURNS_MS, Pile
from tests.shell.sold import Sold

AGAIN_MS = 62000


def short(owner, name, error, part=""):
    """Let a method fail for what begins with `part`; return (calls, what mends it)."""
    whole = getattr(owner, name)
    calls = []

    def fails(*args):
        if part and not args[0].startswith(part):
            return whole(*args)
        calls.append(args)
        raise error

    setattr(owner, name, fails)
    return calls, lambda: setattr(owner, name, whole)


def test_settings_are_saved_once_there_is_memory_and_no_car_is_disturbed_for_it():
    for error in (MemoryError(), OSError(28)):
        pile = Pile()
        pile.run(2000)
        calls, mend = short(pile.store, "write", error, "settings")
        pile.app.change({"max_current_a": 10})
        pile.run(TURNS_MS)
        assert len(calls) == 1
        assert pile.app.unsaved
        assert "not saved" in pile.app.message
        pile.run(3000)
        assert pile.live.enable == 1
        pile.charge()
        assert pile.core.state == states.CHARGING
        pile.hal.car = "B"
        pile.run(AGAIN_MS)
        assert len(calls) == 1
        pile.hal.car = "A"
        pile.run(2000)
        assert len(calls) == 2
        mend()
        pile.run(AGAIN_MS)
        assert b'"max_current_a": 10' in pile.store.read("settings")
        assert pile.app.message == ""
        assert not pile.app.unsaved


def test_a_tariff_is_saved_once_there_is_memory():
    from session.tariff import flat

    for error in (MemoryError(), OSError(28)):
        pile = Sold()
        pile.run(2000)
        calls, mend = short(pile.store, "write", error, "tariff")
        pile.app.trade.set_tariff(flat(77000))
        pile.run(TURNS_MS)
        assert len(calls) == 1
        assert "not saved" in pile.app.trade.message
        pile.charge()
        assert pile.core.state == states.CHARGING
        pile.hal.car = "B"
        pile.run(AGAIN_MS)
        assert len(calls) == 1  # a car is there
        pile.leave()
        mend()
        pile.run(AGAIN_MS)
        assert b"77000" in pile.store.read("tariff")


def test_an_archive_without_memory_takes_the_session_later():
    pile = Sold()
    calls, mend = short(pile.ports.archive, "add", MemoryError())
    pile.charge()
    pile.leave()
    pile.run(2000)
    assert len(calls) == 1
    assert pile.live.enable == 1
    mend()
    pile.charge()
    pile.leave()
    assert [unpack(record).number for record in pile.ports.archive.records] == [1, 2]


def test_a_journal_without_memory_is_told_later_and_a_cut_then_loses_nothing():
    pile = Sold()
    pile.run(2000)
    calls, mend = short(pile.app.trade.journal, "append", MemoryError())
    pile.charge()
    assert calls
    assert pile.core.state == states.CHARGING
    mend()
    pile.draw(61000, 5)
    pile.boot()
    pile.run(8000)
    assert pile.app.session.record.number == 1
    assert pile.app.session.energy_wh == 305


def test_a_journal_in_files_that_refuses_holds_no_car_up():
    for error in (MemoryError(), OSError(5)):
        pile = Sold()
        journal = pile.app.trade.journal
        journal.while_closed = False
        pile.run(2000)
        calls, mend = short(journal, "append", error)
        pile.ports.link.claims.append(("ems", 0, 5))
        pile.run(1000)
        pile.hal.car = "C"
        pile.run(3000)
        assert len(calls) == 1
        pile.run(8000)
        assert pile.core.state == states.CHARGING
        pile.draw(60000, 5)
        mend()
        pile.ports.link.claims.append(("ems", 0, 5))
        pile.run(1000)
        pile.hal.car = "B"
        pile.run(3000)
        pile.boot()
        pile.run(8000)
        assert (pile.app.session.record.number, pile.app.session.energy_wh) == (1, 300)


def test_a_save_that_fails_in_any_way_does_not_end_the_pile():
    pile = Pile()
    pile.run(2000)
    short(pile.store, "write", TypeError("a bug"), "settings")
    pile.app.change({"max_current_a": 10})
    pile.run(TURNS_MS)
    assert pile.app.crashes == [1, 0, 0]
    pile.charge()
    assert pile.core.state == states.CHARGING

"""Faults that outlive a reset."""

from core import faults
from shell.kept import LASTING, Kept
from shell.memory_store import MemoryStore


def test_what_clears_by_itself_and_a_dead_tick_do_not_last():
    for fault in (faults.CP_SHORT, faults.UNDER_VOLTAGE, faults.INTERNAL):
        assert not LASTING >> fault & 1
    for fault in (faults.RCD_TRIP, faults.WELDED, faults.ESTOP, faults.OVER_CURRENT):
        assert LASTING >> fault & 1


def test_lasting_faults_come_back_from_the_store():
    store = MemoryStore()
    Kept(store).update(1 << faults.RCD_TRIP | 1 << faults.CP_SHORT)
    assert Kept(store).bits == 1 << faults.RCD_TRIP
    Kept(store).update(0)
    assert Kept(store).bits == 0


class Broken(MemoryStore):
    def write(self, name, data):
        raise OSError(28)


def test_a_full_store_stops_nothing():
    store = Broken()
    kept = Kept(store)
    kept.update(1 << faults.WELDED)
    assert Kept(store).bits == 0


class Counting(MemoryStore):
    writes = 0

    def write(self, name, data):
        self.writes += 1
        MemoryStore.write(self, name, data)


def test_flash_is_written_only_when_something_changed():
    store = Counting()
    kept = Kept(store)
    for _ in range(5):
        kept.update(1 << faults.WELDED | 1 << faults.CP_DIODE)
        kept.update(1 << faults.WELDED)
    assert store.writes == 1

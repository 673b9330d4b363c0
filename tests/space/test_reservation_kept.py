"""Reservations in the store: after a reboot, damaged, not written."""

import json

from shell.memory_store import MemoryStore
from space.reservations import MOST, Reservation, Reservations
from tests.space.reserving import ANN, BOB, HOUR, HOUSE, Space, T


def test_a_reboot_keeps_them_and_they_can_be_cancelled_then():  # S3, MO#233
    space = Space()
    space.reserve(group=HOUSE, grace_s=600)
    space.reserve(2, BOB, start=HOUR)
    space.run()
    space.boot()
    space.run()
    assert space.word == "reserved"
    assert space.all.live.fits(BOB, HOUSE)
    assert space.all.cancel(1)
    assert not space.all.cancel(1)
    assert space.word == "free"
    space.run()
    space.boot()
    space.run()
    assert [entry.number for entry in space.all.entries] == [2]


def test_what_expires_while_the_pile_is_off_is_not_stuck():  # P25
    space = Space()
    space.reserve()
    space.run()
    space.boot()
    space.run(2 * HOUR)
    assert space.word == "free"
    assert space.all.entries == []
    space.boot()
    assert space.all.entries == []


def test_for_what_has_ended_no_car_waits():
    space = Space()
    space.reserve()
    assert space.all.to_save(True)
    space.run()
    space.pile.plugged = True
    space.charge(ANN)
    assert not space.all.to_save(True)
    assert space.all.to_save(False)
    space.all.save()
    assert not space.all.to_save(False)


def test_damaged_ones_are_left_out_and_told():
    good = [1, ANN.hex(), "", T, T + HOUR, 0]
    for kept, count, message in (
        (b"{", 0, "are damaged: there are none"),
        (b"5", 0, "there are none"),
        (json.dumps([good, [2], 5, good[:5] + ["x"], good[:2] + ["zz"] + good[3:]]), 1, "4 kept"),
        (json.dumps([good[:1] + ["ab"] + good[2:]]), 0, "1 kept"),
        (json.dumps([good[:4] + [T - 1, 0]]), 0, "1 kept"),
        (json.dumps([good] * (MOST + 2)), MOST, "2 kept"),
        (json.dumps([good]), 1, ""),
    ):
        store = MemoryStore()
        store.write("reservations", kept if type(kept) is bytes else kept.encode())
        found = Reservations(store)
        assert len(found.entries) == count, kept
        assert message in found.message
        assert bool(message) == bool(found.message)


def test_a_store_that_refuses_is_told():
    class Full(MemoryStore):
        full = True

        def write(self, name, data):
            if self.full:
                raise OSError(28)
            MemoryStore.write(self, name, data)

    store = Full()
    found = Reservations(store)
    found.reserve(Reservation(1, ANN, b"", T, T + HOUR), T, "")
    found.save()
    assert "not saved" in found.message
    store.full = False
    assert [found.to_save(False) for _ in range(61)] == [False] * 60 + [True]
    found.save()
    assert found.message == "" and not found.to_save(False)
    assert len(Reservations(store).entries) == 1

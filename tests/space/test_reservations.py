import json

from shell.memory_store import MemoryStore
from space.reservation_check import checked
from space.reservations import MOST, Reservation, Reservations

T = 1772000000
HOUR = 3600
ANN, BOB = b"ann's id", b"bob's id"
HOUSE = b"hous"


class View:
    """What a reservation knows of its pile."""

    def __init__(self):
        self.plugged = False
        self.session = 0
        self.who = None
        self.group = None


class Space:
    """Reservations, their store, a pile and a clock; `words` says what is in force."""

    def __init__(self):
        self.store = MemoryStore()
        self.now_s = T
        self.available = True
        self.pile = View()
        self.boot()

    def boot(self):
        self.all = Reservations(self.store)

    def reserve(self, number=1, who=ANN, start=0, hours=1, grace_s=0, group=b"", hindrance=""):
        start_s = self.now_s + start
        entry = Reservation(number, who, group, start_s, start_s + hours * HOUR, grace_s)
        return self.all.reserve(entry, self.now_s, hindrance)[0]

    def run(self, seconds=1):
        """Let time pass, and write where it is due, as the shell does with an open contactor."""
        self.now_s += seconds
        self.all.second(self.now_s, self.pile, self.available)
        if self.all.to_save(self.pile.plugged):
            self.all.save()

    def charge(self, who=ANN, group=None):
        self.pile.plugged = who is not None
        self.pile.session = 7 if who else 0
        self.pile.who, self.pile.group = who, group
        self.run()

    @property
    def word(self):
        return "reserved" if self.all.live else "free"


def test_the_words_of_reserve_now():  # OP-120
    space = Space()
    assert space.reserve() == "Accepted"
    assert space.word == "reserved"
    assert space.reserve(2, BOB) == "Occupied"
    assert space.reserve(2, BOB, start=HOUR) == "Accepted"  # one after the other
    assert space.reserve(3, BOB, start=-2 * HOUR) == "Rejected"  # past
    for hindrance in ("Faulted", "Occupied", "Unavailable"):
        assert space.reserve(9, BOB, 9 * HOUR, hindrance=hindrance) == hindrance
    assert [entry.number for entry in space.all.entries] == [1, 2]


def test_the_same_number_replaces_and_a_refusal_leaves_it():  # OP-120
    space = Space()
    space.reserve()
    assert space.reserve(1, BOB, start=2 * HOUR) == "Accepted"
    assert space.word == "free"
    space.reserve(2, ANN)
    assert space.reserve(1, BOB) == "Occupied"
    assert [entry.number for entry in space.all.entries] == [2, 1]
    assert space.all.entries[1].start_s == T + 2 * HOUR


def test_there_are_ten_at_most():
    space = Space()
    for number in range(MOST):
        assert space.reserve(number, start=number * HOUR) == "Accepted"
    assert space.reserve(MOST, start=MOST * HOUR) == "Rejected"
    assert space.reserve(3, start=MOST * HOUR) == "Accepted"  # in place of its own
    assert len(space.all.entries) == MOST


def test_without_a_time_none_is_taken_and_none_holds():
    space = Space()
    space.reserve()
    space.now_s = 0
    assert space.reserve(2) == "Rejected"
    space.run(0)
    assert space.word == "free"
    assert len(space.all.entries) == 1
    space.now_s = T
    space.run()
    assert space.word == "reserved"


def test_a_card_or_its_group_is_the_holder():  # OP-121
    one = Reservation(1, ANN, HOUSE, T, T + HOUR)
    for who, group, fits in (
        (ANN, None, True),
        (ANN, b"\0\0\0\0", True),
        (BOB, HOUSE, True),
        (BOB, b"\0\0\0\0", False),
        (BOB, None, False),
        (None, None, False),
    ):
        assert one.fits(who, group) == fits, (who, group)
    nobody = Reservation(1, ANN, b"", T, T + HOUR)
    assert not nobody.fits(BOB, b"")
    assert not Reservation(1, ANN, b"\0\0\0\0", T, T + HOUR).fits(BOB, b"\0\0\0\0")
    assert not Reservation(1, b"", HOUSE, T, T + HOUR).fits(b"", None)


def test_it_begins_at_its_start_and_ends_at_its_expiry():  # OP-121
    space = Space()
    space.reserve(start=100)
    space.run(99)
    assert space.word == "free"
    space.run(1)
    assert space.word == "reserved"
    space.run(HOUR - 1)
    assert space.word == "reserved"
    space.run(1)
    assert space.word == "free"
    assert space.all.entries == []
    assert space.all.ended == (1, "expired")


def test_the_holder_s_session_uses_it_up():  # OP-122
    for who, group in ((ANN, None), (BOB, HOUSE)):
        space = Space()
        space.reserve(group=HOUSE)
        space.charge(who, group)
        assert space.word == "free"
        assert space.all.used == (1, 7)
        space.charge(None)
        space.boot()
        space.run()
        assert space.all.entries == []


def test_who_came_early_uses_it_up_at_its_start():
    space = Space()
    space.reserve(start=100)
    space.charge(ANN)
    assert len(space.all.entries) == 1
    space.run(100)
    assert space.all.used == (1, 7)


def test_a_plug_or_a_session_of_somebody_else_does_not_use_it_up():  # OP-125
    space = Space()
    space.reserve()
    space.pile.plugged = True
    space.run()
    assert space.word == "reserved"
    space.charge(BOB)
    assert space.word == "reserved"


def test_a_holder_who_does_not_come_loses_it_after_the_grace():
    space = Space()
    space.reserve(grace_s=600)
    space.run(599)
    assert space.word == "reserved"
    space.run(1)
    assert space.word == "free"
    assert space.all.ended == (1, "no_show")


def test_the_grace_waits_for_whoever_is_in_the_way_and_for_a_holder_who_is_authorised():
    space = Space()
    space.reserve(start=10, grace_s=600)
    space.charge(BOB)
    space.run(700)
    assert space.word == "reserved"
    space.charge(None)
    assert space.word == "free"
    space.reserve(grace_s=600)
    space.pile.who = ANN  # shows the card, fetches the car
    space.run(650)
    assert space.word == "reserved"
    space.pile.who = None
    space.run()
    assert space.word == "free"


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


def test_when_nobody_may_charge_the_one_in_force_ends_and_later_ones_stay():  # OP-124
    space = Space()
    space.reserve()
    space.reserve(2, BOB, start=2 * HOUR)
    space.available = False
    space.run()
    assert space.all.ended == (1, "unavailable")
    assert [entry.number for entry in space.all.entries] == [2]


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


def test_what_is_wrong_with_one_is_named():
    good = [1, ANN, b"", T, T + HOUR, 0, T]
    for place, value, part in (
        (0, -1, "id: must be a whole number from 0"),
        (0, True, "id"),
        (0, "1", "id"),
        (1, b"", "user: must be a card"),
        (3, 5, "start"),
        (3, T + HOUR, "expiry: must be after start"),
        (3, T - 7 * 24 * HOUR, "within 7 days"),
        (4, T * 1.5, "expiry: must be a whole number"),
        (5, -1, "grace"),
        (5, 86401, "grace"),
        (6, T + HOUR, "expiry: is past already"),
        (6, T - 400 * 86400, "start: must be within 366 days"),
    ):
        row = list(good)
        row[place] = value
        try:
            checked(*row)
        except ValueError as error:
            assert part in str(error), (place, value, error)
        else:
            raise AssertionError((place, value))
    assert checked(*good).number == 1

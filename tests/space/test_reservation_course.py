"""A reservation's course: whose it is, when it begins, what uses it up and what ends it."""

from space.reservations import Reservation
from tests.space.reserving import ANN, BOB, HOUR, HOUSE, Space, T


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


def test_when_nobody_may_charge_the_one_in_force_ends_and_later_ones_stay():  # OP-124
    space = Space()
    space.reserve()
    space.reserve(2, BOB, start=2 * HOUR)
    space.available = False
    space.run()
    assert space.all.ended == (1, "unavailable")
    assert [entry.number for entry in space.all.entries] == [2]

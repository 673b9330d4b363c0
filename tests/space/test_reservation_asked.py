"""What is answered to whoever asks for a reservation."""

from space.reservation_check import checked
from space.reservations import MOST
from tests.space.reserving import ANN, BOB, HOUR, Space, T


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

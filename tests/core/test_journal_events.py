"""The ring of events: in order, the last 63, never one that was not or is being written."""

import array

from core import journal
from core.journal import EventRing
from tests.no_alloc import no_alloc

MASK = (1 << 30) - 1
KEPT = 63


def _got(ring, number):
    into = array.array("i", [0, 0, 0])
    return list(into) if ring.get(number, into) else None


def test_every_event_has_its_name():
    for number, name in enumerate(journal.EVENTS):
        assert getattr(journal, "EVENT_" + name.upper()) == number


def test_events_come_back_in_order():
    ring = EventRing()
    assert _got(ring, 0) is None
    ring.add(1000, 2, -7)
    ring.add(MASK, 5, 32000)
    assert ring.head == 2
    assert _got(ring, 0) == [1000, 2, -7]
    assert _got(ring, 1) == [MASK, 5, 32000]
    assert _got(ring, 2) is None
    assert _got(ring, 70) is None


def test_the_last_63_events_are_kept():
    ring = EventRing()
    for number in range(200):
        ring.add(10 * number, number % 8, number)
        for old in range(max(number - KEPT + 1, 0), number + 1):
            assert _got(ring, old) == [10 * old, old % 8, old]
        for other in (number - KEPT, number - KEPT - 1, number + 1):
            assert _got(ring, other) is None


def test_before_the_first_event_there_was_none():
    ring = EventRing()
    for count in range(130):
        for number in (-1, -2, -5, -63, -64, MASK, MASK - 1, MASK - 63):
            assert _got(ring, number) is None, (count, number)
        ring.add(5, 1, 1)


def test_the_number_of_an_event_wraps_and_stays_a_small_integer():
    ring = EventRing()
    ring.head = MASK
    ring.add(1, 2, 3)
    assert ring.head == 0
    ring.add(4, 5, 6)
    assert _got(ring, MASK) == [1, 2, 3]
    assert _got(ring, 0) == [4, 5, 6]
    assert _got(ring, MASK - 1) is None


class _Rows:
    """The ring's memory: `look` runs around every number that a tick writes."""

    def __init__(self, size):
        self._numbers = [0] * size
        self.look = None

    def __getitem__(self, at):
        return self._numbers[at]

    def __setitem__(self, at, number):
        if self.look:
            self.look()
        self._numbers[at] = number
        if self.look:
            self.look()


def test_an_event_is_never_had_while_its_slot_is_being_written():
    ring = EventRing()
    ring._rows = rows = _Rows(len(ring._rows))
    had = []

    def look():
        had.append(0)
        for number in range(-1, 210):
            row = _got(ring, number)
            if row:
                assert row == [10 * number + 1, number + 2, number + 3]
                had[-1] += 1

    for number in range(200):
        rows.look = look if number in (0, 1, 62, 63, 64, 65, 199) else None
        ring.add(10 * number + 1, number + 2, number + 3)
    assert had[::6] == [0, 1, 62, 63, 63, 63, 63]


class _Slow:
    """Where a reader copies an event to; `ticks` events are added after its first number."""

    def __init__(self, ring, ticks):
        self._ring = ring
        self._ticks = ticks
        self.row = [0, 0, 0]

    def __setitem__(self, at, number):
        self.row[at] = number
        for _ in range(self._ticks if at == 0 else 0):
            head = self._ring.head
            self._ring.add(head, head, head)


def test_a_reader_that_was_overtaken_is_told_so():
    for age in (1, 2, 40, 62, KEPT):
        for ticks in (0, 1, 2, 23, 24, 61, 62, 63, 64, 100):
            ring = EventRing()
            for number in range(100):
                ring.add(number, number, number)
            slow = _Slow(ring, ticks)
            number = 100 - age
            there = ring.get(number, slow)
            assert there == (age + ticks <= KEPT), (age, ticks)
            if there:
                assert slow.row == [number] * 3


def test_no_tick_allocates():
    ring = EventRing()
    row = array.array("i", [0, 0, 0])
    with no_alloc():
        for i in range(100):
            ring.add(i, 1, 2)
            ring.get(i, row)
            ring.get(i - 70, row)

"""Room in tables of attributes: what is in them stays; MicroPython's table has grown."""

import gc

from core import room


class Thing:
    def __init__(self, names):
        for at in range(names):
            setattr(self, "a%d" % at, at)


def _named(thing, names):
    return [getattr(thing, "a%d" % at) for at in range(names)] == list(range(names))


def test_nothing_comes_and_nothing_goes():
    for names in range(40):
        thing = Thing(names)
        room.make(thing)
        assert len(thing.__dict__) == names
        assert _named(thing, names)


def test_a_full_table_grows_and_one_with_room_does_not():
    if not hasattr(gc, "mem_alloc"):
        return  # CPython's tables never run full
    for names, grows in ((12, True), (15, True), (13, False), (23, True), (18, False)):
        things = [Thing(names) for _ in range(50)]
        room.make(Thing(names))  # its words are known by now
        gc.collect()
        before = gc.mem_alloc()
        for thing in things:
            room.make(thing)
        gc.collect()
        more = gc.mem_alloc() - before
        assert (more > 50 * 16) if grows else (more < 50), names


class Counted:
    """Counts what is made in it, and keeps nothing."""

    made = 0

    def __setattr__(self, name, value):
        type(self).made += 1

    def __delattr__(self, name):
        pass


def test_a_table_is_filled_to_one_more_than_its_places_if_six_of_seven_are_taken():
    if hasattr(gc, "mem_alloc"):
        return  # MicroPython's own table tells, above
    places = (0, 2, 4, 6, 8, 10, 12, 17, 23, 29, 37, 47, 59, 73)  # py/map.c
    for names in range(74):
        thing = Counted()
        for at in range(names):
            thing.__dict__["a%d" % at] = at
        Counted.made = 0
        room.make(thing)
        size = min(size for size in places if size >= names)
        assert Counted.made == (size + 1 - names if names * 20 > size * 17 else 0), names

"""Room in the tables of attributes that every tick looks into.

MicroPython keeps an object's attributes in a hash table that may be full to its last place;
then a name that is not in it, such as a method's, is compared with all of them. It costs a
twelfth of the tick. The table grows with the first attribute too many, and never shrinks.
"""

from micropython import const

# places of a table with so many attributes or fewer (py/map.c)
_SIZES = (0, 2, 4, 6, 8, 10, 12, 17, 23, 29, 37, 47, 59, 73)
_FULL = const(85)  # percent; a second growth would leave more marks of the removed than room


def make(thing):
    """Have the table of an object's attributes grow once, if it is nearly full. At the start."""
    names = len(thing.__dict__)
    size = min(size for size in _SIZES if size >= names)
    if names * 100 > size * _FULL:
        for at in range(names, size + 1):
            setattr(thing, "room%d" % (at - names), 0)
        for at in range(names, size + 1):
            delattr(thing, "room%d" % (at - names))

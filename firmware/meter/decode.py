"""What registers say, as whole numbers. No float is made on the way."""

from micropython import const

_FLOAT_SHIFT = const(150)  # of the exponent, with the 23 bits behind the point
_WIDEST = const(64)  # bits: above it no meter measures


def size_of(kind):
    """Return how many registers a type takes: u16, s32, float32 and so on; 0 for a text."""
    return int(kind[-2:]) // 16 if kind != "text" else 0


def bits(little, data, at, registers):
    """Return the registers from data[at] on as one number; `little`: the lowest word is first."""
    value = 0
    for word in range(registers):
        place = at + 2 * (registers - 1 - word if little else word)
        value = value << 16 | data[place] << 8 | data[place + 1]
    return value


def number(kind, value, multiply, divide):
    """Return `value`, bits of that type, times multiply / divide, rounded; None: not measured.

    A meter says so with all ones, in signed types with the end of the range (MB-027), in floats
    with NaN.
    """
    if kind[0] == "f":
        return _from_float(value, multiply, divide)
    top = 1 << int(kind[1:]) - 1
    if kind[0] == "s":
        if value == top - 1 or value == top:
            return None
        if value > top:
            value -= 2 * top
    elif value == 2 * top - 1:
        return None
    return _divided(value * multiply, divide)


def step(kind, value, multiply, divide):
    """Return the smallest change of such a value in whole units, 1 at least."""
    if kind[0] == "f":
        power_of_two = number(kind, value & 0x7F800000, multiply, divide) or 0
        return 1 + (power_of_two >> 22)  # of its 24 bits
    return 1 + multiply // divide


def _from_float(value, multiply, divide):
    exponent = value >> 23 & 255
    if exponent == 255:
        return None
    parts = value & 0x7FFFFF
    if exponent:
        parts |= 0x800000
    else:
        exponent = 1
    parts *= -multiply if value >> 31 else multiply
    shift = exponent - _FLOAT_SHIFT
    if shift > _WIDEST:
        return None
    if shift >= 0:
        return _divided(parts << shift, divide)
    return _divided(parts, divide << min(-shift, 2 * _WIDEST))


def _divided(value, divide):
    half = divide // 2
    return -((half - value) // divide) if value < 0 else (value + half) // divide


def text(data, at, registers):
    """Return the characters of a text, two a register, without what fills it."""
    found = ""
    for place in range(at, at + 2 * registers):
        if 32 < data[place] < 127:
            found += chr(data[place])
    return found

"""The numbers in DL/T 645 data: packed decimal digits, the least significant byte first."""


def values_of(data, size, signed):
    """Return the values of `size` bytes each, None when a digit is none.

    FF in every byte is a value that the meter has not: 0. `signed`: the highest bit is a minus.
    """
    values = []
    for start in range(0, len(data) - size + 1, size):
        value = _value(data[start : start + size], signed)
        if value is None:
            return None
        values.append(value)
    return values


def _value(data, signed):
    if data == b"\xff" * len(data):
        return 0
    value = 0
    last = len(data) - 1
    for at in range(last, -1, -1):
        byte = data[at]
        if signed and at == last:
            byte &= 0x7F
        if byte >> 4 > 9 or byte & 15 > 9:
            return None
        value = value * 100 + (byte >> 4) * 10 + (byte & 15)
    return -value if signed and data[last] & 0x80 else value

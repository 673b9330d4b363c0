"""Names a compiled module brings: one more where else MicroPython keeps dead code alive.

A module's table of constants lies behind its table of names. Without constants it is an address
behind the end; where the names fill their heap blocks (16 bytes, 2 a name, 4 at a time), that is
the address of whatever lies next, and the collector keeps it: a table of a module that was given
back, and with it all of its code. It cost a Pico 11 KB.
"""

_HEAD_BYTES = 4  # magic, version, flags, bits of a small int
_WORD_NAMES = 2
_BLOCK_WORDS = 4
_EMPTY = b"\x03"  # the name "", which every MicroPython has


def padded(data):
    """Return a .mpy file whose address of its constants is its own."""
    names, at = _number(data, _HEAD_BYTES)
    constants, start = _number(data, at)
    end = start
    for _ in range(names):
        size, end = _number(data, end)
        if not size & 1:  # else it is the number of a name that every MicroPython has
            end += (size >> 1) + 1
    more = 0
    while not constants and _fills(names + more):
        more += 1
    counts = _bytes(names + more) + data[at:start]
    return data[:_HEAD_BYTES] + counts + data[start:end] + _EMPTY * more + data[end:]


def _fills(names):
    return -(-names // _WORD_NAMES) % _BLOCK_WORDS == 0


def _number(data, at):
    """Return a number and where it ends: 7 bits a byte, the highest first."""
    number = 0
    while True:
        number = number << 7 | data[at] & 127
        at += 1
        if data[at - 1] < 128:
            return number, at


def _bytes(number):
    found = [number & 127]
    while number > 127:
        number >>= 7
        found.insert(0, number & 127 | 128)
    return bytes(found)

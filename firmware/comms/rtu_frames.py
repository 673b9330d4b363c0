"""Which bytes of a Modbus RTU line are a request for us: what other devices say is on it too."""

from micropython import const

from meter.rtu import crc16

BROADCAST = const(0)
_SHORTEST = const(4)
_FIXED = const(8)  # a request of functions 1 to 6, an answer to a write
_REFUSAL = const(5)


def request_at(data, size, address):
    """Return where the request for `address` begins that ends at `size`; -1: there is none.

    A slow task finds several frames in a row. Whoever asks us waits: its request is the last.
    """
    at = 0
    while size - at >= _SHORTEST:
        length = _length(data, at, size)
        if not length:
            return -1
        if at + length == size:
            return at if data[at] in (address, BROADCAST) else -1
        at += length
    return -1


def _length(data, at, size):
    """Return the length of the frame that begins at `at`, 0 when none with a right CRC does."""
    for length in _lengths(data, at, size):
        if _SHORTEST <= length <= size - at and crc16(data, at, at + length) == 0:
            return length
    return 0


def _lengths(data, at, size):
    # how long it may be: requests, answers, and what we do not know up to the silence
    rest = size - at
    function = data[at + 1]
    if function & 0x80:
        return (_REFUSAL,)
    if function <= 4:
        return _FIXED, 5 + data[at + 2]
    if function <= 6:
        return (_FIXED,)
    if function in (15, 16):
        return (_FIXED, 9 + data[at + 6]) if rest > 6 else ()
    if function == 23:  # a group of piles: group.rs485
        return (13 + data[at + 10] if rest > 10 else 0, 5 + data[at + 2])
    return (rest,)


def framed(address, body):
    """Return the frame of `body` from or for `address`."""
    frame = bytearray(len(body) + 3)
    frame[0] = address
    frame[1:-2] = body
    crc = crc16(frame, 0, len(frame) - 2)
    frame[-2] = crc & 255
    frame[-1] = crc >> 8
    return frame

"""A page of the journal: how records lie in its 256 bytes. Arithmetic on bytes, no device.

A record: kind, payload length, sequence (4, little-endian), payload, CRC-32 of all before it;
then 0xFF up to a multiple of 8. What is 0xFF has never been written.
"""

import struct
from binascii import crc32

from micropython import const

SIZE = const(256)
PAYLOAD_MAX = const(216)
_SLOT = const(8)
_FRAME = const(10)  # bytes of a record beside its payload
_FREE = const(0xFF)  # where a kind would be
_WHOLE = const(0x2144DF1C)  # CRC-32 of any bytes followed by their own CRC-32

BLANK = b"\xff" * SIZE


def pack(sequence, kind, payload):
    """Return the bytes of a record. Raises ValueError."""
    if not 0 < kind < _FREE:
        raise ValueError("kind %d: allowed is 1 to 254" % kind)
    if len(payload) > PAYLOAD_MAX:
        raise ValueError("payload of %d bytes: allowed are %d" % (len(payload), PAYLOAD_MAX))
    data = struct.pack("<BBI", kind, len(payload), sequence) + payload
    data += struct.pack("<I", crc32(data))
    return data + BLANK[: -len(data) % _SLOT]


def collect(page, limit, found, most=SIZE):
    """Append (sequence, page, offset) of each of the first `most` whole records to `found`.

    Returns how many runs of bytes are neither a record nor free.
    """
    view = memoryview(page)
    offset = runs = damaged = 0
    while offset < limit:
        if page[offset] == _FREE:
            offset += _SLOT
            continue
        end = offset + _FRAME + page[offset + 1]
        if end <= limit and crc32(view[offset:end]) == _WHOLE:
            found.append((struct.unpack_from("<I", page, offset + 2)[0], page, offset))
            offset = (end + _SLOT - 1) // _SLOT * _SLOT
            damaged = 0
            if len(found) == most:
                break
            continue
        if not damaged:
            damaged = 1
            runs += 1
        offset += _SLOT
    return runs

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
_HEAD = const(6)
_CRC = const(4)
_HEADER = "<BBI"
_FREE = const(0xFF)  # where a kind would be

BLANK = b"\xff" * SIZE


def pack(sequence, kind, payload):
    """Return the bytes of a record. Raises ValueError."""
    if not 0 < kind < _FREE:
        raise ValueError("kind %d: allowed is 1 to 254" % kind)
    if len(payload) > PAYLOAD_MAX:
        raise ValueError("payload of %d bytes: allowed are %d" % (len(payload), PAYLOAD_MAX))
    data = struct.pack(_HEADER, kind, len(payload), sequence) + payload
    data += struct.pack("<I", crc32(data))
    return data + BLANK[: -len(data) % _SLOT]


def sequence_at(page, offset, limit):
    """Return the sequence of the record at `offset` of `page`, 0 when there is no whole one."""
    kind, length, sequence = struct.unpack_from(_HEADER, page, offset)
    end = offset + _HEAD + length
    if kind in (_FREE, 0) or length > PAYLOAD_MAX or end + _CRC > limit:
        return 0
    if crc32(memoryview(page)[offset:end]) != struct.unpack_from("<I", page, end)[0]:
        return 0
    return sequence


def after(page, offset):
    """Return where the record behind the one at `offset` begins."""
    return offset + (_HEAD + page[offset + 1] + _CRC + _SLOT - 1) // _SLOT * _SLOT


def payload(page, offset):
    """Return the payload of the record at `offset`."""
    return bytes(page[offset + _HEAD : offset + _HEAD + page[offset + 1]])


def places(page, limit):
    """Yield (offset, sequence) of every whole record of `page`, oldest first.

    A run of bytes that is neither a record nor free yields (offset, 0), once.
    """
    offset = 0
    damaged = False
    while offset + _SLOT <= limit:
        sequence = sequence_at(page, offset, limit)
        if sequence:
            damaged = False
            yield offset, sequence
            offset = after(page, offset)
            continue
        if page[offset] != _FREE and not damaged:
            damaged = True
            yield offset, 0
        offset += _SLOT

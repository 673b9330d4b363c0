"""Reads the archive of finished sessions; session.archive writes it (S29, OM-007).

Files 000001 and so on, of SLOTS slots each, in a folder of their own: a short one is read fast. A
slot of SLOT bytes: what is hashed (form, lengths of record and meter, number, SHA-256 of what is
hashed of the record before, record, meter); at CRC its CRC-32; at SEAL the signature, which comes
later, with a CRC-32 of its own. A damaged slot is skipped and counted.

Loaded on demand. Shell tasks only.
"""

import os
import struct
from binascii import crc32
from hashlib import sha256

from micropython import const

SEAL_BYTES = const(72)  # of a signature: 64 bytes, and 8 that name its key
SLOTS = const(73)  # just under 6 blocks of littlefs
SLOT = const(334)
CRC = const(254)
SEAL = const(258)
NOUGHT = b"\0" * 32  # the hash before the first record of all

_FORM = const(1)
_HEAD = ">BBBI"
_PREVIOUS = const(7)
_RECORD = const(39)
_FOLDER = "/sessions"
_MISSING = const(2)  # ENOENT


def crc(data):
    """Return the CRC-32 as 4 bytes."""
    return struct.pack(">I", crc32(data) & 0xFFFFFFFF)


def stored(number, record, meter, previous):
    """Return the bytes that are hashed, of a record, its meter and the hash of the one before."""
    return struct.pack(_HEAD, _FORM, len(record), len(meter), number) + previous + record + meter


class Entry:
    """One archived session, of the bytes that are hashed. Raises ValueError when they are none."""

    def __init__(self, data, seal=None, place=None):
        if len(data) < _RECORD:
            raise ValueError("no archived session: too short")
        form, record, meter, self.number = struct.unpack_from(_HEAD, data)
        end = _RECORD + record
        if form != _FORM or len(data) != end + meter:
            raise ValueError("no archived session: its form or length")
        self.stored = data
        self.seal = seal  # SEAL_BYTES, None = not signed
        self.place = place  # (segment, slot), for `seal`
        self.previous = data[_PREVIOUS:_RECORD]
        self.record = data[_RECORD:end]
        self.meter = data[end:].decode()

    def hash(self):
        """Return the SHA-256 that the next record carries and a signature covers."""
        return sha256(self.stored).digest()


def _entry_of(slot, place):
    data = slot[: _RECORD + slot[1] + slot[2]]
    if len(data) > CRC or slot[CRC:SEAL] != crc(data):
        raise ValueError("a damaged slot")
    seal = slot[SEAL : SEAL + SEAL_BYTES]
    return Entry(data, seal if crc(seal) == slot[SEAL + SEAL_BYTES :] else None, place)


class Shelf:
    """The sessions of the store in the folder `path`. `opener` and `system` are for tests."""

    def __init__(self, path, opener=open, system=os):
        self.damaged = 0  # slots that `entries` has skipped, of its last run
        self.folder = path + _FOLDER
        self._open = opener
        self._system = system

    def entries(self, newest=0):
        """Yield every whole Entry, oldest first, or those of the `newest` slots alone.

        No file is open between two of them.
        """
        self.damaged = 0
        segments = self.segments()
        skip = 0
        if newest:
            segments, skip = self._back(segments, newest)
        for segment in segments:
            for slot in range(skip, self.slots(segment)):
                entry = self.entry(segment, slot)
                if entry:
                    yield entry
                else:
                    self.damaged += 1
            skip = 0

    def _back(self, segments, count):
        # the segments with the newest `count` slots, and how many of the first are too many
        at = len(segments)
        while at and count > 0:
            at -= 1
            count -= self.slots(segments[at])
        return segments[at:], max(-count, 0)

    def segments(self):
        """Return the numbers of the files, oldest first. Raises OSError."""
        try:
            names = self._system.listdir(self.folder)
        except OSError as error:
            if error.args[0] != _MISSING:
                raise
            return []
        return sorted([int(name) for name in names if name.isdigit()])

    def slots(self, segment):
        """Return how many slots a file has, a torn last one not counted."""
        try:
            return self._system.stat(self.file(segment))[6] // SLOT
        except OSError:  # not there yet, or gone
            return 0

    def entry(self, segment, slot):
        """Return the Entry of a slot, None when it is damaged."""
        try:
            return _entry_of(self.read(segment, slot * SLOT, SLOT), (segment, slot))
        except (OSError, ValueError):  # or gone meanwhile
            return None

    def file(self, segment):
        """Return the name of a file."""
        return "%s/%06d" % (self.folder, segment)

    def read(self, segment, start, length):
        """Return bytes of a file. Raises OSError when there are not so many."""
        with self._open(self.file(segment), "rb") as file:
            file.seek(start)
            data = file.read(length)
        if len(data) < length:
            raise OSError(5)
        return data

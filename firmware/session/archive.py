"""Finished sessions, each once, chained by SHA-256: what a dispute is answered from (S29, OM-007).

Files sessions.NNNNNN in the store's folder, of _SLOTS slots each: 360 KB of flash. A new one lets
the oldest go when there would be more than _SEGMENTS: 1008 sessions are left then, the first of
them still with the hash of the record before it, the anchor of the chain.

A slot of _SLOT bytes: what is hashed (form, lengths of record and meter, number, hash of the
record before, record, meter); at _CRC its CRC-32; at _SEAL the signature, which comes later, with
a CRC-32 of its own. Slots are never moved. A cut leaves a torn last slot at most and the next
record takes its place; on littlefs it leaves not even that. A damaged slot is skipped and counted.

`add` and `seal` erase flash: contactor open, the core offering nothing. Shell tasks only.
"""

import os
import struct
from binascii import crc32
from hashlib import sha256

from micropython import const

LONGEST = const(215)  # bytes of a record and its meter's serial number
SEAL_BYTES = const(72)  # of a signature: 64 bytes, and 8 that name its key

_NAME = "sessions."
_FORM = const(1)
_HEAD = ">BBBI"
_PREVIOUS = const(7)
_RECORD = const(39)
_CRC = const(254)
_SEAL = const(258)
_SLOT = const(334)
_SLOTS = const(48)  # just under 4 blocks of littlefs
_SEGMENTS = const(22)
_NOUGHT = b"\0" * 32  # the hash before the first record of all


def _crc(data):
    return struct.pack(">I", crc32(data) & 0xFFFFFFFF)


def _plain(text):
    # what needs no quoting anywhere: not in JSON, OCMF or CSV
    good = [letter if " " < letter < "\x7f" and letter not in '",;|\\' else "_" for letter in text]
    return "".join(good).encode()


class Entry:
    """One archived session, of the bytes that are hashed. Raises ValueError when they are none."""

    def __init__(self, stored, seal=None, place=None):
        if len(stored) < _RECORD:
            raise ValueError("no archived session: too short")
        form, record, meter, self.number = struct.unpack_from(_HEAD, stored)
        end = _RECORD + record
        if form != _FORM or len(stored) != end + meter:
            raise ValueError("no archived session: its form or length")
        self.stored = stored
        self.seal = seal  # SEAL_BYTES, None = not signed
        self.place = place  # (segment, slot), for `seal`
        self.previous = stored[_PREVIOUS:_RECORD]
        self.record = stored[_RECORD:end]
        self.meter = stored[end:].decode()

    def hash(self):
        """Return the SHA-256 that the next record carries and a signature covers."""
        return sha256(self.stored).digest()


def _entry_of(slot, place):
    stored = slot[: _RECORD + slot[1] + slot[2]]
    if len(stored) > _CRC or slot[_CRC:_SEAL] != _crc(stored):
        raise ValueError("a damaged slot")
    seal = slot[_SEAL : _SEAL + SEAL_BYTES]
    return Entry(stored, seal if _crc(seal) == slot[_SEAL + SEAL_BYTES :] else None, place)


class Archive:
    """The archive in the folder `path`. `opener` and `system` are for tests."""

    def __init__(self, path, opener=open, system=os):
        self.damaged = 0  # slots that `entries` has skipped, of its last run
        self._path = path
        self._open = opener
        self._system = system
        self._last = None  # (number, hash), None = not looked for since the start

    def last(self):
        """Return the number of the newest session, 0 = none. New ones must have higher ones."""
        return self._newest()[0]

    def add(self, number, record, meter=""):
        """Archive the bytes of a record; return False when its number, or a later one, is there.

        `meter`: its serial number (S26); what does not fit is cut off. Raises OSError when the
        record was not written: nothing is lost then; ValueError when it is none.
        """
        if not 0 < number <= 0xFFFFFFFF or len(record) > LONGEST:
            raise ValueError("a record has a number from 1, and at most %d bytes" % LONGEST)
        last, previous = self._newest()
        if number <= last:
            return False
        serial = _plain(meter)[: LONGEST - len(record)]
        head = struct.pack(_HEAD, _FORM, len(record), len(serial), number)
        stored = head + previous + record + serial
        slot = stored + bytes(_CRC - len(stored)) + _crc(stored) + bytes(_SLOT - _SEAL)
        segments = self._segments() or [1]
        segment = segments[-1]
        place = self._slots(segment)
        if place >= _SLOTS:
            segment += 1
            segments.append(segment)
            place = 0
        self._write(segment, place * _SLOT, slot)
        self._last = (number, sha256(stored).digest())
        for old in segments[:-_SEGMENTS]:
            self._system.remove(self._file(old))
        return True

    def seal(self, place, seal):
        """Put the signature of an entry, SEAL_BYTES, beside it. Raises OSError."""
        segment, slot = place
        self._write(segment, slot * _SLOT + _SEAL, seal + _crc(seal))

    def entries(self, newest=0):
        """Yield every whole Entry, oldest first, or those of the `newest` slots alone.

        No file is open between two of them. One is read in about 6 ms on a Pico.
        """
        self.damaged = 0
        places = [(segment, self._slots(segment)) for segment in self._segments()]
        skip = max(sum([slots for _, slots in places]) - newest, 0) if newest else 0
        for segment, slots in places:
            for slot in range(min(skip, slots), slots):
                entry = self._entry(segment, slot)
                if entry:
                    yield entry
                else:
                    self.damaged += 1
            skip = max(skip - slots, 0)

    def _newest(self):
        if self._last is None:
            self._last = (0, _NOUGHT)
            for segment in reversed(self._segments()):
                for slot in range(self._slots(segment) - 1, -1, -1):
                    entry = self._entry(segment, slot)
                    if entry:
                        self._last = (entry.number, entry.hash())
                        return self._last
        return self._last

    def _segments(self):
        numbers = []
        for name in self._system.listdir(self._path):
            if name.startswith(_NAME) and name[len(_NAME) :].isdigit():
                numbers.append(int(name[len(_NAME) :]))
        return sorted(numbers)

    def _file(self, segment):
        return "%s/%s%06d" % (self._path, _NAME, segment)

    def _slots(self, segment):
        try:
            return self._system.stat(self._file(segment))[6] // _SLOT
        except OSError:  # not there yet
            return 0

    def _entry(self, segment, slot):
        try:
            return _entry_of(self._read(segment, slot * _SLOT, _SLOT), (segment, slot))
        except (OSError, ValueError):  # damaged, or gone meanwhile
            return None

    def _read(self, segment, start, length):
        with self._open(self._file(segment), "rb") as file:
            file.seek(start)
            data = file.read(length)
        if len(data) < length:
            raise OSError(5)
        return data

    def _write(self, segment, start, data):
        self._last = None  # whatever comes of it
        with self._open(self._file(segment), "r+b" if start else "wb") as file:
            file.seek(start)
            file.write(data)
            file.flush()
            if hasattr(self._system, "fsync"):
                self._system.fsync(file.fileno())
        if self._read(segment, start, len(data)) != data:
            raise OSError(5)  # a full file system may cut a write without saying so

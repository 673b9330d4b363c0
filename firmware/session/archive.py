"""Writes finished sessions, each once, chained by SHA-256; session.shelf says how they look.

380 KB of flash: a new file lets the oldest go when there would be more than _SEGMENTS. 1023
sessions are left then, the first of them still with the hash of the one before it: the anchor of
the chain. Slots are never moved. A cut leaves a torn last slot at most and the next record takes
its place; on littlefs it leaves not even that.

`add` and `seal` erase flash: contactor open, the core offering nothing. Loaded on demand.
"""

import os
from hashlib import sha256

from micropython import const

from session.shelf import CRC, NOUGHT, SEAL, SLOT, SLOTS, Shelf, crc, stored

LONGEST = const(215)  # bytes of a record and its meter's serial number

_SEGMENTS = const(15)


def _plain(text):
    # what needs no quoting anywhere: not in JSON, OCMF or CSV
    good = [letter if " " < letter < "\x7f" and letter not in '",;|\\' else "_" for letter in text]
    return "".join(good).encode()


class Archive(Shelf):
    """The archive of the store in the folder `path`. `opener` and `system` are for tests."""

    def __init__(self, path, opener=open, system=os):
        Shelf.__init__(self, path, opener, system)
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
        data = stored(number, record, serial, previous)
        slot = data + bytes(CRC - len(data)) + crc(data) + bytes(SLOT - SEAL)
        segments = self.segments() or self._first()
        segment = segments[-1]
        place = self.slots(segment)
        if place >= SLOTS:
            segment += 1
            segments.append(segment)
            place = 0
        self._write(segment, place * SLOT, slot)
        self._last = (number, sha256(data).digest())
        for old in segments[:-_SEGMENTS]:
            self._system.remove(self.file(old))
        return True

    def seal(self, place, seal):
        """Put the signature of an entry, SEAL_BYTES, beside it. Raises OSError."""
        segment, slot = place
        self._write(segment, slot * SLOT + SEAL, seal + crc(seal))

    def _first(self):
        try:
            self._system.mkdir(self.folder)
        except OSError:
            pass  # it is there; if it is not, writing will say so
        return [1]

    def _newest(self):
        if self._last is None:
            self._last = (0, NOUGHT)
            for segment in reversed(self.segments()):
                for slot in range(self.slots(segment) - 1, -1, -1):
                    entry = self.entry(segment, slot)
                    if entry:
                        self._last = (entry.number, entry.hash())
                        return self._last
        return self._last

    def _write(self, segment, start, data):
        self._last = None  # whatever comes of it
        with self._open(self.file(segment), "r+b" if start else "wb") as file:
            file.seek(start)
            file.write(data)
            file.flush()
            if hasattr(self._system, "fsync"):
                self._system.fsync(file.fileno())
        if self.read(segment, start, len(data)) != data:
            raise OSError(5)  # a full file system may cut a write without saying so

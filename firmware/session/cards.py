"""The local card list: up to 10 000 cards in one file, of which one bucket is read at a time.

A card's id is never stored: the first 8 bytes of SHA-256(salt + id) are, with 4 bytes for the
name of its group and its expiry (S30). The salt is the pile's own and lies in the same file, so
an export without it tells nothing; who holds the flash can still try all 2**32 short ids.

The file: records of 16 bytes (hash 8, group 4, 0 = none, expiry 4, unix s, 0 = never; little end
first) in the order of the first byte of their hash, their bucket; an index with the first record
and the CRC-32 of each bucket; a trailer (`session.card_file`). A damaged bucket loses its own
cards only. How it is written: `session.card_build`. Called by the shell's jobs.
"""

import hashlib
import os
import struct
from binascii import crc32

from micropython import const

_RECORD = const(16)
_ENTRY = const(6)
_END_BYTES = const(1584)  # index, trailer, CRC-32
_LARGEST = const(256)  # records of a bucket; of 10 000 cards each has 39
_EIO = const(5)


def place(records, who):
    """Return where the record of `who` begins in a bucket, -1 = it is not there."""
    at = records.find(who)
    while at > 0 and at % _RECORD:
        at = records.find(who, at + 1)
    return at


class Cards:
    """The list in `folder`, and the changes that wait to be written: they count at once.

    `message` says what is wrong with it, "" = nothing. `opener` and `system` are for tests.
    """

    def __init__(self, folder, opener=open, system=os):
        from session import card_file

        self.path = folder + "/cards"
        self.open = opener
        self.system = system
        self.count = self.generation = self.made_s = 0
        self.salt = self.master = b""  # the master card's hash
        self.changes = []  # (hash, record or None: removed), oldest first
        self.waiting = False  # changes that nobody has tried to write yet
        self.job = None  # the writing that has begun
        card_file.load(self)
        card_file.forget()

    def hash(self, uid):
        """Return the 8 bytes that stand for an id as readers give it: upper-case hex digits."""
        return hashlib.sha256(self.salt + uid.encode()).digest()[:8]

    def look(self, who):
        """Return the record of a hash, or None."""
        for i in range(len(self.changes) - 1, -1, -1):
            if self.changes[i][0] == who:
                return self.changes[i][1]
        try:
            records = self.bucket(who[0]) if self.count else b""
        except OSError:
            self.message = "the card list is damaged: import it again"
            return None
        at = place(records, who)
        return None if at < 0 else records[at : at + _RECORD]

    def bucket(self, number, suffix=""):
        """Return the records of a bucket of the file. Raises OSError when they are damaged."""
        with self.open(self.path + suffix, "rb") as file:
            file.seek(number * _ENTRY - _END_BYTES, 2)
            first, crc, end = struct.unpack("<HIH", file.read(_ENTRY + 2))
            if not 0 <= end - first <= _LARGEST:
                raise OSError(_EIO)
            file.seek(first * _RECORD)
            records = file.read((end - first) * _RECORD)
        if crc32(records) & 0xFFFFFFFF != crc:
            raise OSError(_EIO)
        return records

    def pending(self):
        """Return whether `step` has something to write."""
        return self.waiting or self.job is not None

    def step(self, ticks_ms, now_s):
        """Do one slice of writing, 20 ms at most without what the flash itself takes.

        It may erase flash: only with the contactor open and nothing offered. `now_s` becomes
        the list's `made_s`. What goes wrong is in `message`, and the old list stays.
        """
        from session import card_changes

        card_changes.step(self, ticks_ms, now_s)

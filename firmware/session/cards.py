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
import sys
from binascii import crc32, hexlify

from micropython import const

import session

RECORD = const(16)
_ENTRY = const(6)
_END_BYTES = const(1584)  # index, trailer, CRC-32
_LARGEST = const(256)  # records of a bucket; of 10 000 cards each has 39
_WORD = const(0xFFFFFFFF)
_EIO = const(5)


def digits(uid):
    """Return an id (bytes, or hex with ":", "-" and spaces as one likes) as 8 to 20 hex digits.

    Raises ValueError: it is none.
    """
    if not isinstance(uid, str):
        uid = hexlify(uid).decode()
    text = uid.replace(":", "").replace("-", "").replace(" ", "").upper()
    for letter in text:
        if letter not in "0123456789ABCDEF":
            text = ""
    if not 8 <= len(text) <= 20:
        raise ValueError("a card id must be 8 to 20 hex digits")
    return text


def place(records, who):
    """Return where the record of `who` begins in a bucket, -1 = it is not there."""
    at = records.find(who)
    while at > 0 and at % RECORD:
        at = records.find(who, at + 1)
    return at


class Cards:
    """The list in `folder`, and the changes that wait to be written: they count at once.

    `message` says what is wrong with it, "" = nothing. `opener` and `system` are for tests.
    """

    def __init__(self, folder, opener=open, system=os):
        self.path = folder + "/cards"
        self.open = opener
        self.system = system
        self.changes = []  # (hash, record or None: removed), oldest first
        self.waiting = False  # changes that nobody has tried to write yet
        self.job = None  # the writing that has begun
        _with("card_file").load(self)
        _forget("card_file")

    def hash(self, uid):
        """Return the 8 bytes that stand for an id. Raises ValueError: it is none."""
        return hashlib.sha256(self.salt + digits(uid).encode()).digest()[:8]

    def find(self, uid):
        """Return (group, expires_s) of a card, or None; group None = none, expires_s 0 = never."""
        return self.look(self.hash(uid))

    def look(self, who):
        """Return (group, expires_s) of a hash, or None."""
        for i in range(len(self.changes) - 1, -1, -1):
            if self.changes[i][0] == who:
                return _entry(self.changes[i][1])
        if not self.count:
            return None
        try:
            records = self.bucket(who[0])
        except OSError:
            self.message = "the card list is damaged: import it again"
            return None
        at = place(records, who)
        return None if at < 0 else _entry(records[at : at + RECORD])

    def bucket(self, number, suffix=""):
        """Return the records of a bucket of the file. Raises OSError when they are damaged."""
        with self.open(self.path + suffix, "rb") as file:
            file.seek(number * _ENTRY - _END_BYTES, 2)
            first, crc, end = struct.unpack("<HIH", file.read(_ENTRY + 2))
            if not 0 <= end - first <= _LARGEST:
                raise OSError(_EIO)
            file.seek(first * RECORD)
            records = file.read((end - first) * RECORD)
        if crc32(records) & _WORD != crc:
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
        if _with("card_changes").step(self, ticks_ms, now_s):
            for name in ("card_changes", "card_build", "card_file"):
                _forget(name)


def _entry(record):
    if record is None:
        return None
    group = record[8:12]
    return group if any(group) else None, int.from_bytes(record[12:], "little")


def _with(name):
    # a part that is needed now and then: some KB of heap
    return getattr(__import__("session." + name), name)


def _forget(name):
    if sys.modules.pop("session." + name, None):
        delattr(session, name)

"""The local card list: up to 10 000 cards in one file, of which one bucket is read at a time.

A card's id is never stored: the first 8 bytes of SHA-256(salt + id) are, with 4 bytes for the
name of its group and its expiry (S30). The salt is the pile's own and lies in the same file, so
an export without it tells nothing; who holds the flash can still try all 2**32 short ids.

The file: records ordered by the first byte of their hash (bucket), an index with the first record
and the CRC of each bucket, a trailer with a CRC over index and trailer. A damaged bucket loses
its own cards only. A new generation is written beside it, read back and renamed over it
(`session.card_build`): a power cut leaves the old list or the new one (atomic sync).
"""

import hashlib
import os
import struct
import sys
from binascii import crc32, hexlify

from micropython import const

import session
from core.clock import elapsed

RECORD = const(16)  # hash 8, group 4 (0 = none), expiry 4 (unix s, 0 = never): little end first
BUCKETS = const(256)
LARGEST = const(256)  # records of a bucket; 10 000 cards have 39 in each
MOST = const(10000)  # cards
INDEX = "<HI"  # first record, CRC-32; one more row than buckets: the end
TRAILER = "<4sHII16s8s"  # magic, cards, generation, made at (unix s), salt, master card
MAGIC = b"card"
NOBODY = b"\0\0\0\0\0\0\0\0"
NO_GROUP = b"\0\0\0\0"
_ENTRY = const(6)
_INDEX_BYTES = const(1542)
_END_BYTES = const(1584)  # index, trailer, CRC-32
_CHANGES = const(16)  # single changes that wait for the contactor to open
_SLICE_MS = const(8)  # and one turn more of 10 ms at most
_DAMAGED = "the card list is damaged: import it again"
_EIO = const(5)
_WORD = const(0xFFFFFFFF)


def digits(uid):
    """Return an id (bytes, or hex with ":", "-" and spaces as one likes) as 8 to 20 hex digits.

    Raises ValueError: it is none.
    """
    if not isinstance(uid, str):
        uid = hexlify(uid).decode()
    text = uid.replace(":", "").replace("-", "").replace(" ", "").upper()
    good = 8 <= len(text) <= 20
    for letter in text:
        good = good and letter in "0123456789ABCDEF"
    if not good:
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

    `message` says what is wrong, "" = nothing. Called by the shell's jobs. `opener` and `system`
    are for tests.
    """

    def __init__(self, folder, opener=open, system=os):
        self.path = folder + "/cards"
        self.open = opener
        self.system = system
        self.changes = []  # (hash, record or None: removed), oldest first
        self._waiting = False  # changes that nobody has tried to write yet
        self._job = None
        self.load()

    def load(self):
        """Read the end of the file. Without one, or a whole one, there are no cards."""
        self.message = ""
        self.count = self.generation = self.made_s = 0
        self.master = NOBODY
        self.salt = os.urandom(16)
        try:
            _, self.count, self.generation, self.made_s, self.salt, self.master = self.trailer()
        except OSError as error:
            if error.args[0] == _EIO:
                self.message = _DAMAGED

    def trailer(self, suffix=""):
        """Return the values at the end of the file. Raises OSError: no file, or 5: damaged."""
        with self.open(self.path + suffix, "rb") as file:
            if file.seek(0, 2) < _END_BYTES:
                raise OSError(_EIO)
            file.seek(-_END_BYTES, 2)
            end = file.read()
        values = struct.unpack(TRAILER, end[_INDEX_BYTES:-4])
        if crc32(end[:-4]) & _WORD != int.from_bytes(end[-4:], "little") or values[0] != MAGIC:
            raise OSError(_EIO)
        return values

    def bucket(self, number, suffix=""):
        """Return the records of a bucket of the file. Raises OSError when they are damaged."""
        with self.open(self.path + suffix, "rb") as file:
            file.seek(number * _ENTRY - _END_BYTES, 2)
            first, crc, end = struct.unpack("<HIH", file.read(_ENTRY + 2))
            if not 0 <= end - first <= LARGEST:
                raise OSError(_EIO)
            file.seek(first * RECORD)
            records = file.read((end - first) * RECORD)
        if crc32(records) & _WORD != crc:
            raise OSError(_EIO)
        return records

    def hash(self, uid):
        """Return the 8 bytes that stand for an id. Raises ValueError: it is none."""
        return hashlib.sha256(self.salt + digits(uid).encode()).digest()[:8]

    def find(self, uid):
        """Return (group, expires_s) of a card, or None; group None = none, expires_s 0 = never."""
        return self.look(self.hash(uid))

    def look(self, who):
        """Return (group, expires_s) of a hash, or None."""
        record = self._record(who)
        if record is None:
            return None
        group = record[8:12]
        return (None if group == NO_GROUP else group), int.from_bytes(record[12:], "little")

    def _record(self, who):
        for i in range(len(self.changes) - 1, -1, -1):
            if self.changes[i][0] == who:
                return self.changes[i][1]
        if not self.count:
            return None
        try:
            records = self.bucket(who[0])
        except OSError:
            self.message = _DAMAGED
            return None
        at = place(records, who)
        return None if at < 0 else records[at : at + RECORD]

    def put(self, who, group=NO_GROUP, expires_s=0):
        """Add or replace a card; return False when the list, or what waits for it, is full."""
        if self.count + len(self.changes) >= MOST:
            return False
        return self._change(who, who + group + expires_s.to_bytes(4, "little"))

    def remove(self, who):
        """Take a card off the list; return False when too much waits to be written."""
        return self._change(who, None)

    def _change(self, who, record):
        if len(self.changes) >= _CHANGES:
            return False
        self.changes.append((who, record))
        self._waiting = True
        return True

    def set_master(self, who):
        """Make `who` the master card in place of the one before; NOBODY = none."""
        self.master = who
        self._waiting = True

    def replace(self, lines):
        """Begin to make a new list of `lines` (bytes, "uid,group,expiry"), which steps will do.

        Raises ValueError while another list is being written.
        """
        if self._job is not None:
            raise ValueError("a card list is being written: try again when that is done")
        from session import card_build

        self._job = card_build.build(self, lines)

    def pending(self):
        """Return whether `step` has something to write."""
        return self._waiting or self._job is not None

    def step(self, ticks_ms, now_s):
        """Do one slice of writing, 20 ms at most without what the flash itself takes.

        It may erase flash: only with the contactor open and nothing offered. `now_s` becomes
        the list's `made_s`. What goes wrong is in `message`, and the old list stays.
        """
        from session import card_build

        if self._job is None:
            self._waiting = False
            self._job = card_build.fold(self)
        self.now_s = now_s
        began_ms = ticks_ms()
        try:
            while elapsed(ticks_ms(), began_ms) < _SLICE_MS:
                next(self._job)
            return
        except StopIteration:
            pass
        except (OSError, ValueError, MemoryError) as error:
            self.message = "the card list was not written: %s" % error
        self._job = None
        if sys.modules.pop("session.card_build", None):
            delattr(session, "card_build")

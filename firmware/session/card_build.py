"""Writes a new generation of the card list. Loaded while that lasts; see `session.cards`.

`build` and `fold` are generators: each turn takes 10 ms at most on a Pico, without what the flash
takes. Ten thousand cards need 4 KB of heap: their records are put down as they come, then read
again once for every 256 of them.
"""

import struct
from array import array
from binascii import crc32

from micropython import const

from session import card_file, card_text
from session.card_file import BUCKETS, INDEX, MAGIC, TRAILER
from session.cards import place

_MOST = const(10000)  # cards
_AT_ONCE = const(4096)  # bytes of records in memory
_RECORD = const(16)
_BLOCK = const(512)  # bytes of a reading
_WORD = const(0xFFFFFFFF)
_EIO = const(5)
_ENOSPC = const(28)


def build(cards, lines):
    """Make the list of `lines`. Raises ValueError that names the first bad one by its number."""
    changes = len(cards.changes)
    part = cards.path + ".tmp"
    try:
        counts = array("H", [0] * BUCKETS)
        with cards.open(part, "wb") as file:
            yield from _take(cards, lines, file, counts)
        new = _New(cards)
        try:
            yield from _sort(cards, part, counts, new)
            yield from new.finish()
        finally:
            new.close()
    finally:
        _discard(cards, part)
    _put_in_place(cards, changes)


def fold(cards):
    """Write the list anew with the changes that wait. A damaged bucket is left out."""
    changes = len(cards.changes)
    lost = 0
    new = _New(cards)
    try:
        for number in range(BUCKETS):
            try:
                records = cards.bucket(number) if cards.count else b""
            except OSError:
                records = b""
                lost += 1
            for who, record in cards.changes[:changes]:
                if who[0] == number:
                    records = _changed(records, who, record)
            new.put(records)
            yield
        yield from new.finish()
    finally:
        new.close()
    _put_in_place(cards, changes)
    if lost:
        cards.message = "%d parts of the card list were damaged: import it again" % lost


def _changed(records, who, record):
    at = place(records, who)
    if at >= 0:
        records = records[:at] + records[at + _RECORD :]
    return records + (record or b"")


def _put_in_place(cards, changes):
    cards.system.rename(cards.path + ".new", cards.path)
    del cards.changes[:changes]
    master = cards.master  # it may have changed meanwhile
    card_file.load(cards)
    cards.master = master


def _discard(cards, path):
    try:
        cards.system.remove(path)
    except OSError:
        pass  # it was never made


def _take(cards, lines, file, counts):
    # every line as a record, in their order
    number = 0
    empty = 0  # the first empty line
    for line in lines:
        number += 1
        if not line.strip():
            empty = empty or number
            continue
        try:
            if empty:
                number = empty
                raise ValueError("it is empty")
            if number > _MOST:
                raise ValueError("there are more than %d cards" % _MOST)
            record = card_text.record(cards, line)
        except ValueError as error:
            raise ValueError("line %d: %s" % (number, error)) from None
        counts[record[0]] += 1
        if file.write(record) != _RECORD:
            raise OSError(_ENOSPC)
        yield


def _sort(cards, part, counts, new):
    # as many buckets at a time as fit into memory
    room = bytearray(_AT_ONCE)
    block = bytearray(_BLOCK)
    numbers = array("H", [0] * (_AT_ONCE // _RECORD))
    low = 0
    while low < BUCKETS:
        high, held = low, 0
        places, ends = [], []
        while high < BUCKETS and (held + counts[high]) * _RECORD <= _AT_ONCE:
            places.append(held)
            held += counts[high]
            ends.append(held)
            high += 1
        with cards.open(part, "rb") as file:
            number = 0
            got = file.readinto(block)
            while got:
                _gather(block, got, number, low, places, room, numbers)
                number += got // _RECORD
                yield
                got = file.readinto(block)
        if places != ends or high == low:
            raise OSError(_EIO)  # not all that was written came back
        begin = 0
        for end in ends:
            records = bytes(room[begin * _RECORD : end * _RECORD])
            _check_twice(records, numbers, begin)
            new.put(records)
            begin = end
            yield
        low = high


def _gather(block, got, number, low, places, room, numbers):
    # puts the records of the buckets from `low` on where they belong, and their line numbers
    for at in range(0, got, _RECORD):
        number += 1
        here = block[at] - low
        if 0 <= here < len(places):
            slot = places[here]
            if slot == len(numbers):
                raise OSError(_EIO)  # more came back than was written
            room[slot * _RECORD : (slot + 1) * _RECORD] = block[at : at + _RECORD]
            numbers[slot] = number
            places[here] = slot + 1


def _check_twice(records, numbers, begin):
    for at in range(0, len(records), _RECORD):
        if place(records, records[at : at + 8]) != at:
            number = numbers[begin + at // _RECORD]
            raise ValueError("line %d: this card is on an earlier line too" % number)


class _New:
    """The file of the next generation."""

    def __init__(self, cards):
        self._cards = cards
        self._file = cards.open(cards.path + ".new", "wb")
        self._index = bytearray()
        self._count = 0

    def put(self, records):
        """Write the next bucket."""
        self._index += struct.pack(INDEX, self._count, crc32(records) & _WORD)
        self._count += len(records) // _RECORD
        self._file.write(records)

    def finish(self):
        """Write index and trailer, read everything again. Raises OSError when it differs."""
        cards = self._cards
        made_s = max(cards.made_s, cards.now_s)
        generation = (cards.generation + 1) & _WORD
        end = self._index + struct.pack(INDEX, self._count, 0)
        end += struct.pack(
            TRAILER, MAGIC, self._count, generation, made_s, cards.salt, cards.master
        )
        self._file.write(end + struct.pack("<I", crc32(end) & _WORD))
        self._file.flush()
        if hasattr(cards.system, "fsync"):
            cards.system.fsync(self._file.fileno())
        self._file.close()
        for number in range(BUCKETS):
            cards.bucket(number, ".new")
            yield
        card_file.trailer(cards, ".new")

    def close(self):
        """Let go of the file."""
        self._file.close()

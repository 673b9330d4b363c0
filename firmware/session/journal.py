"""The transaction journal: a ring of records in raw flash that no power cut can hurt.

Two sorts of records. One that *lasts* (kind below PASSING) gets a page of its own, which is never
programmed again: once `append` has returned, it is there. A *passing* one (kind PASSING and
above: how far a session has come, in absolute values) shares its page with others of its sort.
A program that the power cuts may leave anything in its page, so consecutive passing records go to
two pages in turn: the newest, or the one before it, is always there.

Only `prepare` erases, ahead of time. It wipes the mark of a block before and sets it after, so a
block whose erase was cut has no mark and is erased again.

Room, in 48 KB of 12 blocks of 16 pages: `prepare` leaves only the block of the newest record, so
176 pages are free: 1397 passing records with up to 22 bytes of payload (32 in flash, 8 a page, 7
in the last page of a block, which holds the mark). 8 h at 22 kW, a record each 100 Wh and each
200 Wh from half of the room on (session.till), are 1200 or so: some 25 pages stay for what lasts.

Wear: an outlet of 22 kW at full power day and night is 528 kWh a day: 5280 passing records in 663
pages; 30 sessions add 8 pages each, what lasts and two pages begun. That is 903 pages or 5.1
rounds of 176 a day, 19 000 erases of a block in 10 years. Flash is good for 100 000. A start
costs up to three pages more: 200 a day would make it 31 000.
"""

import struct

from micropython import const

from session import page

PASSING = const(128)

_BLOCKS = const(4)  # ioctl
_BLOCK_BYTES = const(5)
_ERASE = const(6)
_A_BLOCK = const(16)  # pages
_NEAR = const(16)  # a page further behind the head is not programmed any more
_RESERVE = const(8)  # pages that passing records leave to those that last
_TRIES = const(3)  # pages, for one record
_MARK = const(8)  # bytes at the end of a block: erases, and their inverse
_ONES = const(0xFFFFFFFF)
_ENOSPC = const(28)
_EIO = const(5)


class Journal:
    """Records on `device`, a MicroPython block device that programs without erasing.

    `recover` first. All of it is for tasks; with the contactor closed only `append` and reading,
    and `append` only when `while_closed`: a page program stops every interrupt for 0.4 to 3 ms.
    """

    def __init__(self, device, reserve=_RESERVE):
        if device.ioctl(_BLOCK_BYTES, 0) != page.SIZE * _A_BLOCK:
            raise ValueError("journal: the flash must have blocks of 4096 bytes")
        self.while_closed = getattr(device, "while_closed", True)
        self.sequence = 1  # of the next record; none is ever given twice
        self.damaged = 0  # places that the last whole run of `records` skipped
        self.refused = 0  # pages that did not take what was programmed
        self._device = device
        self._reserve = reserve
        self._blocks = device.ioctl(_BLOCKS, 0)
        self._pages = self._blocks * _A_BLOCK
        self._buffer = bytearray(page.SIZE)
        self._first = [0] * self._blocks  # the oldest sequence in each block, 0 = none
        self._newest = -1  # page of the newest record
        self._head = 0  # the next page never programmed
        self._free = 0  # how many there are from it on
        self._open = [-1, -1]  # pages for passing records
        self._fill = [0, 0]  # where the next one goes in each
        self._turn = 0
        self._keep = 0

    def recover(self):
        """Find the newest record and the free pages, as after a start. Raises OSError."""
        self._open = [-1, -1]
        last = -1  # the page begun last
        newest = 0
        used = []  # pages of each block that may hold something
        for block in range(self._blocks):
            self._first[block] = count = 0
            for place in range(_A_BLOCK):
                number = block * _A_BLOCK + place
                limit = self._load(number)
                if self._blank(limit):
                    continue
                count = place + 1
                found = []
                page.collect(self._buffer, limit, found, 1)
                if found:
                    sequence = found[0][0]
                    self._first[block] = self._first[block] or sequence
                    if sequence > newest:
                        newest = sequence
                        last = number
            used.append(count if self._erases() >= 0 else _A_BLOCK)
        self._newest = last
        for near in range(last - _NEAR, last + 1):
            number = near % self._pages
            found = []
            page.collect(self._buffer, self._load(number), found)
            if found and found[-1][0] > newest:
                newest = found[-1][0]
                self._newest = number
        self.sequence = newest + 1
        self._find_head(last // _A_BLOCK, used)

    def _find_head(self, block, used):
        if block < 0 or used[block] == _A_BLOCK:
            block = (block + 1) % self._blocks
            if self._first[block]:
                used[block] = _A_BLOCK  # of the round before
        self._head = block * _A_BLOCK + used[block] % _A_BLOCK
        self._free = _A_BLOCK - used[block]
        for _ in range(self._blocks - 1):
            block = (block + 1) % self._blocks
            if used[block] or not self._free:
                break
            self._free += _A_BLOCK
        if self._free:
            self._take(0)  # it may be half programmed and only look free

    def append(self, kind, payload):
        """Program a record; return its sequence. Never erases.

        Raises OSError: ENOSPC when no free page is left for it, EIO when none took it.
        """
        record = page.pack(self.sequence, kind, payload)
        for _ in range(_TRIES):
            number, offset = self._place(kind >= PASSING, len(record))
            if self._program(number, offset, record):
                break
            self.refused += 1
            self._close(number, number)
        else:
            raise OSError(_EIO)
        if kind >= PASSING:
            self._open[self._turn] = number
            self._fill[self._turn] = offset + len(record)
            self._turn ^= 1
        self._newest = number
        block = number // _A_BLOCK
        self._first[block] = self._first[block] or self.sequence
        self.sequence += 1
        return self.sequence - 1

    def _place(self, passing, size):
        """Return (page, offset) for a record."""
        if not passing:
            return self._take(0), 0
        number = self._open[self._turn]
        offset = self._fill[self._turn]
        far = (self._head - number) % self._pages > _NEAR
        if number < 0 or far or offset + size > _limit(number):
            return self._take(self._reserve), 0
        return number, offset

    def _take(self, reserve):
        if self._free <= reserve:
            raise OSError(_ENOSPC)
        number = self._head
        self._head = (number + 1) % self._pages
        self._free -= 1
        return number

    def _close(self, first, last):
        for i in range(2):
            if first <= self._open[i] <= last:
                self._open[i] = -1

    def _program(self, number, offset, record):
        """Return whether it is there afterwards."""
        data = self._buffer
        data[:] = page.BLANK
        data[offset : offset + len(record)] = record
        self._device.writeblocks(number // _A_BLOCK, data, number % _A_BLOCK * page.SIZE)
        self._load(number)
        return data[offset : offset + len(record)] == record

    def keep_from(self, sequence):
        """Allow `prepare` to erase what is older. Until it is called nothing may be."""
        self._keep = sequence

    def prepare(self):
        """Erase the next block, if there is one to erase; return whether. Raises OSError.

        Only with the contactor open and nothing offered: every interrupt stops for 45 to 400 ms.
        """
        block = (self._head + self._free) // _A_BLOCK % self._blocks
        if self._free + _A_BLOCK > self._pages or block == self._newest // _A_BLOCK:
            return False
        if self._first[block] and self._older_than(block) > self._keep:
            return False
        last = block * _A_BLOCK + _A_BLOCK - 1
        self._load(last)
        erases = max(self._erases(), 0) + 1
        self._close(last - _A_BLOCK + 1, last)
        self._program(last, 0, bytes(page.SIZE))
        if self._device.ioctl(_ERASE, block):
            raise OSError(_EIO)
        self._program(last, page.SIZE - _MARK, struct.pack("<II", erases, ~erases & _ONES))
        self._first[block] = 0
        self._free += _A_BLOCK
        return True

    def room(self):
        """Return how many records that last still fit: the free pages."""
        return self._free

    def records(self, since=0):
        """Yield (sequence, kind, payload) of every whole record from `since` on, oldest first.

        Nothing may be appended or erased meanwhile. What is no record is skipped and counted
        in `damaged`; a write that was cut leaves such a place.
        """
        from session.replay import replay

        return replay(self, since)

    def pages(self, since):
        """Yield (data, limit) of every page with records from `since` on, in the ring's order."""
        for ahead in range(self._free, self._pages):
            number = (self._head + ahead) % self._pages
            if self._older_than(number // _A_BLOCK) > since:
                limit = self._load(number)
                if not self._blank(limit):
                    yield bytes(self._buffer), limit

    def _older_than(self, block):
        # A page is programmed as long as the head is near: not once two blocks further are begun.
        last = (self._head - 1) % self._pages // _A_BLOCK
        for ahead in range(2, (last - block) % self._blocks + 1):
            first = self._first[(block + ahead) % self._blocks]
            if first:
                return first
        return self.sequence

    def _load(self, number):
        """Read a page into the buffer; return how much of it is for records."""
        self._device.readblocks(number // _A_BLOCK, self._buffer, number % _A_BLOCK * page.SIZE)
        return _limit(number)

    def _blank(self, limit):
        if limit == page.SIZE:
            return self._buffer == page.BLANK
        return self._buffer[:limit] == page.BLANK[:limit]

    def _erases(self):
        """Return how often the block whose last page was loaded was erased, -1: not wholly."""
        count, inverse = struct.unpack_from("<II", self._buffer, page.SIZE - _MARK)
        return count if count == ~inverse & _ONES else -1


def _limit(number):
    return page.SIZE - _MARK if number % _A_BLOCK == _A_BLOCK - 1 else page.SIZE

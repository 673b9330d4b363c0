"""The event log: what happened to the pile, across resets and power cuts (F18, H22).

Records of session.journal on two flash sectors of their own: 32 bytes each, erased in turn, so
both wear alike. A program that the power cuts may take the other records of its page, up to 7.
95 to 250 records are there at any time once the first sector was filled. Two events a minute for
a year are 60 000 records a month: 240 erases of each sector; a storm is thinned to that.

Written by the app's comms job while flash may be programmed. Erased, and on a stock image
written, once a minute at most, only while nothing is on offer: there a reset takes what came
since. Without any flash the last 8 are in memory.
"""

import struct

from micropython import const

from service.event_codes import LOGIN, LOST, TEXT
from session.journal import PASSING
from shell.on_demand import forget

forget("service", "event_codes")

FORM = "<IIBii"  # unix seconds or 0, seconds since the start, quality of the clock, a, b
_TEXT_BYTES = const(22)  # of one record
_TEXTS = const(2)  # records of it, at most
_HELD = const(8)  # in memory, without flash
_WAITING = const(16)  # for their flash
_STORM = const(32)  # notes at once; then two a minute
_REFILL_S = const(30)
_LOW = const(4)  # pages: then the older sector is erased
_FILES_S = const(60)  # between two writes to files
_MASK = const(0x3FFFFFFF)


class EventLog:
    """Of one pile. `journal`: recovered, of the part "events"; None: there is no flash for it.

    `note` is for anyone but a tick; the rest for the app's jobs.
    """

    def __init__(self, journal, clock, problem=""):
        self.journal = journal
        self.problem = problem  # why there is no flash, "" = nothing is wrong
        self.waiting = []  # (kind, payload), oldest first
        self.lost = 0  # notes nobody will read; told with the next that is written
        self._clock = clock
        self._room = _STORM  # notes that may come at once
        self._refilled_s = 0
        # Second of up-time from which files may be written: the first car does not wait for them.
        self._from_s = 0 if journal is None or journal.while_closed else _FILES_S
        self._full = False  # the flash refused: nothing more before an erase

    def note(self, code, a=0, b=0, text=""):
        """Have an event of service.event_codes written soon. `a` and `b`: 31 bits."""
        if not self._admit() and code != LOGIN:  # those pace themselves, and a storm hides none
            self.lost = (self.lost + 1) & _MASK
            return
        if self.lost and code != LOST:
            count, self.lost = self.lost, 0
            self._put(LOST, count, 0)
        self._put(code, a, b)
        text = text.encode()[: _TEXT_BYTES * _TEXTS]
        for at in range(0, len(text), _TEXT_BYTES):
            self._add(TEXT, text[at : at + _TEXT_BYTES])

    def _admit(self):
        passed = (self._clock.up_s - self._refilled_s) // _REFILL_S
        if passed:
            self._refilled_s += passed * _REFILL_S
            self._room = min(self._room + passed, _STORM)
        if not self._room or (self.journal is not None and len(self.waiting) >= _WAITING):
            return False
        self._room -= 1
        return True

    def _put(self, code, a, b):
        clock = self._clock
        row = (clock.now_s(), clock.up_s, clock.quality, a, b)
        self._add(code, struct.pack(FORM, *row))

    def _add(self, code, payload):
        self.waiting.append((PASSING + code, payload))
        if self.journal is None:
            del self.waiting[:-_HELD]

    def flush(self):
        """Program one record, where that may be done with the contactor closed."""
        if self.waiting and self.journal is not None and self.journal.while_closed:
            self.write()

    def write(self):
        """Write one record: it may erase flash where the journal is not `while_closed`."""
        if not self.waiting or self.journal is None or self._full:
            return
        try:
            self.journal.append(*self.waiting[0])
            self.waiting.pop(0)
        except (OSError, MemoryError):
            self._full = True

    # with the contactor open and nothing offered

    def wants(self, resting):
        """Return whether `work` should be done; `resting`: nothing is on offer anyway."""
        journal = self.journal
        if journal is None or not resting or self._clock.up_s < self._from_s:
            return False
        return journal.room() < _LOW or (len(self.waiting) > 0 and not journal.while_closed)

    def work(self):
        """Erase the older sector when room is low, else write one record to a file."""
        self._from_s = self._clock.up_s + _FILES_S  # when this fails
        if self.journal.room() < _LOW:
            self._full = not self.journal.prepare()
        else:
            self.write()
        if self.waiting and not self._full:
            self._from_s = 0

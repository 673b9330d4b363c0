"""What waits for the flash: records for the journal, sessions for the archive, blocks to erase.

A record that cannot be written waits for the next one, or for an erase. Finished sessions wait
here, and in the journal, until the archive has them; it takes them in their order.
"""

from micropython import const

from session import record as r

OPEN = const(1)  # kinds of the journal
STOP = const(2)
PROGRESS = const(128)

FLUSH = const(1)  # work
ARCHIVE = const(2)
ERASE = const(3)

_ENOUGH = const(160)  # pages of room for 8 h at 22 kW: nothing needs to be erased
LEAST = const(12)  # pages of room, 8 of them not for PROGRESS: below, a car waits for an erase
_PENDING = const(4)  # finished records: with more they are archived though a car waits
_MOST = const(8)  # of them in memory; the journal keeps the rest meanwhile


class Books:
    """The writing of a till. `keep_bytes`: what of a payload is the register's."""

    def __init__(self, journal, keep_bytes):
        self.lost = 0  # writes that the journal did not take
        self.finished = []  # (sequence, Record, Trace or None), oldest first
        self.queue = []  # (kind, payload) to be written
        self._journal = journal
        self._keep_bytes = keep_bytes
        self._keep = 0  # oldest sequence that is still needed
        self._erase = journal.room() < _ENOUGH  # there may be a block to erase
        self._refused = 0  # finished records that the archive did not take
        self._more = 0  # the first finished record that only the journal has
        self._owed = False  # the journal did not take the last whole record
        self._stuck = False  # what is queued could not be written: not again before more comes

    def put(self, kind, payload):
        """Have a record written; return a sequence it does not come before."""
        if kind != PROGRESS or self._journal.while_closed:
            # of one session the newest holds all
            self.queue = [row for row in self.queue if row[0] == STOP]
            self.queue.append((kind, payload))
            self._stuck = False
        return self._journal.sequence

    def keep_from(self, sequence):
        """Take the oldest sequence that is still needed, finished records apart."""
        self._keep = sequence
        self._journal.keep_from(self._oldest())

    def flush(self):
        """Write what waits: a program of each page. Called after `step`, as `writes` tells."""
        journal = self._journal
        queue, self.queue = self.queue, []
        for row in queue:
            try:
                journal.append(row[0], row[1])
                self._owed = self._owed and row[0] != OPEN
            except (OSError, MemoryError):
                self.lost += 1
                if row[0] != PROGRESS:
                    self._owed = row[0] == OPEN
                    self.queue.append(row)
        self._stuck = len(self.queue) > 0
        self._erase = journal.room() < _ENOUGH

    def writes(self):
        """Return whether `flush` has something that may be written with the contactor closed."""
        return len(self.queue) > 0 and self._journal.while_closed

    def finish(self, sequence, record, trace):
        """Have a finished record archived when nobody waits."""
        if len(self.finished) < _MOST and not self._more:
            self.finished.append((sequence, record, trace))
        else:  # in their order: the archive takes no older one after a newer
            self._more = self._more or sequence
            self._refused = 0

    def _read_on(self):
        since, self._more = self._more, 0
        for sequence, kind, payload in self._journal.records(since):
            if kind == STOP:
                self.finish(sequence, r.unpack(payload[: -1 - self._keep_bytes]), None)

    def _oldest(self):
        return self.finished[0][0] if self.finished else self._more or self._keep

    # with the contactor open and nothing offered

    def wants(self, idle, resting=True):
        """Return whether `work` should be done; `idle`: no car would wait for it.

        `resting`: nothing is on offer anyway. A journal in files learns of a session then.
        """
        waiting = len(self.finished) if len(self.finished) > self._refused else 0
        if (self.queue and resting and not self._stuck) or waiting > _PENDING:
            return True
        if idle:
            return self._erase or waiting > 0
        return self._erase and self._journal.room() < LEAST

    def work(self):
        """Return what is to be done: FLUSH, ARCHIVE, ERASE, or 0 for nothing.

        Whoever does it calls `flush`; `archived` after archiving finished[0]; `erased` after the
        journal's prepare. Straight from there: files take much of the stack.
        """
        self._journal.keep_from(self._oldest())
        if self.queue and not self._stuck:
            return FLUSH if self._journal.room() else ERASE
        if len(self.finished) > self._refused:
            return ARCHIVE
        return ERASE if self._erase else 0

    def archived(self, taken):
        """Forget finished[0]; not `taken`: it is tried again after another has come."""
        self._refused = len(self.finished)
        if taken:
            self._refused = 0
            self.finished.pop(0)
            if self._more and not self.finished:
                self._read_on()

    def erased(self, done):
        """Take note of what the journal's `prepare` returned, False when it raised."""
        self._erase = done or self._checkpoint()
        self._stuck = self._stuck and not done
        if not done and not self._journal.room():
            self.lost += len(self.queue)
            self.queue = []

    def _checkpoint(self):
        """Begin again with a record that needs none before it; return whether: the till's."""
        return False

"""What the journal says of the sessions before a start. Loaded for that, then dropped."""

import struct

from session import record as r
from session.books import OPEN, PROGRESS
from session.till import PROGRESS_BYTES, PROGRESS_FORM
from session.trace import Trace


class Recovery:
    """Goes through the journal once; the till and the register get what it finds.

    `archived`: number of the last session in the archive. A damaged record is counted and
    skipped: the next one of its session says everything again.
    """

    def __init__(self, till, register, archived=0):
        self.damaged = 0
        self._till = till
        self._register = register
        self._archived = archived
        self._open = None  # Record of the session that is open
        self._line = 0
        self._keep = 0
        self._trace = None

    def run(self, records):
        """Read `records`, rows (sequence, kind, payload), the oldest first."""
        till = self._till
        for sequence, kind, payload in records:
            try:
                if kind == PROGRESS:
                    self._progress(payload)
                else:
                    self._whole(sequence, kind, payload)
            except (ValueError, IndexError):
                self.damaged += 1
        if self._open is not None and self._open.number <= self._archived:
            self._open = self._trace = None  # its stop is lost here, but the archive has it
        till.number = max(till.number, self._archived)
        till.trace = self._trace
        till.found(self._open, self._line)
        till.keep_from(self._keep)

    def _whole(self, sequence, kind, payload):
        till = self._till
        size = len(payload) - self._register.KEEP_BYTES - 1
        record = r.unpack(payload[:size])
        line = payload[size]
        if line >= len(record.lines):
            raise ValueError("no record of a session: its line in use")
        if self._open is not None and self._open.number != record.number:
            self._open.reason = self._open.reason or r.POWER_LOSS  # its stop is lost
            self._stop(self._keep, self._open)
        if record.number > till.number:
            till.number = record.number
            self._trace = Trace()
            self._keep = sequence
        elif self._open is None:
            return  # it has stopped already
        self._register.restore(record.stop_mwh(), payload[size + 1 :])
        self._trace.add(record.seconds, record.energy_mwh())
        if kind == OPEN:
            self._open = record
            self._line = line
        else:
            self._stop(sequence, record)

    def _stop(self, sequence, record):
        if record.number > self._archived:
            self._till.finish(sequence, record, self._trace)
        self._open = self._trace = None
        self._keep = sequence

    def _progress(self, payload):
        if len(payload) != PROGRESS_BYTES + self._register.KEEP_BYTES:
            raise ValueError("no record of a session's progress")
        number, seconds, line, low, high = struct.unpack_from(PROGRESS_FORM, payload)
        record = self._open
        if record is None or number != record.number & 0xFFFF:
            return
        record.lines[line][4] = high << 32 | low
        record.seconds = seconds
        self._line = line
        self._register.restore(record.stop_mwh(), payload[PROGRESS_BYTES:])
        self._trace.add(seconds, record.energy_mwh())

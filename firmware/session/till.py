"""Writes sessions down so that a power cut takes nothing away (REQ-TX-1).

The journal gets OPEN (the whole record: at the start, at each new line, stop and resumption) and
STOP, which last, and PROGRESS each 100 Wh or minute, more seldom with little room, and when the
contactor moves, which passes. Each carries what the register needs, so it is kept too.

After a power cut the session of a car that is still there goes on, its record says `resumed`, if
the cut was no longer than `resume_s`. Where the clock cannot tell, a session that nobody was
authorised for goes on, and any other when the chip never lost its power or its card is shown
again. Otherwise it is closed with PowerLoss at its last record, and with the energy that the
meter's own register shows since. Until that is decided, and the meter has told what it counted
since the last record, nothing is offered: a car that leaves at once would leave its bill open.
"""

import struct

from micropython import const

from core.faults import ESTOP
from core.states import STARTUP
from session import record as r
from session.books import LEAST, OPEN, PROGRESS, STOP, Books
from session.record import Record
from session.session import Session
from session.tariff import FREE, Tariff
from session.trace import Trace

_STEP_MWH = const(100000)
_STEP_S = const(60)
_REST_S = const(900)  # nothing flows: a record shows that the session was still there
_HALF = const(96)  # pages of room: from here on a record each 200 Wh or 2 minutes
_SPARSE = const(24)  # and from here on each 1 kWh or 10 minutes
_SPARSE_TIMES = const(10)
_METER_S = const(5)  # a meter may take so long to answer after a start
_PUT_S = const(60)  # a clock that is put forward or back by less does not matter
_PROOF_S = const(60)  # and the clock to be set, or the card to be shown again
_MARKS = const(96)  # METER_LOST, METER_GAP: flags that are worth a record of their own
PROGRESS_FORM = "<HIBIB"  # number & 0xFFFF, seconds, line, mWh of the line
PROGRESS_BYTES = const(12)


class Till(Books):
    """The sessions of one outlet. Called by the main job; session.recovery comes first."""

    def __init__(self, journal, register, clock, tariff):
        Books.__init__(self, journal, register.KEEP_BYTES)
        self.session = Session()
        self.tariff = Tariff(tariff)
        self.resume_s = 3600  # 0 = never
        self.number = 0  # of the last session
        self.trace = None  # of the open session
        self._register = register
        self._clock = clock
        self.free_for = None  # free_for(group): whoever is of it pays nothing now (space.sharing)
        self.warm = False  # the chip was reset, it did not lose its power
        self._found = None  # the open record of before the start
        self._line = 0
        self._waited_s = 0  # since the start
        self._told = [0, 0, 0]  # seconds, mwh, closed of the last record
        self._blind = False  # the open session began before the meter answered
        self._jumps = 0  # of the register, that the session knows of
        self._marked = 0  # flags of _MARKS that the session has written down
        self._left = False  # `leave` was called: no session begins any more

    def found(self, record, line):
        """Take what was open before the start: None, or its record and its line in use."""
        self._found = record
        self._line = line

    def set_tariff(self, data):
        """Put a checked tariff in force; an open session goes on at its prices, on a new line."""
        self.tariff = Tariff(data)

    # each second

    def due(self, snapshot):
        """Return whether `step` has something to do before the next second."""
        return (snapshot.plugged != 0) != self.session.open

    def settling(self):
        """Return whether it is open whose the energy is that the meter shows since the start."""
        return self._found is not None or not self._heard()

    def _heard(self):
        return self._register.read or self._register.estimates or self._waited_s >= _METER_S

    def step(self, snapshot, authorise, passed_s, now_ms):
        """Follow core, meter and clock. `authorise`: session.authorise.Authorise."""
        if snapshot.state == STARTUP:
            return
        session = self.session
        session.free = self.free_for is not None and self.free_for(authorise.group())
        self._waited_s += passed_s
        if self._found is not None:
            self._come_back(snapshot, authorise, now_ms)
        if session.open:
            self._second(snapshot, authorise, passed_s)
        elif snapshot.plugged and authorise.allowed() and not self._left and not self.settling():
            self._begin(authorise)

    def _begin(self, authorise):
        self.number += 1
        record = Record()
        record.number = self.number
        record.who = authorise.who() or b""
        record.group = authorise.group() or b""
        record.start_s = self._clock.now_s()
        record.start_mwh = self._register.mwh
        self._blind = not self._register.read or self._register.lost
        self._jumps = self._register.jumps
        self._marked = 0
        record.terms = self.tariff.terms
        self.trace = Trace()
        self.session.begin(record, self._rate(record.start_s))
        self._keep = self._put(OPEN, self._whole())

    def _second(self, snapshot, authorise, passed_s):
        session, record = self.session, self.session.record
        now_s = self._clock.now_s()
        seen = self._blind and self._register.read and not self._register.lost
        if seen:  # what it counted since the cut may be somebody else's
            self._blind = False
            session.start_at(self._register.mwh)
        session.unmetered = self._register.lost
        changed = session.second(snapshot, passed_s, self._register.mwh, self._rate(now_s))
        put = now_s and abs(now_s - record.stop_s()) > _PUT_S
        if put:  # the clock is set now, or was put elsewhere: its end tells how long a cut is
            record.start_s = now_s - record.seconds
            record.flags |= r.LATE_CLOCK
        marked = self._mark(record, snapshot.closed, seen)
        self.trace.add(record.seconds, record.energy_mwh())
        asked = authorise.stop_asked()
        if asked:
            changed = session.stop((r.RUNNING, r.LOCAL, r.REMOTE)[asked]) or changed
        if not snapshot.plugged:
            self._close(snapshot.fault)
        elif changed or seen or marked or put:
            self._put(OPEN, self._whole())
        elif self._progressed(snapshot.closed):
            self._write_progress()

    def _rate(self, now_s):
        return FREE if self.session.free else self.tariff.rate(now_s)

    def _mark(self, record, closed, seen):
        # say where energy does not come from a meter; return whether that is news
        register = self._register
        if register.estimated:
            record.flags |= r.ESTIMATED
        silent = register.lost or not (register.read or register.estimates)
        if silent:
            record.flags |= r.METER_LOST if closed else 0
        elif record.flags & r.METER_LOST if seen else register.jumps != self._jumps:
            record.flags |= r.METER_GAP
        if not silent:  # it has counted on by itself
            record.flags &= ~r.METER_LOST
        self._jumps = register.jumps
        marks = record.flags & _MARKS & ~self._marked
        self._marked |= marks
        return marks

    def stop(self, reason):
        """End the energy of the open session for a reason of session.record."""
        if self.session.stop(reason):
            self._put(OPEN, self._whole())
            return True
        return False

    def leave(self):
        """Close the open session: the pile restarts, and it would not go on."""
        self._left = True
        self.session.stop(r.SOFT_RESET)
        self._close(-1)

    def _close(self, fault):
        session, record = self.session, self.session.record
        if fault == ESTOP and not record.reason:
            record.reason = r.EMERGENCY_STOP
        session.close(fault)
        self.finish(self._journal.sequence, record, self.trace)  # first: what follows needs memory
        self.trace = None
        self._keep = self._put(STOP, self._whole())

    def _come_back(self, snapshot, authorise, now_ms):
        record, now_s = self._found, self._clock.now_s()
        goes_on = snapshot.plugged and self.resume_s and self._proof(record, now_s, authorise)
        if goes_on is None or not self._heard():
            return
        self._found = None
        if goes_on:
            authorise.take_up(record.who or None, record.group or None, now_ms)
            if now_s and record.start_s:  # the cut is a part of it
                record.seconds = max(record.seconds, now_s - record.start_s)
        self.session.resume(record, self._line)
        self._catch_up(snapshot)
        if not self._register.read and not self._register.estimates:
            record.flags |= r.METER_LOST
        if goes_on:
            self._put(OPEN, self._whole())
            return
        record.flags &= ~r.RESUMED
        if self._register.jumps:
            record.flags |= r.METER_GAP
        record.reason = record.reason or r.POWER_LOSS
        self._close(-1)

    def _proof(self, record, now_s, authorise):
        # whether the car is the one of before the cut; None = not known yet
        stop_s = record.stop_s()
        if now_s and stop_s:
            return abs(now_s - stop_s) <= self.resume_s
        if self.warm or not record.who:
            return True
        who = authorise.who()
        return who == record.who if who or self._waited_s >= _PROOF_S else None

    def _catch_up(self, snapshot):
        # what the meter counted meanwhile, at the price of then: a record and the register agree
        rate = tuple(self.session.record.lines[self._line][:4])
        self.session.second(snapshot, 0, self._register.mwh, rate)

    # the journal

    def _progressed(self, closed):
        seconds, mwh, was_closed = self._told
        record = self.session.record
        if closed != was_closed:
            self._told[2] = closed
            return True
        room = self._journal.room()
        times = 1 if room >= _HALF else _SPARSE_TIMES if room < _SPARSE else 2
        energy_mwh = record.energy_mwh() - mwh
        passed_s = record.seconds - seconds
        if energy_mwh:
            return energy_mwh >= _STEP_MWH * times or passed_s >= _STEP_S * times
        return passed_s >= _REST_S

    def _whole(self):
        session = self.session
        return session.record.pack() + bytes([session.line]) + self._register.keep()

    def _write_progress(self):
        if self._owed or (not self._journal.while_closed and not self._told[2]):
            self._put(OPEN, self._whole())  # into files, as soon as may be
            return
        record, line = self.session.record, self.session.line
        mwh = record.lines[line][4]
        head = struct.pack(
            PROGRESS_FORM,
            record.number & 0xFFFF,
            record.seconds,
            line,
            mwh & 0xFFFFFFFF,
            mwh >> 32,
        )
        self._put(PROGRESS, head + self._register.keep())

    def _put(self, kind, payload):
        sequence = self.put(kind, payload)
        record = self.session.record
        self._told = [record.seconds, record.energy_mwh(), self._told[2]]
        return sequence

    def _checkpoint(self):
        # a session of many days holds the whole journal: begin again with all of it in one record
        journal = self._journal
        if not self.session.open or journal.room() >= LEAST:
            return False
        if journal.sequence <= self._keep + 1:
            return False
        self._keep = self._put(OPEN, self._whole())
        return True

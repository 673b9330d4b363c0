"""Follows a running pile: notes what happens in its event log, writes small records for others.

`turn` is the comms job's, `wants` and `work` are the main job's.
"""

import array
import gc
from binascii import crc32

from micropython import const

from core.faults import INTERNAL
from core.journal import EVENT_CLEARED, EVENT_FAULT
from service.event_codes import CLEARED, CLOCK, CRASH, FAULT, TROUBLE
from shell.on_demand import forget

forget("service", "event_codes")

HOURS = const(24)  # of memory's history
_HOUR_S = const(3600)
_SAMPLE_S = const(10)  # a sample walks the heap: 2 ms on a Pico
_STEP_S = const(2)  # a clock put by less is no event
_PILE = const(3)  # in the place of a job: what ended the pile
_AGAIN_S = const(60)  # until a record that could not be written is tried again
_MASK = const(0x3FFFFFFF)
_free = getattr(gc, "mem_free", None)  # CPython has none


class Watch:
    """What has been told of one App, in `events`: service.event_log.EventLog."""

    def __init__(self, app, events):
        self.events = events
        self.heap = array.array("I", bytes(8 * HOURS))  # bytes free: least, most of each hour
        self.hour = -1  # of up-time, which is sampled
        self._sample_s = 0
        self.records = {}  # name: bytes that wait for the store; see `keep`
        self.begun = None  # service.bringup: the step that goes on at the next call
        self._records_from_s = 0  # second of up-time
        self._app = app
        self._next = 0  # event of the core
        self._row = array.array("i", [0, 0, 0])
        self._crashes = list(app.crashes)
        self._crash = 0  # hash of the one told last
        self._message = ""  # of the till
        self._dead = False
        self._sets = app.trade.clock.sets
        self._clock = _standing(app.trade.clock)

    def turn(self):
        """Note what is new, write one record of what waits."""
        app = self._app
        if self._next != app.outlet.journal.events.head:
            self._follow(app.outlet.journal.events)
        if app.outlet.dead and not self._dead:
            self._dead = True
            self.events.note(FAULT, INTERNAL)
        if self._crashes != app.crashes:
            self._told_crash(app)
        if app.trade.message is not self._message:
            self._message = app.trade.message
            if self._message:
                self.events.note(TROUBLE, _hash(self._message), 0, self._message)
        if app.trade.clock.sets != self._sets:
            self._told_clock(app.trade.clock)
        if _free is not None and app.trade.clock.up_s >= self._sample_s:
            self.sample(app.trade.clock.up_s, _free())
        self.events.flush()

    def sample(self, up_s, free):
        """Take how much memory is free at this second of up-time: service.heap tells of it."""
        self._sample_s = up_s + _SAMPLE_S
        hour = up_s // _HOUR_S
        at = 2 * (hour % HOURS)
        rows = self.heap
        if hour != self.hour:
            self.hour = hour
            rows[at] = rows[at + 1] = free
        rows[at] = min(rows[at], free)
        rows[at + 1] = max(rows[at + 1], free)

    def last_word(self, error):
        """Note and write what ended the pile. Its outputs are safe; a reset follows."""
        self._told(_PILE, error)
        for _ in range(len(self.events.waiting)):
            self.events.write()

    def keep(self, name, data):
        """Have a record of the store replaced as soon as nothing is on offer."""
        self.records[name] = data
        self._records_from_s = 0

    def kept(self, name):
        """Return the bytes of a record, written or not, None without one."""
        return self.records.get(name) or self._app.store.read(name)

    # with the contactor open and nothing offered

    def wants(self, resting):
        """Return whether `work` should be done; `resting`: nothing is on offer anyway."""
        if resting and self.records and self._app.trade.clock.up_s >= self._records_from_s:
            return True
        return self.events.wants(resting)

    def work(self):
        """Write one record of the store, or do what the events want. Raises OSError."""
        up_s = self._app.trade.clock.up_s
        if self.records and up_s >= self._records_from_s:
            self._records_from_s = up_s + _AGAIN_S  # when this fails
            name = sorted(self.records)[0]
            self._app.store.write(name, self.records[name])
            del self.records[name]
            self._records_from_s = 0
        else:
            self.events.work()

    # inside

    def _follow(self, ring):
        row = self._row
        behind = (ring.head - self._next) & _MASK
        for _ in range(behind):
            if ring.get(self._next, row):
                if row[1] == EVENT_FAULT:
                    self.events.note(FAULT, row[2])
                elif row[1] == EVENT_CLEARED:
                    self.events.note(CLEARED, row[2])
            self._next = (self._next + 1) & _MASK

    def _told_crash(self, app):
        for job in range(len(app.crashes)):
            if app.crashes[job] != self._crashes[job]:
                self._crashes[job] = app.crashes[job]
                self._told(job, app.last_crash)

    def _told(self, job, error):
        text = "%s: %s" % (type(error).__name__, error)
        if _hash(text) != self._crash:  # the same one again and again is told once
            self._crash = _hash(text)
            self.events.note(CRASH, self._crash, job, text)

    def _told_clock(self, clock):
        self._sets = clock.sets
        quality, ahead_s = self._clock
        self._clock = _standing(clock)
        step_s = self._clock[1] - ahead_s if quality else 0
        if clock.quality != quality or abs(step_s) >= _STEP_S:
            self.events.note(CLOCK, clock.quality, max(min(step_s, _MASK), -_MASK))


def _standing(clock):
    # its quality, and what it is ahead of the up-time
    return clock.quality, clock.now_s() - clock.up_s


def _hash(text):
    return crc32(text.encode()) & _MASK

"""Core to shell: the snapshot, the ring of events, the trace around a fault."""

import array

from micropython import const

from core.faults import HAND, INTERNAL
from core.frame import DUTY_X1
from core.states import FAULT, WHY_FAULT

_EVENTS = const(64)
_TRACE = const(150)  # every second tick: 2 s before a fault, 1 s after
_AFTER = const(50)
_MASK = const(0x3FFFFFFF)

# event codes; the value's meaning
EVENT_STATE = const(0)  # new state
EVENT_LETTER = const(1)  # new pilot letter
EVENT_FAULT = const(2)  # fault number latched
EVENT_CLEARED = const(3)  # fault number cleared
EVENT_CLOSE = const(4)  # coils switched on
EVENT_OPEN = const(5)  # current of L1, mA, while the coils were switched off
EVENT_PULSE = const(6)  # BCB toggle seen, ms (CP-119)
EVENT_COMMAND = const(7)  # command taken
EVENTS = ("state", "letter", "fault", "cleared", "close", "open", "pulse", "command")

TRACE = ("now_ms", "high_mv", "low_mv", "duty", "state", "current_ma")
_COLUMNS = const(6)


class Snapshot:
    """What the core reports of one tick; see the contract of each name in its module."""

    def __init__(self):
        self.sequence = 0
        self.now_ms = 0
        self.state = 0
        self.letter = 0
        self.plugged = 0
        self.high_mv = 0
        self.low_mv = 0
        self.duty = 0
        self.limit_ma = 0  # on offer through the pilot, 0 without PWM
        self.ceiling_ma = 0  # lowest of all limits
        self.phases = 0
        self.coils = 0
        self.closed = 0
        self.gate = 0
        self.faults = 0  # bits
        self.fault = -1  # number of the worst
        self.rule = -1  # how that one clears: SELF, UNPLUG or HAND of core.faults
        self.reasons = 0  # bits
        self.why = -1
        self.cable_ma = 0
        self.bolt = 0
        self.board_dc = 0
        self.socket_dc = 0
        self.ventilation = 0
        self.closings = 0
        self.loaded = 0


class EventRing:
    """The last events; a reader that was too slow is told so."""

    def __init__(self):
        self._rows = array.array("i", [0] * (3 * _EVENTS))
        self._held = 0  # events to be had; the oldest slot is the one a tick may be writing
        self.head = 0  # number of the next event

    def add(self, now_ms, code, value):
        """Append one event. Called from the tick."""
        head = self.head
        rows = self._rows
        at = 3 * (head % _EVENTS)
        rows[at] = now_ms
        rows[at + 1] = code
        rows[at + 2] = value
        self.head = (head + 1) & _MASK
        held = self._held
        if held < _EVENTS - 1:
            self._held = held + 1

    def get(self, number, into):
        """Copy event `number` as (ms, code, value) into `into`; False when it is not there."""
        at = 3 * (number % _EVENTS)
        for i in range(3):
            into[i] = self._rows[at + i]
        age = (self.head - number) & _MASK
        return 0 < age <= self._held


class Trace:
    """Rows 20 ms apart, frozen 1 s after a fault, running again from the next charging."""

    def __init__(self):
        self._rows = array.array("i", [0] * (_TRACE * _COLUMNS))
        self._at = 0  # where the row to come begins
        self._left = -1  # rows until it freezes, -1 = runs

    def add(self, frame, state, current_ma):
        """Record this tick. Called from every second one."""
        if self._left >= 0:
            if self._left == 0:
                return
            self._left -= 1
        at = self._at
        rows = self._rows
        rows[at] = frame.now_ms
        rows[at + 1] = frame.high_mv
        rows[at + 2] = frame.low_mv
        rows[at + 3] = frame.duty
        rows[at + 4] = state
        rows[at + 5] = current_ma
        at += _COLUMNS
        self._at = at if at < _TRACE * _COLUMNS else 0

    def fault(self):
        """Freeze after _AFTER more rows, unless that has begun. Called from the tick."""
        if self._left < 0:
            self._left = _AFTER

    def run(self):
        """Run again, if it is frozen. Called from the tick."""
        if self._left == 0:
            self._left = -1

    def frozen(self):
        """Return whether the rows hold still."""
        return self._left == 0

    def rows(self):
        """Yield rows, oldest first, as in TRACE. Called from the console; allocates."""
        start = self._at
        rows = self._rows
        for i in range(start, start + len(rows), _COLUMNS):
            at = i % len(rows)
            row = rows[at : at + _COLUMNS]
            if row[0] or row[3]:
                yield list(row)


class Journal:
    """Snapshot pair, events and trace of one outlet."""

    def __init__(self):
        self._pair = (Snapshot(), Snapshot())
        self._names = [name for name in dir(self._pair[0]) if not name.startswith("_")]
        self._live = 0
        self.events = EventRing()
        self.trace = Trace()

    def idle(self):
        """Return the snapshot the tick may fill."""
        return self._pair[1 - self._live]

    def live(self):
        """Return the snapshot in force; another tick may refill it: prefer `read`."""
        return self._pair[self._live]

    def publish(self):
        """Put the filled snapshot in force. Called from the tick."""
        live = self._live
        idle = 1 - live
        self._pair[idle].sequence = (self._pair[live].sequence + 1) & _MASK
        self._live = idle

    def die(self):
        """Say in the snapshot in force that the tick is dead. Called from the tick."""
        live = self.live()
        live.state = FAULT
        live.fault = INTERNAL
        live.rule = HAND
        live.faults |= 1 << INTERNAL
        live.reasons = 1 << WHY_FAULT
        live.why = WHY_FAULT
        live.duty = DUTY_X1
        live.coils = live.limit_ma = 0
        live.sequence = (live.sequence + 1) & _MASK

    def read(self, into):
        """Copy the snapshot in force into `into` and return it. Called from the shell.

        Repeats while a tick came between, so that what it returns is of one tick.
        """
        while True:
            live = self.live()
            sequence = live.sequence
            for name in self._names:
                setattr(into, name, getattr(live, name))
            if self.live().sequence == sequence:
                return into

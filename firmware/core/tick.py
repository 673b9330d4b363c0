"""One outlet's tick: sample, classify, guard, decide, act, report."""

from micropython import const

from core import faults, mailbox, states
from core.charger import Charger
from core.clock import Clock, elapsed
from core.contactor import Contactor
from core.duty import reading
from core.frame import GATE_ESTOP, GATE_ON, GATE_RCD, Frame
from core.journal import (
    EVENT_CLEARED,
    EVENT_CLOSE,
    EVENT_COMMAND,
    EVENT_FAULT,
    EVENT_LETTER,
    EVENT_OPEN,
    EVENT_PULSE,
    EVENT_STATE,
    Journal,
)
from core.latch import Latch
from core.lock import Lock
from core.mailbox import Mailbox
from core.overcurrent import OverCurrent
from core.pilot import Pilot
from core.proximity import Proximity
from core.reasons import Reasons
from core.residual import Residual
from core.supply import Supply
from core.thermal import Thermal

_APART_MS = const(5)


class Outlet:
    """One connector: its parts, built once, and the tick that runs them."""

    def __init__(self, hal, config):
        clock = Clock()
        self._clock = clock
        self._hal = hal
        self.config = config
        self.frame = Frame()
        self.mailbox = Mailbox()
        self.journal = Journal()
        self.latch = Latch(config, clock)
        self.pilot = Pilot(config, clock, self.latch)
        self.proximity = Proximity(config, clock, self.latch)
        self.lock = Lock(config, clock, self.latch)
        self.residual = Residual(config, clock, self.latch)
        self.contactor = Contactor(config, clock, self.latch)
        self.supply = Supply(config, clock, self.latch)
        self.overcurrent = OverCurrent(config, clock, self.latch)
        self.thermal = Thermal(config, self.latch)
        self.reasons = Reasons(config, clock)
        self.charger = Charger(config, clock, self)
        self.dead = 0  # 1 after an exception in the tick: outputs are safe, nothing runs
        self.ticks = 0
        self.taken = 0  # sequence of the last command taken
        self._guarded_ms = 0
        self._was_present = False

    def tick(self):
        """Run once. Called by the HAL every 10 ms; never raises, never allocates."""
        if self.dead:
            return
        try:
            self._run()
        except Exception:  # whatever it is: open, and let the watchdog restart the pile
            self.dead = 1
            self._hal.safe()
            self.journal.die()

    def _run(self):
        frame = self.frame
        demand = self.mailbox.live()
        self._hal.sample(frame)
        if self.ticks == 0:
            self.contactor.start(frame.now_ms)
            self.residual.start(frame.now_ms)
            self.supply.start(frame.now_ms)
        self.pilot.check(frame, self.charger.held())
        self._guard(frame, demand)
        self._decide(frame, demand)
        self._hal.act(frame)
        self._report(frame, demand)
        self._clock.sweep(frame.now_ms)
        self.ticks = (self.ticks + 1) & 0x3FFFFFFF or 1

    def _guard(self, frame, demand):
        self.reasons.read(demand, frame.now_ms)
        self._check_gate(frame)
        self.residual.check(frame, frame.coils and frame.gate & GATE_RCD)
        # the guards count, and must not count a burst of late ticks: two at once are one
        if elapsed(frame.now_ms, self._guarded_ms) >= _APART_MS:
            self._guarded_ms = frame.now_ms
            self._guard_apart(frame, demand)

    def _guard_apart(self, frame, demand):
        now = frame.now_ms
        measured = self.reasons.fresh
        energised = frame.coils != 0
        offered = reading(frame.duty)
        plugged = self.pilot.plugged
        self.supply.check(frame, demand, measured)
        self.contactor.check(frame, self.supply.present)
        self.lock.check(frame, energised)
        self.proximity.check(frame, plugged, energised or offered > 0)
        self.thermal.check(frame)
        rated = min(self.config.board_ma, self.proximity.cable_ma)
        self.overcurrent.check(frame, demand, offered, rated, measured)
        if demand.command_sequence != self.taken:
            self._take(demand)
        if self._was_present and not self.pilot.present:
            self.residual.ask()
        self._was_present = self.pilot.present
        self.latch.settle(now, self._maybe_present())

    def _maybe_present(self):
        # until the pilot tells, a car may be there: nothing clears for its absence
        return self.pilot.present or not self.pilot.known

    def _check_gate(self, frame):
        if frame.estop:
            self.latch.trip(faults.ESTOP)
        if frame.coils and not frame.gate & GATE_ON:
            if frame.gate & GATE_ESTOP:
                self.latch.trip(faults.ESTOP)
            elif not frame.gate & GATE_RCD or not self.residual.lines:
                self.latch.trip(faults.GATE)

    def _take(self, demand):
        self.taken = demand.command_sequence
        command = demand.command
        if command == mailbox.CLEAR:
            self._clear(demand.argument)
        elif command == mailbox.SELFTEST:
            self.residual.ask()
        elif command == mailbox.UNLOCK:
            self.charger.unlock()
        elif command == mailbox.WAKE:
            self.charger.wake()
        self.journal.events.add(self.frame.now_ms, EVENT_COMMAND, command)

    def _clear(self, fault):
        plugged = self._maybe_present()
        if fault == mailbox.ALL:
            for number in range(faults.COUNT):
                self.latch.clear(number, plugged)
        elif 0 <= fault < faults.COUNT:
            self.latch.clear(fault, plugged)

    def _decide(self, frame, demand):
        # a J1772 or GB pile has no B before C only when the car is a simplified one (CP-101)
        simplified = self.pilot.plugged and not self.charger.seen_b
        self.reasons.judge(demand, self.proximity.cable_ma, self.thermal.limit_ma, simplified)
        self.charger.decide(frame, demand)
        contacts_open = not self.contactor.closed and not frame.coils
        self.residual.run(frame, contacts_open, self._maybe_present())

    def _report(self, frame, demand):
        journal = self.journal
        self._note_changes(frame, demand)
        snapshot = journal.idle()
        snapshot.now_ms = frame.now_ms
        snapshot.state = self.charger.state
        snapshot.letter = self.pilot.letter
        snapshot.plugged = 1 if self.pilot.present else 0
        snapshot.high_mv = frame.high_mv
        snapshot.low_mv = frame.low_mv
        snapshot.duty = frame.duty
        snapshot.limit_ma = reading(frame.duty)
        snapshot.ceiling_ma = self.reasons.ceiling_ma
        snapshot.phases = self.charger.phases
        snapshot.coils = frame.coils
        snapshot.closed = self.contactor.closed
        snapshot.gate = frame.gate
        snapshot.faults = self.latch.bits
        worst = self.latch.worst()
        snapshot.fault = worst
        snapshot.rule = self.latch.rule(worst) if worst >= 0 else -1
        snapshot.reasons = self.charger.why()
        snapshot.why = _first(snapshot.reasons)
        snapshot.cable_ma = self.proximity.cable_ma
        snapshot.bolt = frame.bolt
        snapshot.board_dc = frame.board_dc
        snapshot.socket_dc = frame.socket_dc
        snapshot.ventilation = frame.vent
        snapshot.closings = self.contactor.closings
        snapshot.loaded = self.contactor.loaded
        journal.publish()
        journal.trace.add(frame, self.charger.state, demand.current_ma[0])

    def _note_changes(self, frame, demand):
        """Compare with the last snapshot; every difference is an event."""
        last = self.journal.live()
        events = self.journal.events
        now = frame.now_ms
        if last.state != self.charger.state:
            events.add(now, EVENT_STATE, self.charger.state)
            if self.charger.state == states.CHARGING:
                self.journal.trace.run()
        if last.letter != self.pilot.letter:
            events.add(now, EVENT_LETTER, self.pilot.letter)
        if last.coils != frame.coils:
            if frame.coils:
                events.add(now, EVENT_CLOSE, frame.coils)
            else:
                events.add(now, EVENT_OPEN, demand.current_ma[0])
        if self.pilot.pulse_ms:
            if not last.coils:
                events.add(now, EVENT_PULSE, self.pilot.pulse_ms)
            self.pilot.pulse_ms = 0
        if last.faults != self.latch.bits:
            self._note_faults(now, last.faults)

    def _note_faults(self, now, before):
        bits = self.latch.bits
        for fault in range(faults.COUNT):
            bit = 1 << fault
            if bits & bit and not before & bit:
                self.journal.events.add(now, EVENT_FAULT, fault)
                self.journal.trace.fault()
            elif before & bit and not bits & bit:
                self.journal.events.add(now, EVENT_CLEARED, fault)


def _first(bits):
    if not bits:
        return -1
    number = 0
    while not bits >> number & 1:
        number += 1
    return number

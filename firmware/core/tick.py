"""One outlet's tick: sample, classify, guard, decide, act, report."""

from micropython import const

from core import faults, mailbox, states
from core.charger import Charger
from core.clock import Clock
from core.contactor import Contactor
from core.duty import reading
from core.frame import DUTY_F, DUTY_X1, GATE_ESTOP, GATE_ON, GATE_RCD, Frame
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
from core.states import CHARGING, B, C
from core.supply import Supply
from core.thermal import Thermal

_APART_MS = const(5)
_MASK = const(0x3FFFFFFF)
_LAST_TURN = const(15)  # of a power of two


class Outlet:
    """One connector: its parts, built once, and the tick that runs them.

    A tick is short because the work takes turns. Every tick samples, classifies, opens at once
    what must be open, and acts; one group of guards, or the charger, has its turn in it
    (`_turns`; in every second tick while the pilot moves). What a new letter, fault or state asks
    for comes first, in the ticks that follow (`_urgent`).
    """

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
        # called in every tick: looked up once
        self._sample = hal.sample
        self._classify = self.pilot.check
        self._act = hal.act
        self._trace = self.journal.trace.add
        self._guarded_ms = 0
        self._was_present = False
        self._rested = False  # the last tick had no turn, for the pilot moved
        self._turn = 0
        self._turns = (
            self._decide,
            self._judge,
            self._guard_contacts,
            self._guard_plug,
            self._decide,
            self._judge,
            self._report,
            self._guard_supply,
            self._decide,
            self._judge,
            self._guard_contacts,
            self._guard_current,
            self._decide,
            self._guard_plug,
            self._settle,
            self._guard_heat,
        )
        self._due = 0  # how many of these go before the next turn, last first
        self._urgent = (
            self._report,
            self._tell,
            self._put,
            self._decide,
            self._judge,
        )
        self._l1_ma = 0
        self._letter = -1  # the letter and the faults that the charger has decided on
        self._bits = 0
        self._changed_ms = 0
        # what the events have told
        self._told_state = states.STARTUP
        self._told_letter = states.E
        self._told_coils = 0
        self._told_bits = 0

    def tick(self):
        """Run once. Called by the HAL every 10 ms; never raises, never allocates."""
        if self.dead:
            return
        try:
            self._run()
        except (
            BaseException
        ):  # Ctrl-C too, whatever it is: open, and let the watchdog restart the pile
            self.dead = 1
            self._hal.safe()
            self.journal.die()

    def _run(self):
        frame = self.frame
        charger = self.charger
        self._sample(frame)
        now = frame.now_ms
        if self.ticks == 0:
            self._begin(now)
        self._classify(frame, charger.holds)
        # what counts must not count a burst of late ticks: two at once are one
        apart = (now - self._guarded_ms) & _MASK >= _APART_MS
        coils = frame.coils
        proximity = self.proximity
        if (
            frame.rcd
            or frame.estop
            or not frame.pe
            or self.residual.active
            or self.supply.no_pe
            or self.contactor.opening
            or (coils and frame.gate != GATE_ON)
            or (
                (coils or DUTY_F < frame.duty < DUTY_X1)
                and (
                    proximity.other or not proximity.from_ohm <= frame.pp_ohm < proximity.below_ohm
                )
            )
        ):
            self._watch(frame, apart)
        letter = self.pilot.letter
        bits = self.latch.bits
        if coils and (bits or not C <= letter <= charger.last_letter):
            frame.coils = 0
        if letter != self._letter or bits != self._bits:
            self._letter = letter
            self._bits = bits
            self._due = len(self._urgent)
            self._changed_ms = now
            self._trace(frame, charger.state, self._l1_ma)
        elif self._due:
            self._due -= 1
            self._urgent[self._due](frame)
        elif apart and self._rested | self.pilot.calm:
            self._rested = False
            turn = self._turn
            self._turn = turn + 1 & _LAST_TURN
            self._turns[turn](frame)
            if turn & 1:
                self._trace(frame, charger.state, self._l1_ma)
        elif apart:
            self._rested = True
        if self.latch.bits:  # a guard's turn may have latched one after the look above
            frame.coils = 0
        self._act(frame)
        frame.arm = 0
        if apart:
            self._guarded_ms = now
        self.ticks = (self.ticks + 1) & _MASK or 1

    def _begin(self, now):
        self.contactor.start(now)
        self.residual.start(now)

    def _watch(self, frame, apart):
        gate = frame.gate
        coils = frame.coils
        if frame.estop:
            self.latch.trip(faults.ESTOP)
        if coils and not gate & GATE_ON:
            if gate & GATE_ESTOP:
                self.latch.trip(faults.ESTOP)
            elif not gate & GATE_RCD or not self.residual.lines:
                self.latch.trip(faults.GATE)
        self.residual.check(frame, coils and gate & GATE_RCD)
        if apart:
            self.supply.check_pe(frame)
            if self.contactor.opening:
                self.contactor.check(frame, self.supply.present)
            if coils or DUTY_F < frame.duty < DUTY_X1:
                self.proximity.check(frame, self.pilot.plugged, True)

    # turns

    def _judge(self, frame):
        demand = self.mailbox.live()
        reasons = self.reasons
        reasons.read(demand, frame.now_ms)
        # a J1772 or GB pile has no B before C only when the car is a simplified one (CP-101)
        pilot = self.pilot
        simplified = pilot.plugged and pilot.letter != B and not self.charger.seen_b
        reasons.judge(demand, self.proximity.cable_ma, self.thermal.limit_ma, simplified)
        self._l1_ma = demand.current_ma[0]

    def _decide(self, frame):
        charger = self.charger
        before = charger.state
        charger.decide(frame, self.mailbox.live())
        changed = charger.state != before
        if changed or charger.state != self._told_state or self.pilot.pulse_ms:
            if not self._due:  # else the letter or the fault that it follows was first
                self._changed_ms = frame.now_ms
            self._due = 4 if changed else 3  # once more, until it rests
        elif self._due == 0:
            charger.put(frame)

    def _put(self, frame):
        self.charger.put(frame)

    def _guard_contacts(self, frame):
        if not self.contactor.opening:  # else `_watch` does, in every tick
            self.contactor.check(frame, self.supply.present)
        contacts_open = not self.contactor.closed and not frame.coils
        self.residual.run(frame, contacts_open, self._maybe_present())

    def _guard_plug(self, frame):
        energised = frame.coils != 0
        self.lock.check(frame, energised)
        if not energised and (frame.duty == DUTY_F or frame.duty == DUTY_X1):
            self.proximity.check(frame, self.pilot.plugged, False)  # else `_watch` does, at once

    def _guard_supply(self, frame):
        self.supply.check(frame.now_ms, self.mailbox.live(), self.reasons.fresh)

    def _guard_heat(self, frame):
        self.thermal.check(frame)

    def _guard_current(self, frame):
        rated = min(self.config.board_ma, self.proximity.cable_ma)
        demand = self.mailbox.live()
        self.overcurrent.check(frame, demand, reading(frame.duty), rated, self.reasons.fresh)

    def _settle(self, frame):
        demand = self.mailbox.live()
        if demand.command_sequence != self.taken:
            self._take(demand)
        if self._was_present and not self.pilot.present:
            self.residual.ask()
        self._was_present = self.pilot.present
        self.latch.settle(frame.now_ms, self._maybe_present())
        self._clock.sweep(frame.now_ms)

    def _maybe_present(self):
        # until the pilot tells, a car may be there: nothing clears for its absence
        return self.pilot.present or not self.pilot.known

    def _take(self, demand):
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
        self.taken = demand.command_sequence  # last: from now on the shell may put the next one

    def _clear(self, fault):
        plugged = self._maybe_present()
        if fault == mailbox.ALL:
            for number in range(faults.COUNT):
                self.latch.clear(number, plugged)
        elif 0 <= fault < faults.COUNT:
            self.latch.clear(fault, plugged)

    def _report(self, frame):
        charger = self.charger
        duty = frame.duty
        snapshot = self.journal.idle()
        snapshot.now_ms = frame.now_ms
        snapshot.state = charger.state
        snapshot.letter = self.pilot.letter
        snapshot.plugged = 1 if self.pilot.present else 0
        snapshot.duty = duty
        snapshot.limit_ma = reading(duty)
        snapshot.phases = charger.phases
        snapshot.coils = frame.coils
        snapshot.closed = self.contactor.closed
        snapshot.ventilation = frame.vent
        snapshot.faults = self.latch.bits
        worst = self.latch.worst()
        snapshot.fault = worst
        snapshot.rule = self.latch.rule(worst) if worst >= 0 else -1
        reasons = charger.why()
        snapshot.reasons = reasons
        snapshot.why = faults.lowest(reasons) if reasons else -1
        snapshot.high_mv = frame.high_mv
        snapshot.low_mv = frame.low_mv
        snapshot.ceiling_ma = self.reasons.ceiling_ma
        snapshot.cable_ma = self.proximity.cable_ma
        snapshot.bolt = frame.bolt
        snapshot.gate = frame.gate
        snapshot.board_dc = frame.board_dc
        snapshot.socket_dc = frame.socket_dc
        snapshot.closings = self.contactor.closings
        snapshot.loaded = self.contactor.loaded
        self.journal.publish()

    def _tell(self, frame):
        """Make events of what the last decision changed."""
        events = self.journal.events
        now = self._changed_ms
        state = self.charger.state
        if state != self._told_state:
            self._told_state = state
            events.add(now, EVENT_STATE, state)
            if state == CHARGING:
                self.journal.trace.run()
        letter = self.pilot.letter
        if letter != self._told_letter:
            self._told_letter = letter
            events.add(now, EVENT_LETTER, letter)
        if self.pilot.pulse_ms:
            if not self._told_coils:  # else it was a session
                events.add(now, EVENT_PULSE, self.pilot.pulse_ms)
            self.pilot.pulse_ms = 0
        if frame.coils != self._told_coils:
            self._tell_coils(frame, now)
        changed = self.latch.bits ^ self._told_bits
        while changed:
            fault = faults.lowest(changed)
            changed &= ~(1 << fault)
            self._tell_fault(now, fault)

    def _tell_coils(self, frame, now):
        self._told_coils = frame.coils
        if frame.coils:
            self.journal.events.add(now, EVENT_CLOSE, frame.coils)
        else:
            self.journal.events.add(now, EVENT_OPEN, self.mailbox.live().current_ma[0])

    def _tell_fault(self, now, fault):
        bit = 1 << fault
        self._told_bits ^= bit
        if self._told_bits & bit:
            self.journal.events.add(now, EVENT_FAULT, fault)
            self.journal.trace.fault()
        else:
            self.journal.events.add(now, EVENT_CLEARED, fault)

"""What the tick tells the shell: the snapshot, in two halves, why not, and the events."""

from core import states
from core.duty import reading
from core.faults import lowest
from core.frame import DUTY_F
from core.journal import (
    EVENT_CLEARED,
    EVENT_CLOSE,
    EVENT_FAULT,
    EVENT_LETTER,
    EVENT_OPEN,
    EVENT_PULSE,
    EVENT_STATE,
)
from core.states import CHARGING, CLOSING, OFFERING, STARTUP, STOPPING, WAITING, WAKING, F


class Reporter:
    """Tells of one outlet's parts. Called from the tick."""

    def __init__(self, parts):
        self._reasons = parts.reasons
        self._proximity = parts.proximity
        self._journal = parts.journal
        self._charger = parts.charger
        self._pilot = parts.pilot
        self._latch = parts.latch
        self._contactor = parts.contactor
        self._filled = False  # the first half of a snapshot waits for its second
        self.changed_ms = 0  # when what the next events tell happened
        self.opened_ma = 0  # of L1, as measured last before the coil went off
        # what the events have told
        self.state = STARTUP
        self._letter = states.E
        self._coils = 0
        self._closings = 0
        self._bits = 0

    def fill(self, frame):
        """Begin the idle snapshot: what was decided."""
        charger = self._charger
        snapshot = self._journal.idle()
        snapshot.now_ms = frame.now_ms
        snapshot.state = charger.state
        snapshot.letter = self._pilot.letter
        snapshot.plugged = 1 if self._pilot.present else 0
        duty = snapshot.duty = frame.duty
        snapshot.limit_ma = reading(duty)
        snapshot.ceiling_ma = self._reasons.ceiling_ma
        snapshot.phases = charger.phases
        snapshot.coils = frame.coils
        snapshot.closed = self._contactor.closed
        snapshot.faults = self._latch.bits
        self._filled = True

    def publish(self, frame):
        """End a snapshot that `fill` has begun: why, and what was measured; put it in force."""
        if not self._filled:
            return
        self._filled = False
        snapshot = self._journal.idle()
        bits = snapshot.faults
        worst = snapshot.fault = lowest(bits) if bits else -1
        snapshot.rule = self._latch.rule(worst) if bits else -1
        reasons = snapshot.reasons = self.why()
        snapshot.why = lowest(reasons) if reasons else -1
        snapshot.ventilation = frame.vent
        snapshot.high_mv = frame.high_mv
        snapshot.low_mv = frame.low_mv
        snapshot.cable_ma = self._proximity.cable_ma
        snapshot.bolt = frame.bolt
        snapshot.gate = frame.gate
        snapshot.board_dc = frame.board_dc
        snapshot.socket_dc = frame.socket_dc
        contactor = self._contactor
        snapshot.closings = contactor.closings
        snapshot.loaded = contactor.loaded
        self._journal.publish()

    def why(self):
        """Return the WHY_* bits of this tick; 0 while charging."""
        charger = self._charger
        state = charger.state
        if state == CHARGING:
            return 0
        if state == STARTUP:
            return 1 << states.WHY_STARTUP
        bits = self._reasons.no_pwm
        if self._latch.bits:
            bits |= 1 << states.WHY_FAULT
        if not self._pilot.plugged:
            return bits | 1 << states.WHY_NO_CAR
        if charger.released:
            bits |= 1 << states.WHY_NOT_AUTHORISED
        if state == STOPPING:
            bits |= 1 << states.WHY_STOPPING
        elif state == WAKING:
            bits |= 1 << states.WHY_WAKING
        elif state == WAITING and not bits:
            bits = 1 << states.WHY_PILOT_REST
        elif state == CLOSING:
            bits |= charger.no_close or 1 << states.WHY_CHECKING
        elif state == OFFERING:
            bits |= 1 << states.WHY_CAR
        return bits

    def tell(self, frame):
        """Make an event of one change, of `changed_ms`; return whether there was one."""
        now = self.changed_ms
        events = self._journal.events
        state = self._charger.state
        letter = self._pilot.letter
        changed = self._latch.bits ^ self._bits
        if state != self.state:
            self.state = state
            events.add(now, EVENT_STATE, state)
            if state == CHARGING:
                self._journal.trace.run()
        elif letter != self._letter and (letter != F or frame.duty != DUTY_F):
            self._letter = letter
            events.add(now, EVENT_LETTER, letter)
        elif self._pilot.pulse_ms:
            if not self._coils:  # else it was a session
                events.add(now, EVENT_PULSE, self._pilot.pulse_ms)
            self._pilot.pulse_ms = 0
        elif self._contactor.closings != self._closings:
            self._closings = self._contactor.closings  # open again by now, perhaps
            self._tell_coils(self._contactor.driven or 1, now)
        elif frame.coils != self._coils:
            self._tell_coils(frame.coils, now)
        elif changed:
            self._tell_fault(now, lowest(changed))
        else:
            return False
        return True

    def _tell_coils(self, coils, now):
        self._coils = coils
        if coils:
            self._journal.events.add(now, EVENT_CLOSE, coils)
        else:
            self._journal.events.add(now, EVENT_OPEN, self.opened_ma)

    def _tell_fault(self, now, fault):
        bit = 1 << fault
        self._bits ^= bit
        if self._bits & bit:
            self._journal.events.add(now, EVENT_FAULT, fault)
            self._journal.trace.fault()
        else:
            self._journal.events.add(now, EVENT_CLEARED, fault)

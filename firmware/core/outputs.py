"""One row of outputs a state, put into the frame here and nowhere else (CP-100..124)."""

from micropython import const

from core import states
from core.config import CP_SWITCH_FITTED, WAKE_F
from core.frame import DUTY_F, DUTY_X1, MOVED, OPENING
from core.pacer import Pacer
from core.states import CHARGING, CLOSING, FAULT, WAKING, D

F_MS = const(500)  # CP-151, CP-183
PULSE_MS = const(4200)  # CP-191, CP-193
_SETTLE_MS = const(500)  # after a wake-up pulse, before the letter is believed again

# outputs of a state: PWM runs, coil on, plug kept locked
OUTPUTS = (
    (0, 0, 0),  # STARTUP
    (0, 0, 0),  # IDLE
    (0, 0, 0),  # WAITING: locked once energy was offered
    (1, 0, 1),  # OFFERING
    (1, 0, 1),  # CLOSING
    (1, 1, 1),  # CHARGING
    (0, 1, 1),  # STOPPING
    (0, 0, 1),  # WAKING
    (0, 0, 0),  # FAULT
)


class Outputs:
    """Puts the outputs of the charger's state. Called from the tick."""

    def __init__(self, config, clock, parts):
        self._config = config
        self._charger = parts.charger
        self._contactor = parts.contactor
        self._lock = parts.lock
        self._pilot = parts.pilot
        self._reasons = parts.reasons
        self._reporter = parts.reporter
        self._thermal = parts.thermal
        self._pacer = Pacer(clock)
        self._bolt = -1  # 1 locked, 0 free, -1 nothing is wanted yet
        self._bolted = False  # the last of the outputs that moved was the bolt

    def settle(self, frame):
        """Put what is not where the state wants it: the bolt, or the others, by turns."""
        settled = self._charger.settled
        if self.bolt_moves() and (settled or not self._bolted):
            self.put_bolt(frame)
        elif not settled:
            self.put(frame)

    def put(self, frame):
        """Set every output of the state but the bolt's; it was decided now or in the last tick."""
        coils_before = frame.coils
        duty_before = frame.duty
        charger = self._charger
        contactor = self._contactor
        reasons = self._reasons
        state = charger.state
        driven = contactor.driven
        if state == CHARGING and not driven:
            self._thermal.check(frame)  # it closes: no turn of this guard may have come since
        coil = OUTPUTS[state][1]
        coils = contactor.coils(charger.phases) if coil else 0
        if coils and not driven:
            # since the closing was decided the bolt may have left its place, a contact closed
            if self._lock.loose(frame) or contactor.reads_closed(frame):
                state = CLOSING
                charger.enter(state, frame.now_ms)
                coil = coils = 0
        if coils != driven:
            drawn = reasons.l1_ma if reasons.fresh else 0
            contactor.switch(frame, coils, drawn)
        vents = coil and self._pilot.letter == D and self._config.ventilation
        frame.vent = 1 if vents else 0
        self._put_pilot(frame, state)
        # what answers to the outputs is looked at in the ticks that follow
        if frame.coils != coils_before or (frame.duty != duty_before and frame.duty != DUTY_F):
            frame.moved = MOVED
        elif contactor.opening and not frame.moved:
            frame.moved = OPENING  # it has just begun: the coil was cut before
        if coils_before and not frame.coils:
            self._reporter.opened_ma = reasons.l1_ma

    def _put_pilot(self, frame, state):
        now = frame.now_ms
        charger = self._charger
        pacer = self._pacer
        settled = True
        if OUTPUTS[state][0]:
            frame.duty = pacer.offer(self._reasons.ceiling_ma, now)
            settled = pacer.settled
        else:
            pacer.stop()
            if DUTY_F < frame.duty < DUTY_X1:
                charger.pwm_off.start(now)
            frame.duty = DUTY_X1
        if state >= WAKING:
            self._put_timed(frame, state)
            settled = False
        else:
            charger.holds = False
            frame.cp_off = 0
        self._bolted = False
        if not charger.begun and not self._reasons.no_pwm & 1 << states.WHY_NOT_AUTHORISED:
            charger.settled = False
            return  # the bolt stays where a reset in mid-session left it
        pilot = self._pilot
        moves = not pilot.rests and pilot.moves(now)
        self._bolt = 1 if charger.keep and not charger.released and not moves else 0
        charger.settled = settled and not moves

    def _put_timed(self, frame, state):
        # WAKING and FAULT: what F, the switch and the level do, each for its time
        charger = self._charger
        age_ms = charger.entered.since(frame.now_ms)
        frame.cp_off = 0
        if state == FAULT:
            charger.holds = False
            if charger.to_f and age_ms < F_MS:
                frame.duty = DUTY_F
            return
        config = self._config
        switch = config.fitted & CP_SWITCH_FITTED
        charger.holds = (switch or config.wake == WAKE_F) and age_ms < PULSE_MS + _SETTLE_MS
        if age_ms < PULSE_MS:
            if switch:
                frame.cp_off = 1
            elif config.wake == WAKE_F:
                frame.duty = DUTY_F

    def bolt_moves(self):
        """Return whether the bolt is not where `put` wants it: `put_bolt` is due."""
        return self._bolt >= 0 and self._bolt != self._lock.rests

    def put_bolt(self, frame):
        """Bring the bolt where `put` wants it."""
        self._lock.want(frame, self._bolt, self._contactor.open_ms(frame.now_ms))
        self._bolted = True

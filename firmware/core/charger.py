"""The charging sequence: one handler a state, one row of outputs a state (CP-100..124)."""

from micropython import const

from core import faults, states
from core.config import CP_SWITCH_FITTED, TWO_CONTACTORS, WAKE_F, WAKE_OFF
from core.frame import DUTY_F, DUTY_X1
from core.pacer import Pacer
from core.states import (
    CHARGING,
    CLOSING,
    FAULT,
    IDLE,
    OFFERING,
    STARTUP,
    STOPPING,
    WAITING,
    WAKING,
    B,
    C,
    D,
)

_STOP_MS = const(6100)  # CP-118, CP-144, GB-057
_B1_MS = const(3000)  # CP-115, CP-145
_F_MS = const(500)  # CP-151, CP-183
_PULSE_MS = const(4200)  # CP-191, CP-193
_SETTLE_MS = const(500)  # after a wake-up pulse, before the letter is believed again
_ONTO_FAULT_MS = const(2000)  # RC-037

# outputs of a state: PWM runs, coil on, plug kept locked
_OUTPUTS = (
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


def _bits(column):
    bits = 0
    for fault in range(faults.COUNT):
        if faults.FAULTS[fault][column]:
            bits |= 1 << fault
    return bits


_TO_F = _bits(4)
_RELEASES = _bits(5)


class Charger:
    """Decides state, pilot, coils and lock of one outlet. Called from the tick."""

    def __init__(self, config, clock, parts):
        self._config = config
        self._latch = parts.latch
        self._pilot = parts.pilot
        self._reasons = parts.reasons
        self._contactor = parts.contactor
        self._lock = parts.lock
        self._residual = parts.residual
        self._over = parts.overcurrent
        self._pacer = Pacer(clock)
        self._handlers = (
            self._startup,
            self._idle,
            self._waiting,
            self._offering,
            self._closing,
            self._charging,
            self._stopping,
            self._waking,
            self._fault,
        )
        # every attribute exists before the first tick: creating one allocates
        self._now = 0
        self._demand = None
        self._frame = parts.frame
        self._known_faults = 0
        self._asks = False
        self.state = STARTUP
        self.holds = False  # the pilot is driven so that its level tells nothing of the car
        self.last_letter = D if config.ventilation else C  # the contactor may be closed from C on
        self._entered = clock.timer()
        self._pwm_off = clock.timer()  # CP-115: since PWM stopped in this plug-in
        self.keep = False  # energy was offered in this plug-in: the plug stays locked
        self.seen_b = False  # CP-101: not a simplified pilot
        self.released = False  # unlocked by command: nothing more until unplug
        self._asked = False  # the car has asked for energy since PWM began
        self._wakes = 0
        self._wake_now = False
        self._to_f = False
        self._begun = False  # some state but WAITING was reached since start
        self.phases = config.phases
        self.no_close = 0  # WHY_* bits that keep the contactor open with PWM on
        self._bolt = -1  # 1 locked, 0 free, -1 nothing is wanted yet
        self.settled = False  # `put` changes nothing until a letter, a fault or a limit does

    def ventilated(self):
        """Return whether the car's wish for ventilation can be met (CP-203)."""
        return self._pilot.letter != D or self._config.ventilation

    def decide(self, frame, demand):
        """Run the state's handler; `put` is due after it."""
        self._now = frame.now_ms
        self._demand = demand
        pilot = self._pilot
        letter = pilot.letter
        if not pilot.present:
            self._forget_car()
        elif letter == B:
            self.seen_b = True
        # a coil that was cut stays off until everything was checked again
        cut = self._contactor.driven and not frame.coils
        self._asks = C <= letter <= self.last_letter and not cut
        bits = self._latch.bits
        if bits != self._known_faults:
            new = bits & ~self._known_faults
            self._known_faults = bits
            if new:
                self._enter_fault(new)
        state = self._handlers[self.state]()
        if state != self.state:
            self._enter(state)

    def _forget_car(self):
        if self.keep or self.released:
            self.settled = False
        self._pilot.unplugged()
        self.keep = self.seen_b = self.released = False
        self._asked = self._wake_now = False
        self._over.asked = False
        self._wakes = 0
        self._pwm_off.clear()

    def _judge_closing(self):
        now = self._now
        bits = 0
        if not self.ventilated():
            bits = 1 << states.WHY_VENTILATION
        if not self._residual.ready():
            bits |= 1 << states.WHY_RCD_TEST
        if not self._lock.locked or self._lock.loose(self._frame):
            bits |= 1 << states.WHY_LOCK
        if not self._contactor.rested(now):
            bits |= 1 << states.WHY_REST
        if not self._contactor.proven_open(now):
            bits |= 1 << states.WHY_WELD_TEST
        if not self._pilot.checked:
            bits |= 1 << states.WHY_CHECKING
        self.no_close = bits

    def _age(self):
        return self._entered.since(self._now)

    def _no_energy(self):
        return self._reasons.no_pwm or self.released

    # handlers: return the state to be in

    def _startup(self):
        if not self._pilot.known or not self._contactor.proven_open(self._now):
            return STARTUP
        return self._by_letter()

    def _by_letter(self):
        if self._pilot.plugged:
            return WAITING
        return IDLE

    def _idle(self):
        return self._waiting()

    def _waiting(self):
        if not self._pilot.plugged:
            return IDLE
        if self._no_energy() or self._pwm_off.since(self._now) < _B1_MS:
            return WAITING
        return OFFERING

    def _offering(self):
        if not self._pilot.plugged:
            return IDLE
        if self._no_energy():
            return WAITING
        if self._pilot.letter != B:
            self._asked = True
            self._wake_now = False
            return CLOSING
        return WAKING if self._sleeps() else OFFERING

    def _sleeps(self):
        config = self._config
        if self._wake_now:
            return True
        if config.wake == WAKE_OFF or self._asked or self._wakes >= config.wake_tries:
            return False
        return self._entered.since(self._now) >= config.wake_after_ms

    def _closing(self):
        if not self._pilot.plugged:
            return IDLE
        if self._no_energy():
            return WAITING
        if self._pilot.letter == B:
            return OFFERING
        self._judge_closing()
        if not self._asks or self.no_close:
            return CLOSING
        self.phases = self._wanted_phases()
        self._residual.spend()
        return CHARGING

    def _wanted_phases(self):
        if self._config.fitted & TWO_CONTACTORS and not self.seen_b:
            return 1  # CP-200
        return min(self._demand.phases, self._config.phases)

    def _charging(self):
        if not self._asks:
            return self._after_leaving(WAITING if self._no_energy() else OFFERING)
        if self._no_energy() or self._over.asked or self._wanted_phases() != self.phases:
            return STOPPING
        return CHARGING

    def _stopping(self):
        if not self._asks:
            return self._after_leaving(WAITING)
        if self._age() >= _STOP_MS:
            return WAITING
        return STOPPING

    def _after_leaving(self, state):
        return state if self._pilot.plugged else IDLE

    def _waking(self):
        if not self._pilot.plugged:
            return IDLE
        if self._age() < _B1_MS + (_PULSE_MS if self._pulses() else 0):
            return WAKING
        return WAITING if self._no_energy() else OFFERING

    def _fault(self):
        if self._latch.bits or (self._to_f and self._age() < _F_MS):
            return FAULT
        return self._by_letter()

    def _pulses_for(self, ms):
        return self._pulses() and self._age() < ms

    def _pulses(self):
        config = self._config
        return config.fitted & CP_SWITCH_FITTED or config.wake == WAKE_F

    # entering a state

    def _enter_fault(self, new):
        if new >> faults.RCD_TRIP & 1:
            if 0 <= self._contactor.energised_ms(self._now) < _ONTO_FAULT_MS:
                self._latch.bar(faults.RCD_TRIP)  # RC-037
        self._to_f = new & _TO_F and not self._config.faults_to_x1
        if new & _RELEASES:
            self.keep = False
        self._enter(FAULT)

    def _enter(self, state):
        # a reset may have stopped the PWM too: CP-115
        if self.state == STARTUP or (_OUTPUTS[self.state][0] and not _OUTPUTS[state][0]):
            self._pwm_off.start(self._now)
        if state == CLOSING:
            self._judge_closing()
        elif state == WAKING:
            self._wakes += 1
            self._wake_now = False
        if state == OFFERING and self.state != CLOSING and self.state != CHARGING:
            self._asked = False
        if _OUTPUTS[state][2]:
            self.keep = True
        if state != WAITING:
            self._begun = True
        self.state = state
        self._entered.start(self._now)

    # outputs: the only place that sets them

    def put(self, frame):
        """Set every output of the state but the bolt's; it was decided now or in the last tick."""
        now = self._now = frame.now_ms
        state = self.state
        contactor = self._contactor
        driven = contactor.driven
        pwm, coil, _ = _OUTPUTS[state]
        coils = contactor.coils(self.phases) if coil else 0
        if coils and not driven and self._changed(frame):
            self._enter(CLOSING)
            state = CLOSING
            coil = coils = 0
        if coils != driven:
            drawn = self._demand.current_ma[0] if self._reasons.fresh else 0
            contactor.switch(frame, coils, drawn)
        settled = True
        if pwm:
            frame.duty = self._pacer.offer(self._reasons.ceiling_ma, now)
            settled = self._pacer.settled
        else:
            self._pacer.stop()
            if DUTY_F < frame.duty < DUTY_X1:
                self._pwm_off.start(now)
            frame.duty = DUTY_X1
        if state >= WAKING:
            self._put_timed(frame, state)
            settled = False
        else:
            self.holds = False
            frame.cp_off = 0
        pilot = self._pilot
        frame.vent = 1 if coil and pilot.letter == D and self._config.ventilation else 0
        if not self._begun and not self._reasons.no_pwm & 1 << states.WHY_NOT_AUTHORISED:
            self.settled = False
            return  # the bolt stays where a reset in mid-session left it
        moves = not pilot.rests and pilot.moves(now)
        self._bolt = 1 if self.keep and not self.released and not moves else 0
        self.settled = settled and not moves

    def bolt_moves(self):
        """Return whether the bolt is not where `put` wants it: `put_bolt` is due."""
        return self._bolt >= 0 and self._bolt != self._lock.rests

    def put_bolt(self, frame):
        """Bring the bolt where `put` wants it."""
        self._lock.want(frame, self._bolt, self._contactor.open_ms(frame.now_ms))

    def _put_timed(self, frame, state):
        # WAKING and FAULT: what F, the switch and the level do, each for its time
        if self._drives_f():
            frame.duty = DUTY_F
        waking = state == WAKING
        self.holds = waking and self._pulses_for(_PULSE_MS + _SETTLE_MS)
        frame.cp_off = 1 if waking and self._switched_off() else 0

    def _changed(self, frame):
        # since the closing was decided: the bolt has left its place, or a contact reads closed
        return self._lock.loose(frame) or self._contactor.reads_closed(frame)

    def _drives_f(self):
        if self.state == FAULT:
            return self._to_f and self._age() < _F_MS
        if self.state == WAKING and not self._config.fitted & CP_SWITCH_FITTED:
            return self._config.wake == WAKE_F and self._age() < _PULSE_MS
        return False

    def _switched_off(self):
        return self._config.fitted & CP_SWITCH_FITTED and self._age() < _PULSE_MS

    # commands

    def unlock(self):
        """Stop gracefully, then release the plug; nothing more until unplug."""
        self.released = True
        self.settled = False

    def wake(self):
        """Run one wake-up sequence, if a car waits in B with PWM on (CP-196)."""
        if self.state == OFFERING and self._pilot.letter == B:
            self._wake_now = True

    def why(self):
        """Return the WHY_* bits of this tick; 0 while charging."""
        state = self.state
        if state == CHARGING:
            return 0
        if state == STARTUP:
            return 1 << states.WHY_STARTUP
        bits = self._reasons.no_pwm
        if self._latch.bits:
            bits |= 1 << states.WHY_FAULT
        if not self._pilot.plugged:
            return bits | 1 << states.WHY_NO_CAR
        if self.released:
            bits |= 1 << states.WHY_NOT_AUTHORISED
        if state == STOPPING:
            bits |= 1 << states.WHY_STOPPING
        elif state == WAKING:
            bits |= 1 << states.WHY_WAKING
        elif state == WAITING and not bits:
            bits = 1 << states.WHY_PILOT_REST
        elif state == CLOSING:
            bits |= self.no_close or 1 << states.WHY_CHECKING
        elif state == OFFERING:
            bits |= 1 << states.WHY_CAR
        return bits

"""The charging sequence: one handler a state says which comes next (CP-100..124)."""

from micropython import const

from core import faults, states
from core.config import CP_SWITCH_FITTED, TWO_CONTACTORS, WAKE_F, WAKE_OFF
from core.outputs import F_MS, OUTPUTS, PULSE_MS
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
_ONTO_FAULT_MS = const(2000)  # RC-037


class Charger:
    """Decides the state of one outlet; `Outputs` puts what it asks for. Called from the tick."""

    def __init__(self, config, clock, parts):
        self._config = config
        self._latch = parts.latch
        self._pilot = parts.pilot
        self._reasons = parts.reasons
        self._contactor = parts.contactor
        self._lock = parts.lock
        self._residual = parts.residual
        self._over = parts.overcurrent
        self._handlers = (
            self._startup,
            self._waiting,  # IDLE
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
        self.entered = clock.timer()
        self.pwm_off = clock.timer()  # CP-115: since PWM stopped in this plug-in
        self.keep = False  # energy was offered in this plug-in: the plug stays locked
        self.seen_b = False  # CP-101: not a simplified pilot
        self.released = False  # unlocked by command: nothing more until unplug
        self._asked = False  # the car has asked for energy since PWM began
        self._wakes = 0
        self._wake_now = False
        self.to_f = False
        self.begun = False  # some state but WAITING was reached since start
        self.phases = config.phases
        self.no_close = 0  # WHY_* bits that keep the contactor open with PWM on
        self.settled = False  # `put` changes nothing until a letter, a fault or a limit does

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
                return
        state = self._handlers[self.state]()
        if state != self.state:
            self.enter(state, frame.now_ms)

    def _forget_car(self):
        if self.keep or self.released:
            self.settled = False
        self._pilot.unplugged()
        self.keep = self.seen_b = self.released = False
        self._asked = self._wake_now = False
        self._over.asked = False
        self._wakes = 0
        self.pwm_off.clear()

    def _judge_closing(self, now):
        bits = 0
        if self._pilot.letter == D and not self._config.ventilation:  # CP-203
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
        return self.entered.since(self._now)

    def _no_energy(self):
        return self._reasons.no_pwm or self.released

    # handlers: return the state to be in

    def _startup(self):
        if not self._pilot.known or not self._contactor.proven_open(self._now):
            return STARTUP
        return WAITING if self._pilot.plugged else IDLE

    def _waiting(self):
        if not self._pilot.plugged:
            return IDLE
        if self._no_energy() or self.pwm_off.since(self._now) < _B1_MS:
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
        return self.entered.since(self._now) >= config.wake_after_ms

    def _closing(self):
        if not self._pilot.plugged:
            return IDLE
        if self._no_energy():
            return WAITING
        if self._pilot.letter == B:
            return OFFERING
        self._judge_closing(self._now)
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
            if not self._pilot.plugged:
                return IDLE
            return WAITING if self._no_energy() else OFFERING
        if self._no_energy() or self._over.asked or self._wanted_phases() != self.phases:
            return STOPPING
        return CHARGING

    def _stopping(self):
        if not self._asks:
            return WAITING if self._pilot.plugged else IDLE
        return WAITING if self._age() >= _STOP_MS else STOPPING

    def _waking(self):
        if not self._pilot.plugged:
            return IDLE
        config = self._config
        pulses = config.fitted & CP_SWITCH_FITTED or config.wake == WAKE_F
        if self._age() < _B1_MS + (PULSE_MS if pulses else 0):
            return WAKING
        return WAITING if self._no_energy() else OFFERING

    def _fault(self):
        if self._latch.bits or (self.to_f and self._age() < F_MS):
            return FAULT
        return WAITING if self._pilot.plugged else IDLE

    # entering a state

    def _enter_fault(self, new):
        if new >> faults.RCD_TRIP & 1:
            if 0 <= self._contactor.energised_ms(self._now) < _ONTO_FAULT_MS:
                self._latch.bar(faults.RCD_TRIP)  # RC-037
        self.to_f = new & faults.TO_F and not self._config.faults_to_x1
        if new & faults.RELEASES:
            self.keep = False
        self.enter(FAULT, self._now)

    def enter(self, state, now):
        """Begin a state."""
        # a reset may have stopped the PWM too: CP-115
        if self.state == STARTUP or (OUTPUTS[self.state][0] and not OUTPUTS[state][0]):
            self.pwm_off.start(now)
        if state == CLOSING:
            self._judge_closing(now)
        elif state == WAKING:
            self._wakes += 1
            self._wake_now = False
        if state == OFFERING and self.state != CLOSING and self.state != CHARGING:
            self._asked = False
        if OUTPUTS[state][2]:
            self.keep = True
        if state != WAITING:
            self.begun = True
        self.state = state
        self.entered.start(now)

    # commands

    def unlock(self):
        """Stop gracefully, then release the plug; nothing more until unplug."""
        self.released = True
        self.settled = False

    def wake(self):
        """Run one wake-up sequence, if a car waits in B with PWM on (CP-196)."""
        if self.state == OFFERING and self._pilot.letter == B:
            self._wake_now = True

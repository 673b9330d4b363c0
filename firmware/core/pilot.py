"""Control pilot: plateaus to a letter, debounced, with the diode and the generator checked."""

from micropython import const

from core import faults
from core.frame import DUTY_F, DUTY_X1
from core.levels import Levels
from core.states import A, B, C, D, E, F

_STALE_MS = const(40)  # with a 10 ms tick: a stopped stream is a fault within 50 ms
_LOW_OK_MV = const(-10500)  # CP-046, CP-047
_ZERO_MV = const(-1000)  # CP-042
_RANGE_MV = const(13000)  # CP-167
_NEVER_MV = const(1 << 29)
_MASK = const(0x3FFFFFFF)
_PWM = const(1)
_LOW = const(1)  # mixed windows
_ALL = const(2)
_GONE_MS = const(500)  # A for so long is an unplug: what waits for one may clear
_LEARN_MS = const(1000)
_MOVES_MS = const(100)
_PULSE_MIN_MS = const(150)  # CP-195: 200 ms - 50 ms
_PULSE_MAX_MS = const(3000)  # CP-119

# ms a new letter must last, row = letter now, column = new letter (1.7: fast out, slow in).
# 0 still takes two fresh windows.
_DEBOUNCE = (
    # A    B    C    D    E    F
    (0, 0, 500, 500, 100, 0),  # A: PWM within 50 ms, nothing is closed by it
    (40, 0, 500, 500, 100, 0),  # B: GB-064 within 100 ms
    (0, 0, 0, 0, 0, 0),  # C: CP-140, CP-141
    (0, 0, 100, 0, 0, 0),  # D: a level between C and D rests in D, and starves no guard
    (100, 100, 500, 500, 0, 0),  # E
    (100, 100, 500, 500, 100, 0),  # F
)


class Pilot:
    """Classifies the windows of one pilot. Called from the tick.

    While nothing moves, a window is compared with a few numbers and that is all (`_calm`).
    """

    def __init__(self, config, clock, latch):
        self._latch = latch
        levels = self.levels = Levels(config)
        self._level = levels.letter
        self.letter = E  # debounced
        self.raw = E  # of the last window
        self.plugged = False  # the letter says so; E and F tell nothing
        self.present = False  # a car is there: a break of the pilot is no unplug
        self.known = False  # whether a car is there was seen since start: A to D
        self._seen = False  # any letter was confirmed
        self.checked = False  # the diode was seen since PWM started (CP-171)
        self.pulse_ms = 0  # length of a pulse from B to C/D and back, once (CP-119)
        self._window = -1
        self._glanced = -1  # the last window that `still` has seen
        self._duty = -1  # in force in the last window; -1 before the first
        self._wave = -1  # DUTY_F, _PWM or DUTY_X1
        self._count = 0  # fresh windows of the candidate
        self._bad_low = 0  # 1: the window before was so; two in a row count
        self._stuck = 0
        self._outside = 0
        self._fresh_ms = 0  # when the last window came
        self._candidate_ms = 0  # when it was first seen
        self._in_a = clock.timer()
        self._plugged = clock.timer()
        self.rests = False  # it was there for so long; until an unplug
        self._pulse = clock.timer()
        self._pulsing = False
        # a window between these levels changes nothing, for some time
        self._calm_low_mv = 0
        self._calm_high_mv = -_NEVER_MV
        self._calm_bottom_mv = 0
        self._calm_from = 0
        self._calm_ms = 0

    def check(self, frame, held):
        """Classify a fresh window; latch what is wrong. Return True when nothing moved.

        `held`: keep the letter, the level is not the car's (wake-up).
        """
        now = frame.now_ms
        if frame.window == self._window:
            if self._window >= 0 and (now - self._fresh_ms) & _MASK >= _STALE_MS:
                self._latch.trip(faults.SAMPLER)
                return False
            return True
        self._window = frame.window
        self._fresh_ms = now
        if (
            self._calm_low_mv <= frame.high_mv <= self._calm_high_mv
            and -_RANGE_MV <= frame.low_mv <= self._calm_bottom_mv
            and frame.duty == self._duty
            and (now - self._calm_from) & _MASK <= self._calm_ms
        ):
            return True
        self._calm_high_mv = -_NEVER_MV
        mixed = 0
        if frame.duty != self._duty:
            mixed = self._mixed(frame.duty)
            if mixed == _ALL:
                return False
        if self._outside or frame.high_mv > _RANGE_MV or frame.low_mv < -_RANGE_MV:
            self._check_range(frame)
        if held:
            self._count = 0
        else:
            self._classify(frame, now, mixed)
        return False

    def still(self, frame):
        """Return whether a new window has come that `check` would find calm; leave it to that."""
        fresh = frame.window != self._glanced
        self._glanced = frame.window
        return (
            fresh
            and self._calm_low_mv <= frame.high_mv <= self._calm_high_mv
            and -_RANGE_MV <= frame.low_mv <= self._calm_bottom_mv
            and frame.duty == self._duty
            and (frame.now_ms - self._calm_from) & _MASK <= self._calm_ms
        )

    def _classify(self, frame, now, mixed):
        letter = self.letter
        before = self.raw
        raw = self._level(frame.high_mv, before)
        if raw != before:
            self._move(raw, now)
        if raw != letter or not self._seen:
            self._follow(raw, now)
        else:
            self._count = 0
        wave = self._wave
        if wave == _PWM and not mixed:
            if frame.low_mv <= _LOW_OK_MV:
                self._bad_low = 0
                self.checked = True
            else:
                self._low_is_missing(raw)
        letter = self.letter
        if letter == E or raw >= E or wave == DUTY_F:
            self._check_level(frame, letter, raw, wave)
            return
        self._stuck = 0
        if self._bad_low or self._outside or mixed:
            return
        if raw != letter:
            if self._count >= 2:
                self._calm(raw, self._candidate_ms, _DEBOUNCE[letter][raw] - 1)
        elif raw == A:
            self._stay_in_a(frame.high_mv, now)
        else:
            self._calm(raw, now, _MASK)

    def _calm(self, raw, since_ms, ms):
        # between the falling limit below and the rising one above, the letter stays
        limits = self.levels.limits[raw]
        self._calm_low_mv = limits[raw]
        self._calm_high_mv = limits[raw - 1] - 1 if raw else _RANGE_MV
        self._calm_bottom_mv = _LOW_OK_MV if self._wave == _PWM else _NEVER_MV
        self._calm_from = since_ms
        self._calm_ms = ms

    def _mixed(self, duty):
        # The first window after x1, x2 and F change into each other holds both waves: between
        # x1 and x2 its upper half is still the car's, to and from F nothing of it is.
        self._duty = duty
        before = self._wave
        wave = self._wave = _PWM if DUTY_F < duty < DUTY_X1 else duty
        if wave == before:
            return 0
        self._bad_low = self._stuck = 0
        self.checked = False
        return _ALL if wave == DUTY_F or before <= DUTY_F else _LOW

    def _move(self, raw, now):
        before = self.raw
        self.raw = raw
        if before == B or self._pulsing:
            self._time_pulse(before, raw, now)
        # while a car leaves, every level that is not C or D goes on counting
        if C <= raw <= D or before == C or not C <= self.letter <= D:
            self._count = 0
        if raw == A:
            self._in_a.start(now)

    def _follow(self, raw, now):
        count = self._count + 1
        self._count = count
        if count == 1:
            self._candidate_ms = now
        elif (now - self._candidate_ms) & _MASK >= _DEBOUNCE[self.letter][raw]:
            self._enter(raw, now)

    def _enter(self, letter, now):
        self.letter = letter
        self._seen = True
        self._count = 0
        if letter == A:
            self._in_a.start(now)
            self.plugged = False
            self.known = True
        elif letter <= D:
            if not self.plugged:
                self._plugged.start(now)
            self.plugged = self.present = self.known = True

    def unplugged(self):
        """The car has gone: the next plug comes from outside."""
        self.rests = False

    def moves(self, now):
        """Return whether the plug may still be on its way in: neither lock nor cable go by it."""
        if self.plugged and self._plugged.since(now) >= _MOVES_MS:
            self.rests = True
        return not self.rests

    def _time_pulse(self, before, raw, now):
        if before == B and C <= raw <= D:
            self._pulse.start(now)
            self._pulsing = True
        elif raw == B and self._pulsing:
            length = self._pulse.since(now)
            if _PULSE_MIN_MS <= length <= _PULSE_MAX_MS:
                self.pulse_ms = length
        if raw < C or raw > D:
            self._pulsing = False

    def _low_is_missing(self, raw):
        self.checked = False
        if self._bad_low:
            if B <= raw <= D:
                self._latch.trip(faults.CP_DIODE)  # CP-164
            elif raw == A:
                self._latch.trip(faults.CP_GENERATOR)  # CP-160 does not hold
        self._bad_low = 1

    def _check_level(self, frame, letter, raw, wave):
        if raw == E and letter == E and self._seen:
            if frame.high_mv < _ZERO_MV:
                self._latch.trip(faults.CP_INVALID)  # CP-166
            else:
                self._latch.trip(faults.CP_SHORT)  # CP-165, CP-169
        if raw <= D if wave == DUTY_F else raw == F:  # CP-170, CP-169
            if self._stuck:
                self._latch.trip(faults.CP_GENERATOR)
            self._stuck = 1
        else:
            self._stuck = 0

    def _check_range(self, frame):
        if frame.high_mv <= _RANGE_MV and frame.low_mv >= -_RANGE_MV:
            self._outside = 0
            return
        if self._outside:
            self._latch.trip(faults.CP_RANGE)  # CP-167
        self._outside = 1

    def _stay_in_a(self, high_mv, now):
        age = self._in_a.since(now)
        if age < _GONE_MS:
            self._calm(A, now, _GONE_MS - 1 - age)
            return
        self.present = False
        if age < _LEARN_MS:
            self._calm(A, now, _LEARN_MS - 1 - age)
            return
        near_mv = self.levels.learn(high_mv)
        if near_mv:
            self._calm(A, now, _MASK)
            open_mv = self.levels.open_mv
            self._calm_low_mv = open_mv - near_mv
            self._calm_high_mv = open_mv + near_mv

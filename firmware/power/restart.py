"""Kindness to the grid: a random wait when the mains came back, and a ramp (4.5, OV-002)."""

from micropython import const

from core import faults, states
from core.clock import Timer, elapsed

_START_MA = const(6000)  # a ramp begins at the least that can be offered
_STEP_MS = const(1000)  # longest step of the ramp
_MINUTE_MS = const(60000)
_SUPPLY = (
    1 << faults.OVER_VOLTAGE
    | 1 << faults.UNDER_VOLTAGE
    | 1 << faults.FREQUENCY
    | 1 << faults.PHASE_LOSS
)


class Delay:
    """Random wait of a plugged car after power-up and after a supply fault (NA-001, OV-006)."""

    def __init__(self, longest_s, random):
        self.longest_s = longest_s
        self._random = random  # random(n) returns 0..n-1
        self._armed = True  # waits for the start, or for the end of a supply fault
        self._boot = True
        self._wait_ms = 0
        self._timer = Timer()

    def watch(self, snapshot, now_ms):
        """Follow the core. Called by the main job, before `holds`."""
        if snapshot.state == states.STARTUP:
            return
        if self._boot:
            self._boot = self._armed = False
            if snapshot.plugged:
                self._begin(now_ms)
        elif snapshot.letter == states.A:
            self._armed = False
            self._wait_ms = 0
        elif snapshot.faults & _SUPPLY:
            self._armed = True
        elif self._armed:
            self._begin(now_ms)

    def _begin(self, now_ms):
        self._armed = False
        self._wait_ms = self.draw_ms()
        self._timer.start(now_ms)

    def draw_ms(self):
        """Return a random wait, 0 without the setting; NA-002: to the second."""
        return self._random(self.longest_s + 1) * 1000 if self.longest_s else 0

    def holds(self, now_ms):
        """Return whether no energy may be offered yet."""
        if not self.longest_s:
            return False
        return self._armed or self.left_ms(now_ms) > 0

    def left_ms(self, now_ms):
        """Return ms still to wait, as far as they are known; 0 when there is no wait."""
        return max(self._wait_ms - self._timer.since(now_ms), 0)

    def skip(self):
        """End the wait: somebody on the spot wants it (NA-003)."""
        self._armed = self._boot = False
        self._wait_ms = 0


class Ramp:
    """Lets the offer rise from 6 A by so much a minute, and fall at once."""

    def __init__(self, ma_per_min):
        self.ma_per_min = ma_per_min  # 0 = no ramp
        self.cap_ma = _START_MA
        self._rest = 0
        self._at_ms = 0

    def cap(self, target_ma, charging, now_ms):
        """Return what may be offered of `target_ma` now. Called at every publication."""
        passed = min(elapsed(now_ms, self._at_ms), _STEP_MS)
        self._at_ms = now_ms
        if not self.ma_per_min:
            return target_ma
        if charging:
            self._rest += self.ma_per_min * passed
            self.cap_ma += self._rest // _MINUTE_MS
            self._rest %= _MINUTE_MS
            self.cap_ma = max(min(self.cap_ma, target_ma), _START_MA)
        else:
            self.cap_ma = _START_MA
        return min(self.cap_ma, target_ma)

"""The pilot driver's last word: what is offered, never above the ceiling, never in a hurry up."""

from micropython import const

from core.duty import MIN_MA, duty_for, reading
from core.frame import DUTY_X1

_SPACING_MS = const(5000)  # CP-110, CP-146


class Pacer:
    """Turns a ceiling into a duty (I2). Reductions at once, increases 5 s apart."""

    def __init__(self, clock):
        self._changed = clock.timer()
        self.duty = DUTY_X1
        self._ceiling_ma = -1
        self.settled = False  # `duty` is what the ceiling allows

    def offer(self, ceiling_ma, now):
        """Return the duty for at most `ceiling_ma` a phase, x1 below 6 A (CP-065)."""
        if ceiling_ma == self._ceiling_ma and self.settled:
            return self.duty
        self._ceiling_ma = ceiling_ma
        wanted = duty_for(ceiling_ma)
        self.settled = wanted == self.duty
        if self.settled:
            return wanted
        offered = reading(self.duty)
        rises = reading(wanted) > offered >= MIN_MA
        if rises and self._changed.since(now) < _SPACING_MS:
            return self.duty
        self.duty = wanted
        self._changed.start(now)
        return wanted

    def stop(self):
        """The pilot goes to x1 or F: the next offer starts afresh."""
        self.duty = DUTY_X1
        self.settled = False

"""Cars that fall asleep in B, and what wakes each of them."""

from tools.world.clock import FAR

TOGGLE = 1  # PWM that stops for 2 s and starts again
PULSE_E = 2  # 0 V for 3 s
PULSE_F = 4  # -12 V for 3 s

DEAD = -1  # duty at the inlet of a pilot at 0 V
_PULSE_US = 3000000
_GAP_US = 2000000


class Sleep:
    """`asleep` 1: the car does not close S2 whatever is on offer."""

    def __init__(self):
        self.asleep = 0
        self.due_us = FAR
        self._after_us = 0  # asleep after so long idle, 0 = never
        self._wakes_on = 0
        self._started = 0  # PWM has started since it fell asleep

    def load(self, after_us, wakes_on):
        """Become another model; asleep, if it ever sleeps."""
        self._after_us, self._wakes_on = after_us, wakes_on
        self.plug_in()

    def plug_in(self):
        """A car arrives: one that sleeps at all is asleep, and takes the first PWM for none."""
        self.asleep = 1 if self._after_us else 0
        self._started = 0
        self.due_us = FAR

    def idle(self, now_us, idle):
        """Take whether it stands plugged in B, from `now_us` on."""
        if not idle or not self._after_us or self.asleep:
            self.due_us = FAR
        elif self.due_us == FAR:
            self.due_us = now_us + self._after_us

    def step(self, _now_us):
        """Fall asleep; the next PWM that starts may wake it."""
        self.due_us = FAR
        self.asleep = self._started = 1

    def saw(self, view, for_us, pwm):
        """Take that the duty `view` at the inlet ended after `for_us`; `pwm`: PWM follows."""
        if not self.asleep:
            return
        if for_us >= _PULSE_US and view == DEAD and self._wakes_on & PULSE_E:
            self.asleep = 0
        elif for_us >= _PULSE_US and view == 0 and self._wakes_on & PULSE_F:
            self.asleep = 0
        elif pwm and self._wakes_on & TOGGLE:
            if self._started and for_us >= _GAP_US:
                self.asleep = 0
            self._started = 1

"""The car: its resistor behind the diode, its S2, and what it sees of the pilot.

Rules of scenarios.md: the script sets S2 for good, except that an obeying car that had PWM
opens S2 when PWM goes and closes it again 1 s after PWM is back; a later `ev.state` cancels
both. What differs from car to car is a row of `models.py`.
"""

from tools.world import habits, models
from tools.world.clock import FAR
from tools.world.draw import Draw
from tools.world.models import MODELS
from tools.world.sleep import Sleep

__all__ = ("MODELS", "Car")

B_OHM, C_OHM, D_OHM = 2740, 882, 246  # CP-013, CP-016, CP-017
STEADY = 10000  # view of a pilot at steady +12 V
_OPENED_STEPS = 1  # S2 opened by the script -> no current
_NO_CAP = 1000000


class Car:
    """`ohm`, `s2` and `draw.level_ma` are what the plant reads; times in microseconds."""

    def __init__(self):
        self.plugged = 0
        self.s2 = 0
        self.wants = 0  # the script wants S2 closed
        self.view = STEADY  # duty at the inlet, sleep.DEAD for 0 V
        self.energised = 0
        self.scripted_obeys = 1
        self.due_us = FAR
        self.habit_us = FAR  # next turn of the model's habit
        self.memory = [0, 0, 0]  # of the habit
        self.finished = 0  # it wants no more in this plug-in
        self.resting = 0  # it draws nothing for now
        self.cap_ma = _NO_CAP
        self.draw = Draw(self)
        self.sleep = Sleep()
        self._closed_ohm, self._open_ohm = C_OHM, B_OHM
        self._opened = 0  # it opened S2 by itself because PWM went
        self._s2_us, self._s2_next = FAR, 0
        self._since_us = 0  # of the view
        self.load("plain", 0)

    @property
    def ohm(self):
        """Resistance behind the diode in ohm, 0 = nothing plugged."""
        if not self.plugged:
            return 0
        return self._closed_ohm if self.s2 else self._open_ohm

    # the script

    def load(self, name, now_us):
        """Become the model `name`; a script's wish made before is judged anew."""
        row = models.fields(name)
        self.start_us = row["start_ms"] * 1000
        self.stop_us = row["stop_ms"] * 1000
        self.resume_us = row["resume_ms"] * 1000
        self.fade_steps = row["fade_ms"] // 100
        self.follow_steps = row["follow_ms"] // 100
        self.phases = row["phases"]
        self.permille = row["permille"]
        self.least_ma, self.most_ma = row["least_ma"], row["most_ma"]
        self.simple, self.ventilated = row["simple"], row["ventilated"]
        self._model_obeys = row["obeys"]
        self.fears_f = row["fears_f"]
        self.habit = habits.HABITS[row["habit"]]
        self.numbers = row["numbers"]
        self.sleep.load(row["sleep_ms"] * 1000, row["wakes_on"])
        if self.plugged:
            if self.start_us:
                self.switch(now_us, 0)
            self._judge(now_us)

    def script(self, now_us, ohm, asks):
        """Take `ev.state` or a resistance: total `ohm` (0 = unplug), `asks` = S2 closed."""
        arrives = ohm and not self.plugged
        self.plugged = 1 if ohm else 0
        self.wants = asks
        if asks:
            self._closed_ohm, self._open_ohm = ohm, B_OHM
        else:
            self._open_ohm = ohm
        if arrives or not ohm:
            self._forget(now_us)
        self._judge(now_us)

    def obeys(self):
        """Return 1 if it stops when told to."""
        return 1 if self.scripted_obeys and self._model_obeys else 0

    def set_draws(self, now_us, draws_ma):
        """Take the script's currents (three, mA), None = follow the pilot."""
        self.draw.script_ma = draws_ma
        self.aim(now_us, 0)

    # what happens to it

    def pilot(self, now_us, view):
        """See another duty at the inlet from `now_us` on."""
        before, self.view = self.view, view
        had, has = 0 < before < STEADY, 0 < view < STEADY
        if not had or not has:
            self.sleep.saw(before, now_us - self._since_us, has)
            self._since_us = now_us
        if view == 0 and self.fears_f and self.plugged:
            self.finished = 1
            self._plan(now_us + self.stop_us, 0)
        if has:
            if not had:
                self._pwm_came(now_us)
            self._follow(now_us)
            self.habit(self, now_us, habits.DUTY)
        elif had:
            self._pwm_went(now_us)
        self._schedule()

    def supply(self, now_us, live):
        """See the mains at the inlet come (1) or go (0)."""
        self.energised = live
        self.draw.stop()
        self._follow(now_us)
        self.habit(self, now_us, habits.SUPPLY)
        self._schedule()

    def step(self, now_us):
        """Do what is due."""
        if self._s2_us <= now_us:
            self._s2_us = FAR
            self.switch(now_us, self._s2_next)
        if self.draw.due_us <= now_us:
            self.draw.step(now_us)
        if self.sleep.due_us <= now_us:
            self.sleep.step(now_us)
        if self.habit_us <= now_us:
            self.habit_us = FAR
            self.habit(self, now_us, habits.TIME)
        self._schedule()

    # for the habits

    def switch(self, now_us, closed):
        """Move S2; the current follows."""
        if self.s2 == closed:
            return
        self.s2 = closed
        if closed:
            self._opened = 0
            self._follow(now_us)
        else:
            if not 0 < self.view < STEADY:
                self._opened = self.wants
            self.aim(now_us, _OPENED_STEPS)
        self._idle(now_us)

    def flicker(self, closed):
        """Show another S2 for a moment; no current follows."""
        self.s2 = closed

    def aim(self, now_us, steps):
        """Find the current anew, to be reached in `steps` of 100 ms."""
        self.draw.aim(now_us, steps)
        self._schedule()

    def rest(self, now_us, steps):
        """Draw nothing, S2 as it is."""
        self.resting = 1
        self.aim(now_us, steps)

    def resume(self, now_us):
        """End the rest; close S2 if there is PWM, else when it is back."""
        self.resting = 0
        self._opened = self.wants
        if 0 < self.view < STEADY and self.wants:
            self.switch(now_us, 1)

    def finish(self, now_us):
        """Open S2 and want nothing more in this plug-in."""
        self.finished = 1
        self.switch(now_us, 0)

    # inside

    def _forget(self, now_us):
        self.s2 = self.finished = self.resting = self._opened = 0
        self.cap_ma = _NO_CAP
        self.habit_us = FAR
        self._since_us = now_us
        for number in range(3):
            self.memory[number] = 0
        self.draw.forget()
        self.sleep.plug_in()

    def _judge(self, now_us):
        # the script has spoken: nothing planned before holds
        self._s2_us = FAR
        self._opened = 0
        if self.ventilated and self._closed_ohm == C_OHM:
            self._closed_ohm = D_OHM
        closed = 1 if self.plugged and self.wants and not self.finished else 0
        if self.plugged and self.simple:
            closed = 1
        elif closed and self.start_us and not self.s2:
            closed = 0
            if 0 < self.view < STEADY and not self.sleep.asleep:
                self._plan(now_us + self.start_us, 1)
        self.switch(now_us, closed)
        self._idle(now_us)
        self._schedule()

    def _pwm_came(self, now_us):
        if self.sleep.asleep or self.finished or not self.plugged or not self.wants:
            return
        if self.s2:
            self._s2_us = FAR  # it had not opened yet
        elif not self._opened:
            self._plan(now_us + self.start_us, 1)
        elif self.resume_us:
            self._plan(now_us + self.resume_us, 1)

    def _pwm_went(self, now_us):
        if not self.s2 and self._s2_next:
            self._s2_us = FAR
        if self.obeys():
            if self.s2 and not self.simple:
                self._plan(now_us + self.stop_us, 0)
            self.aim(now_us, self.fade_steps)

    def _follow(self, now_us):
        # a script's current is there at once
        self.aim(now_us, 0 if self.draw.script_ma is not None else self.follow_steps)

    def _idle(self, now_us):
        self.sleep.idle(now_us, self.plugged and not self.s2)

    def _plan(self, at_us, closed):
        self._s2_us, self._s2_next = at_us, closed

    def _schedule(self):
        self.due_us = min(self._s2_us, self.draw.due_us, self.habit_us, self.sleep.due_us)

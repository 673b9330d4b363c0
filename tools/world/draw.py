"""What the car draws: goals out of its model, the pilot and the script, reached by steps."""

from tools.world.clock import FAR

STEP_US = 100000  # currents change in steps of this
_STEADY = 10000


def reading_ma(duty):
    """Return what a car takes from a duty of 0.01 % (CP-070..077); no digital communication."""
    if 1000 <= duty <= 8500:
        return duty * 6
    if 8500 < duty <= 9600:
        return (duty - 6400) * 25
    if 800 <= duty < 1000:
        return 6000
    return 80000 if 9600 < duty <= 9700 else 0


class Draw:
    """Currents of one car in mA, three phases; `level_ma` is what it draws now."""

    def __init__(self, car):
        self.level_ma = [0, 0, 0]
        self.script_ma = None  # three currents the script wants, None = what is on offer
        self.due_us = FAR
        self._car = car
        self._goal_ma = [0, 0, 0]
        self._step_ma = [0, 0, 0]
        self._offer_ma = 0  # last read off the pilot

    def stop(self):
        """Drop to nothing at once."""
        self.due_us = FAR
        for phase in range(3):
            self.level_ma[phase] = self._goal_ma[phase] = 0

    def forget(self):
        """Another car: nothing was ever on offer."""
        self.stop()
        self._offer_ma = 0

    def aim(self, now_us, steps):
        """Find the goals anew and reach them in `steps` of 100 ms, 0 = at once."""
        moving = False
        for phase in range(3):
            goal = self._goal(phase)
            self._goal_ma[phase] = goal
            gap = goal - self.level_ma[phase]
            if steps:
                self._step_ma[phase] = max(abs(gap) // steps, 1)
                moving = moving or gap != 0
            else:
                self.level_ma[phase] = goal
        self.due_us = now_us + STEP_US if moving else FAR

    def step(self, now_us):
        """Go one step towards the goals."""
        moving = False
        for phase in range(3):
            level, goal = self.level_ma[phase], self._goal_ma[phase]
            step = self._step_ma[phase]
            if abs(goal - level) < 2 * step:
                level = goal
            else:
                level += step if goal > level else -step
                moving = True
            self.level_ma[phase] = level
        self.due_us = now_us + STEP_US if moving else FAR

    def _goal(self, phase):
        car = self._car
        if not car.energised or not car.s2 or car.resting:
            return 0
        pwm = 0 < car.view < _STEADY
        if not pwm and car.obeys() and not car.simple:
            return 0
        if self.script_ma is not None:
            return self.script_ma[phase]
        if pwm:
            self._offer_ma = reading_ma(car.view)
        offer = car.most_ma if car.simple else self._offer_ma
        if phase >= car.phases or offer < car.least_ma:
            return 0
        return min(offer * car.permille // 1000, car.most_ma, car.cap_ma)

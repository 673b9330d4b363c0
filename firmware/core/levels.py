"""Between which levels a window has which letter, and the open circuit that they follow."""

from micropython import const

from core.states import A, B, C, D, E, F

_F_MV = const(-10500)  # CP-045
_NOMINAL_MV = const(12000)
_LEARN_STEP_MV = const(8)
_LEARN_LOW_MV = const(11200)  # CP-001 with 0.2 V for the measurement
_LEARN_HIGH_MV = const(12800)


class Levels:
    """The limits of the letters of one pilot, with hysteresis. Called from the tick."""

    def __init__(self, config):
        self._ventilated_state = config.ventilated_state
        # rising and falling limit of A/B, B/C, C/D, D/E for a 12 V open circuit (1.2 table)
        cd_mv = config.cd_rising_mv, config.cd_falling_mv
        self._nominal = (10750, 10250, 7750, 7250) + cd_mv + (1750, 1400)
        # row = the letter of the last window: limits of A/B, B/C, C/D, D/E, falling at and above
        # it, rising below
        self.limits = [0] * 4, [0] * 4, [0] * 4, [0] * 4, [0] * 4, [0] * 4
        self.open_mv = config.open_mv
        self._next = 0
        self._left = len(self._nominal)  # limits that do not follow `open_mv` yet
        while self._left:
            self._follow()

    def letter(self, high_mv, before):
        """Return the letter of a window with this upper plateau; `before`: that of the last."""
        if high_mv <= _F_MV:
            return F
        a, b, c, d = self.limits[before]
        if high_mv >= c:
            return C if high_mv < b else B if high_mv < a else A
        if high_mv >= d and self._ventilated_state:
            return D
        return E  # in D too: GB-016, GB-084

    def learn(self, high_mv):
        """Follow the open circuit's level, a step a window of A that has lasted.

        Return the mV about `open_mv` within which nothing is left to learn, 0 before that.
        """
        if self._left:
            self._follow()
        step = high_mv - self.open_mv
        if -_LEARN_STEP_MV < step < _LEARN_STEP_MV:
            return 0 if self._left else _LEARN_STEP_MV - 1
        if _LEARN_LOW_MV <= high_mv <= _LEARN_HIGH_MV:
            self.open_mv += step // _LEARN_STEP_MV
            self._left = len(self._nominal)
        return 0

    def _follow(self):
        # one limit at a time: a tick has no time for all of them
        self._left -= 1
        at = self._next = self._next + 1 & 7
        limit_mv = self._nominal[at] * self.open_mv // _NOMINAL_MV
        below = at >> 1
        for raw in range(F + 1):
            if (raw <= below) == at & 1:
                self.limits[raw][below] = limit_mv

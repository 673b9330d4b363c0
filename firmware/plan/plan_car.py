"""What a car takes of what it is offered, as far as it has shown (S8)."""

from micropython import const

_STEADY_S = const(30)  # it must draw the same for so long
_SAME_MA = const(1000)  # and this is the same
_LESS_MA = const(1500)  # less than the offer by more: it takes no more
_FLOWS_MA = const(1000)


class Appetite:
    """Of one car. Called once a second by plan.plan_source."""

    def __init__(self):
        self.phases = 0  # on which it draws, 0 = not known
        self.most_ma = 0  # it never takes more, 0 = not known
        self._drawn_ma = 0
        self._steady_s = 0

    def look(self, pile):
        """Learn from shell.pile_view."""
        drawn_ma, phases = 0, 0
        if pile.closed and pile.current_ma is not None:
            drawn_ma = max(pile.current_ma)
            phases = len([ma for ma in pile.current_ma if ma > _FLOWS_MA])
        if not phases or abs(drawn_ma - self._drawn_ma) > _SAME_MA:
            self._drawn_ma = drawn_ma
            self._steady_s = 0
            return
        self._steady_s += 1
        if self._steady_s < _STEADY_S:
            return
        self.phases = phases
        if drawn_ma + _LESS_MA < pile.offered_ma:
            self.most_ma = drawn_ma
        elif drawn_ma > self.most_ma + _SAME_MA:
            self.most_ma = 0

    def power_mw(self, offered_ma, phases, volts):
        """Return what it will take of `offered_ma` on each of `phases`."""
        if self.most_ma:
            offered_ma = min(offered_ma, self.most_ma)
        return offered_ma * min(self.phases or phases, phases) * volts

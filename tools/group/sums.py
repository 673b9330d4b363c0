"""What the piles allow together, at every instant, against the limit; and the curves of a plot."""

from tools.world import models

_PHASES = 3


class Sums:
    """Hears changes in order of time. mA a phase; `worst_ma` is of what the pilots allowed."""

    def __init__(self, count, limit_ma):
        self.limit_ma = limit_ma
        self.allowed_ma = [0] * count  # by the pilots
        self.drawn_ma = [[0] * _PHASES for _ in range(count)]
        self.worst_ma = 0
        self.worst_drawn_ma = 0
        self.broken_us = None  # when the limit was exceeded first
        self._phases = [_PHASES] * count  # that the car there can use: a pilot allows no others
        self.curves = []  # (s, what each pile draws on the first phase, A), at each change

    def hear(self, pile, signal, value):
        """Take one change of a pile."""
        if signal == "limit_ma":
            self.allowed_ma[pile] = value
        elif signal == "current_ma":
            self.drawn_ma[pile] = value
        elif signal == "ev.model":
            self._phases[pile] = models.fields(value)["phases"]

    def allowed(self):
        """Return what all pilots allow on the fullest phase now, mA."""
        piles = range(len(self.allowed_ma))
        return max(
            sum(self.allowed_ma[pile] for pile in piles if phase < self._phases[pile])
            for phase in range(_PHASES)
        )

    def drawn(self):
        """Return what all draw on the fullest phase now, mA."""
        return max(sum(drawn[phase] for drawn in self.drawn_ma) for phase in range(_PHASES))

    def look(self, us):
        """Judge the instant `us`: everything that changes then was heard."""
        allowed_ma = self.allowed()
        self.worst_ma = max(self.worst_ma, allowed_ma)
        self.worst_drawn_ma = max(self.worst_drawn_ma, self.drawn())
        if allowed_ma > self.limit_ma and self.broken_us is None:
            self.broken_us = us
        drawn_a = [drawn[0] / 1000 for drawn in self.drawn_ma]
        if not self.curves or self.curves[-1][1] != drawn_a:
            self.curves.append((us / 1000000, drawn_a))

"""Whether the car charges on one phase: then the others are for the rest of the group.

The pilot says the same for all phases, so this pile watches: a car that begins to use another
phase gets no more than what is granted there, at once.
"""

from micropython import const

from core.clock import Timer

_SURE_MS = const(60000)
_DRAWS_MA = const(4000)
_IDLE_MA = const(1500)


class CarPhases:
    """Of the car that is there. For Share only."""

    def __init__(self):
        self.one = False
        self._steady = Timer()

    def look(self, pile, now_ms):
        """Take a second's measurement; `pile`: shell.pile_view."""
        current_ma = pile.current_ma
        known = pile.plugged and pile.phases > 1 and current_ma is not None
        if not known or max(current_ma[1], current_ma[2]) >= _IDLE_MA:
            self._steady.lasts(False, now_ms)
            self.one = False
        elif self._steady.lasts(current_ma[0] >= _DRAWS_MA, now_ms) >= _SURE_MS:
            self.one = True

"""A pilot that never comes to rest: what starves the turns most."""

from tests.core.pile import Pile

FLAPS = (
    (("A", 20), ("B", 50)),
    (("A", 40), ("B", 60)),
    (("B", 110), ("E", 110)),
    (("C", 120), ("D", 20)),
    (("C", 20), ("D", 20)),
)


class Flap:
    """A pilot that goes through (letter, ms) for ever."""

    def __init__(self, pile, pattern):
        self._pile = pile
        self._pattern = pattern
        self._at = self._left_ms = 0

    def step(self):
        if self._left_ms <= 0:
            letter, self._left_ms = self._pattern[self._at % len(self._pattern)]
            self._at += 1
            self._pile.plug(letter)
        self._left_ms -= 10
        self._pile.step()

    def until(self, reached, limit_ms):
        for ms in range(10, limit_ms + 10, 10):
            self.step()
            if reached():
                return ms
        return None


def flapping(pattern):
    """Return a pile in the letter that `pattern` leaves, and its pilot."""
    pile = Pile(ventilation=1)
    if pattern[0][0] == "C":
        pile.charge()
    else:
        pile.run(3000).plug("B").run(1000)
    return pile, Flap(pile, pattern)

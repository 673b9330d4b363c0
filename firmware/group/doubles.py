"""Piles that should not be: two of one number, one too many, another leader with our number.

Each keeps a fallback that is in nobody's list: it is set aside from the limit. Loaded when the
leader hears the first of them.
"""

from micropython import const

_APART = const(480)  # beats: twins are not heard for so long; another leader counts as there
_HOUR = const(28800)  # without a sign of them: it was a message that was late
_LEADER = const(-1)  # in place of a pile


class Doubles:
    """Of the piles of `ledger`. For the leader only."""

    def __init__(self, ledger, now):
        self._ledger = ledger
        self._now = now
        self._until = {}  # pile: (beat until which it is one of two, fallback set aside)
        self._strangers_ma = {}  # pile: its fallback; we are set to lead it but not told of it

    def look(self, now):
        """Let time pass; forget those of whom there was no sign for an hour."""
        self._now = now
        for pile in list(self._until):
            if now - self._until[pile][0] >= _HOUR:
                self._ledger.set_aside(-self._until.pop(pile)[1])

    def deaf(self, pile):
        """Return whether `pile` is not to be heard."""
        return pile in self._until and self._until[pile][0] > self._now

    def leads(self):
        """Return whether another pile leads under our number."""
        return self.deaf(_LEADER)

    def part(self, pile):
        """Grant nothing to two that have one number: both keep its fallback."""
        self._aside(pile, self._ledger.fallback_ma(pile))

    def lead(self, fallback_ma):
        """Take note of another leader with our number, and this fallback."""
        self._aside(_LEADER, fallback_ma)

    def stranger(self, pile, fallback_ma):
        """Set aside the fallback of a pile above the size of the group."""
        more_ma = fallback_ma - self._strangers_ma.get(pile, 0)
        if more_ma > 0:
            self._strangers_ma[pile] = fallback_ma
            self._ledger.set_aside(more_ma)

    def _aside(self, pile, fallback_ma):
        self._ledger.set_aside(fallback_ma - self._until.get(pile, (0, 0))[1])
        self._until[pile] = (self._now + _APART, fallback_ma)

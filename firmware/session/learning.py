"""Cards that are presented become known. Loaded while somebody teaches the pile."""

from micropython import const

from core.clock import elapsed
from session import card_changes, card_file

_LASTS_MS = const(30000)  # from the last card


class Learning:
    """Takes every card that is presented, or one as the master card."""

    def __init__(self, cards, now_ms, master):
        self._cards = cards
        self._master = master
        self._ended = False
        self._since_ms = now_ms

    def over(self, now_ms):
        """Return whether it has ended. Ask often."""
        if not self._ended and elapsed(now_ms, self._since_ms) < _LASTS_MS:
            return False
        if self._cards.job is None:
            card_file.forget()
        return True

    def card(self, who, now_ms):
        """Take a card; return what became of it."""
        self._since_ms = now_ms
        if self._master:
            self._ended = True
            card_changes.set_master(self._cards, who)
            return "new master"
        if who == self._cards.master:
            self._ended = True
            return "learning ended"
        if self._cards.look(who) is not None:
            return "known"
        return "learned" if card_changes.put(self._cards, who) else "full"

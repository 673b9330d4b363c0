"""What a till needs of a bench: a card reader, a list of cards, an archive, a wall clock."""

from dates import days
from session.card_text import digits, group_hash
from session.cards import Cards
from session.shelf import NOUGHT, Entry, stored

KNOWN = "04"  # every card whose id begins so is on the bench's list, without an end or a group
FAMILY = "040F"  # but these are of the group HOME
HOME = "home"
START_S = 1767225600  # 2026-01-01 00:00:00 UTC, when a scenario begins


def seconds(text):
    """Return the unix seconds of "2026-03-29T00:59:00Z", 0 of "lost"."""
    if text == "lost":
        return 0
    year, month, day, hour, minute, second = [
        int(text[at : at + 2 + 2 * (at == 0)]) for at in (0, 5, 8, 11, 14, 17)
    ]
    return days.number(year, month, day) * 86400 + hour * 3600 + minute * 60 + second


class Reader:
    """Cards that were presented wait here until the shell asks."""

    def __init__(self):
        self._cards = []

    def present(self, uid):
        """Hold a card to the reader, once."""
        self._cards.append(uid)

    def poll(self):
        """Return the next id, hex, or None."""
        return self._cards.pop(0) if self._cards else None


class BenchCards(Cards):
    """A list of so many cards that nobody wrote down: those of KNOWN."""

    def __init__(self):
        Cards.__init__(self, "", _no_file)
        self._known = {}  # hash: group

    def hash(self, uid):
        """Return the 8 bytes that stand for an id."""
        who = Cards.hash(self, uid)
        if digits(uid).startswith(KNOWN):
            name = HOME if digits(uid).startswith(FAMILY) else ""
            self._known[who] = group_hash(self.salt, name)
        return who

    def look(self, who):
        """Return the record of a hash, or None."""
        if who in self._known:
            return who + self._known[who] + bytes(4)
        return Cards.look(self, who)

    def pending(self):
        """Return that nothing is written here."""
        return False


def _no_file(_path, _mode):
    raise OSError(2)


class Archive:
    """Finished sessions in memory, chained as on a board; a reset does not touch them."""

    def __init__(self):
        self.records = []  # packed
        self._last = 0
        self._hash = NOUGHT
        self._stored = []

    def last(self):
        """Return the number of the newest session, 0 = none."""
        return self._last

    def add(self, number, record, meter=""):
        """Archive a record once; return whether it is new."""
        if number <= self._last:
            return False
        self._last = number
        self.records.append(record)
        self._stored.append(stored(number, record, meter.encode(), self._hash))
        self._hash = Entry(self._stored[-1]).hash()
        return True

    def entries(self, newest=0):
        """Return the newest entries, all with 0."""
        return [Entry(data) for data in self._stored[-newest:]]

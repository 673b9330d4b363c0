"""Journal and archive for a board, or a bench, that has no place for them."""


class NoJournal:
    """Takes everything and keeps nothing: a power cut takes the open session along."""

    def __init__(self):
        self.while_closed = True
        self.sequence = 1

    def append(self, _kind, _payload):
        """Forget a record; return its sequence."""
        self.sequence += 1
        return self.sequence - 1

    def room(self):
        """Return how many more it would forget."""
        return 1000

    def records(self, _since=0):
        """Return no record."""
        return ()

    def keep_from(self, _sequence):
        """Keep nothing."""

    def prepare(self):
        """Return that nothing was erased."""
        return False


class NoArchive:
    """Knows of no session."""

    def last(self):
        """Return the number of the newest session: none."""
        return 0

    def add(self, _number, _record, _meter=""):
        """Forget a record."""
        return True

    def entries(self, _newest=0):
        """Return no session."""
        return ()

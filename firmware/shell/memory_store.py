"""A store of a pile without files: a bench, a test."""


class MemoryStore:
    """Like shell.store.FileStore; lives as long as its object."""

    def __init__(self):
        self.fell_back = False
        self.folder = ""  # of files that others keep: there is none
        self._now = {}
        self._before = {}

    def read(self, name):
        """Return the record's bytes, or None."""
        return self._now.get(name)

    def previous(self, name):
        """Return the bytes before the last write, or None."""
        return self._before.get(name)

    def write(self, name, data):
        """Replace the record."""
        if name in self._now:
            self._before[name] = self._now[name]
        self._now[name] = bytes(data)

"""Files in memory whose power fails, or which are full, after a number of writes."""

import io


class PowerCut(Exception):
    pass


class Disk:
    """`budget`: bytes or operations until the power goes, or until the disk is `full`; -1 = never.

    A `silent` full disk takes less and says nothing.
    """

    def __init__(self, files=None):
        self.files = dict(files or {})
        self.budget = -1
        self.full = False
        self.silent = False
        self.writes = 0

    def spend(self, wanted):
        """Return how much of `wanted` the budget allows."""
        self.writes += wanted
        if self.budget < 0:
            return wanted
        got = min(wanted, self.budget)
        self.budget -= got
        return got

    def act(self):
        if self.spend(1) < 1:
            if self.full:
                raise OSError(28)
            raise PowerCut

    def open(self, path, mode="r"):
        if mode == "wb":
            self.act()
            self.files[path] = b""
            return Writer(self, path)
        if path not in self.files:
            raise OSError(2)
        return io.BytesIO(self.files[path])

    def rename(self, old, new):
        self.act()
        self.files[new] = self.files.pop(old)

    def remove(self, path):
        if path not in self.files:
            raise OSError(2)
        self.act()
        del self.files[path]


class Writer:
    def __init__(self, disk, path):
        self.disk = disk
        self.path = path

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        pass

    def write(self, data):
        got = self.disk.spend(len(data))
        self.disk.files[self.path] += bytes(data)[:got]
        if got < len(data) and not self.disk.full:
            raise PowerCut
        if got < len(data) and not self.disk.silent:
            raise OSError(28)
        return got

    def flush(self):
        pass

    def close(self):
        pass

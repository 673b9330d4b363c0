"""Files in memory whose power fails, or which are full, after so many bytes or operations."""

import io


class PowerCut(Exception):
    """The power has gone."""


class Disk:
    """`opener` and `system` in one, with a folder "d".

    `budget`: bytes or operations until the power goes, or until the disk is `full`; -1 = no end.
    A full disk refuses to grow; a `silent` one takes less than it is given and says nothing.
    """

    def __init__(self, files=None):
        self.files = dict(files or {})
        self.folders = ["d"]
        self.budget = -1
        self.full = False
        self.silent = False
        self.operations = 0  # bytes too

    def copy(self):
        """Return a disk with the same on it, and no end."""
        made = Disk(self.files)
        made.folders = list(self.folders)
        return made

    def spend(self, wanted):
        """Return how much of `wanted` the budget allows."""
        self.operations += wanted
        if self.budget < 0:
            return wanted
        got = min(wanted, self.budget)
        self.budget -= got
        return got

    def act(self, grows=True):
        """Spend one operation."""
        if self.spend(1) < 1:
            if not self.full:
                raise PowerCut
            if grows:
                raise OSError(28)

    def open(self, path, mode="r"):
        """Open a file; "wb" empties it, "r+b" writes in place."""
        if mode == "wb":
            self.act()
            self.files[path] = b""
        elif path not in self.files:
            raise OSError(2)
        elif mode != "r+b":
            return io.BytesIO(self.files[path])
        return Handle(self, path)

    def mkdir(self, folder):
        """Make a folder."""
        if folder in self.folders:
            raise OSError(17)
        self.act()
        self.folders.append(folder)

    def listdir(self, folder):
        """Return the names in a folder, in no useful order."""
        if folder not in self.folders:
            raise OSError(2)
        return [path[len(folder) + 1 :] for path in self.files if path.startswith(folder + "/")]

    def stat(self, path):
        """Return ten numbers, the size at 6."""
        if path not in self.files:
            raise OSError(2)
        return (0x8000, 0, 0, 0, 0, 0, len(self.files[path]), 0, 0, 0)

    def rename(self, old, new):
        """Give a file another name, in place of the one that had it."""
        if old not in self.files:
            raise OSError(2)
        self.act(grows=False)
        self.files[new] = self.files.pop(old)

    def remove(self, path):
        """Remove a file."""
        if path not in self.files:
            raise OSError(2)
        self.act(grows=False)
        del self.files[path]


class Handle:
    """A file that is written."""

    def __init__(self, disk, path):
        self.disk = disk
        self.path = path
        self.at = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        pass

    def seek(self, at):
        """Go to a byte."""
        self.at = at

    def read(self, count):
        """Read on."""
        data = self.disk.files[self.path][self.at : self.at + count]
        self.at += len(data)
        return data

    def write(self, data):
        """Overwrite, or append, as far as the budget goes."""
        disk = self.disk
        got = disk.spend(len(data))
        old = disk.files[self.path]
        disk.files[self.path] = old[: self.at] + bytes(data)[:got] + old[self.at + got :]
        self.at += got
        if got < len(data) and not disk.full:
            raise PowerCut
        if got < len(data) and not disk.silent:
            raise OSError(28)
        return got

    def fileno(self):
        """Return some number."""
        return 0

    def flush(self):
        """Nothing waits."""

    def close(self):
        """Nothing waits."""

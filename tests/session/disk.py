"""Files in memory, written in place: power cuts and full disks after so many bytes."""


class PowerCut(Exception):
    """The power has gone."""


class Disk:
    """`opener` and `system` in one. `budget`: bytes or operations until the end, -1 = none."""

    def __init__(self):
        self.files = {}
        self.folders = ["d"]
        self.budget = -1
        self.full = False  # the end of the budget is a full disk, not a power cut
        self.silent = False  # a full disk takes less and says nothing
        self.operations = 0

    def copy(self):
        """Return a disk with the same on it, and no end."""
        made = Disk()
        made.files = dict(self.files)
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

    def act(self):
        """Spend one operation."""
        if self.spend(1) < 1:
            if self.full:
                raise OSError(28)
            raise PowerCut

    def open(self, path, mode):
        """Open a file; "wb" empties it."""
        return Handle(self, path, mode)

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

    def remove(self, path):
        """Remove a file."""
        self.act()
        if path not in self.files:
            raise OSError(2)
        del self.files[path]


class Handle:
    """An open file."""

    def __init__(self, disk, path, mode):
        self.disk = disk
        self.path = path
        self.at = 0
        if mode == "wb":
            disk.act()
            disk.files[path] = b""
        elif path not in disk.files:
            raise OSError(2)

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
        disk.files[self.path] = old[: self.at] + data[:got] + old[self.at + got :]
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

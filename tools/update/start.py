"""Runs firmware/boot.py on files that a bench provides: which version would start."""

import sys

_BOOT = __file__[: -len("tools/update/start.py")] + "firmware/boot.py"
_SOURCES = []


class Pin:
    """Takes what is put there."""

    OUT = 0

    def __init__(self, number, mode, value):
        pass


class Start:
    """One start on `disk`, whose `open` and `system` is as in shell.store.

    `folder`: "/a", "/b" or "/"; `watched`: a watchdog was set; `said`: lines.
    """

    Pin = Pin

    def __init__(self, disk):
        self.folder = "/"
        self.watched = False
        self.said = []
        self._disk = disk
        names = ("umachine", "uos", "gc")
        before = [sys.modules.get(name) for name in names]
        for name in names:
            sys.modules[name] = self
        try:
            exec(_source(), {"__name__": "__main__", "open": self._open, "print": self._say})
        finally:
            for name, module in zip(names, before):
                sys.modules.pop(name)
                if module is not None:
                    sys.modules[name] = module

    # of machine, gc and os

    def WDT(self, timeout):
        """Set a watchdog."""
        self.watched = timeout > 0

    def threshold(self, count):
        """Take the threshold of the collector."""

    def chdir(self, folder):
        """Go to a folder."""
        self.folder = folder

    def listdir(self, folder):
        """Return the names in it."""
        return self._disk.listdir(folder)

    def rename(self, old, new):
        """Give a file another name."""
        self._disk.rename(old, new)

    # of what is built in

    def _open(self, path, mode="r"):
        return _Text(self._disk.open(path, mode + "b"))

    def _say(self, line):
        self.said.append(line)


class _Text:
    # a file whose bytes are text
    def __init__(self, file):
        self._file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def read(self, count=-1):
        with self._file:  # boot.py leaves it to the collector
            return self._file.read(count).decode()

    def write(self, text):
        return self._file.write(text.encode())


def _source():
    if not _SOURCES:
        with open(_BOOT) as file:
            _SOURCES.append(file.read())
    return _SOURCES[0]

"""The files of a package in the slot that does not run. Writing there erases flash."""

import os
from hashlib import sha256

from micropython import const

_NOTE = "update"  # the header of what is being staged: the same again goes on
_LIST = "version"
_FOLDER = const(0x4000)
_SYNC_BYTES = const(16384)  # at most so much is sent again after a power cut
_READ_BYTES = const(1024)
_SPARE_BLOCKS = const(4)  # of the folder, the note and the marker
SLOW = True  # what a generator yields after an erase: enough for one turn


class Stage:
    """In the slot `path`, "/a" or "/b", of a Header. `opener` and `system` are for tests."""

    def __init__(self, path, header, opener=open, system=os):
        self.stored = 0  # bytes of the files, in the header's order
        self._path = path
        self._header = header
        self._open = opener
        self._system = system
        self._file = None
        self._ends = 0  # `stored` at the end of the open file
        self._synced = 0

    def lacks(self):
        """Return the KB that the file system has too few, 0 when there is room."""
        space = self._system.statvfs(self._path[:-2] or "/")
        block = space[0]
        sizes = [row[1] for row in self._header.files]
        there = [self._size(name) for name in self._names()]
        needed = sum([-(-size // block) + 1 for size in sizes]) + _SPARE_BLOCKS
        free = space[3] + sum([-(-size // block) for size in there])
        return max(0, needed - free) * block // 1024

    def prepare(self):
        """Make room, or find what is `stored` already. A generator of slices."""
        if self._text(_NOTE) == self._header.text.encode():
            self._find()
            return
        try:
            self._system.mkdir(self._path)
        except OSError:
            pass  # it is there
        names = sorted(self._names())
        if _LIST in names:
            names.insert(0, _LIST)  # from now on it is no version any more
        for name in names:
            self._remove(name)
            yield SLOW
        self._write(_NOTE, self._header.text)
        yield SLOW

    def append(self, data):
        """Write on at `stored`, over the ends of files."""
        while data:
            if self._file is None:
                self._next()
            count = min(len(data), self._ends - self.stored)
            if self._file.write(data[:count]) != count:
                raise OSError(28)
            self.stored += count
            data = data[count:]
            if self.stored == self._ends:
                self.close()
            elif self.stored - self._synced >= _SYNC_BYTES:
                self._file.flush()
                self._synced = self.stored

    def close(self):
        """Let go of the file."""
        file, self._file = self._file, None
        if file is not None:
            file.close()
        self._synced = self.stored

    def prove(self):
        """Read everything back. A generator of slices; raises ValueError for what is different."""
        buffer = bytearray(_READ_BYTES)
        for name, _, wanted in self._header.files:
            digest = sha256()
            with self._open(self._name(name), "rb") as file:
                while True:
                    count = file.readinto(buffer)
                    digest.update(memoryview(buffer)[:count])
                    yield
                    if count < _READ_BYTES:
                        break
            if digest.digest() != wanted:
                raise ValueError(name)

    def finish(self):
        """Make it a version."""
        self._write(_LIST, self._header.list)

    def forget(self):
        """Have the next package begin anew."""
        self.close()
        self._remove(_NOTE)

    def _find(self):
        for name, size, _ in self._header.files:
            there = self._size(name)
            self.stored += min(there, size)
            if there < size:
                break
        self._synced = self.stored

    def _next(self):
        begins = 0
        for name, size, _ in self._header.files:
            done = self.stored - begins
            if done < size:
                self._ends = begins + size
                self._file = self._open(self._name(name), "r+b" if done else "wb")
                self._file.seek(done)
                return
            begins += size

    def _names(self):
        try:
            names = self._system.listdir(self._path)
        except OSError:
            return []
        return [name for name in names if not self._row(name)[0] & _FOLDER]

    def _name(self, name):
        return self._path + "/" + name

    def _row(self, name):
        return self._system.stat(self._name(name))

    def _size(self, name):
        try:
            return self._row(name)[6]
        except OSError:
            return 0

    def _text(self, name):
        try:
            with self._open(self._name(name), "rb") as file:
                return file.read()
        except OSError:
            return b""

    def _write(self, name, text):
        with self._open(self._name(name), "wb") as file:
            file.write(text.encode())
        if self._text(name) != text.encode():
            raise OSError(28)

    def _remove(self, name):
        try:
            self._system.remove(self._name(name))
        except OSError:
            pass  # it is gone

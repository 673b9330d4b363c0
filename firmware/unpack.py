"""The files of a version in one, as a file system that only reads: see tools/build/pack.py.

littlefs gives each file 4 KB at least, and two versions have to fit. MicroPython calls the methods
of `Pack`; a compiled file is read where it lies, for its reader knows its end.
"""

import binascii
import io
import sys

import vfs
from micropython import const

_PACK = "pack"  # beside this file
_AT = "/app"
_FOLDER = (0x4000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
_FILE = (0x8000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
_ENOENT = const(2)
_ROW_BYTES = const(8)
# MicroPython looks for these among the files first, each time, unless they have been found.
_BUILT_IN = "array binascii hashlib io json machine os struct time"


class Pack:
    """Looks a path up by its CRC-32. Raises OSError(2) for what is not there."""

    def __init__(self, path):
        self._path = path
        with open(path, "rb") as file:
            self._count = int.from_bytes(file.read(4), "big")
            self._reach = int.from_bytes(file.read(4), "big")
            self._index = file.read(_ROW_BYTES * self._count)

    def mount(self, readonly, mkfs):
        """There is nothing to do."""

    def umount(self):
        """There is nothing to do."""

    def stat(self, path):
        """Return whether it is a file or a folder, as os.stat does; not its size."""
        return _FILE if self._place(path) else _FOLDER

    def open(self, path, mode):
        """Return a stream to read: of a compiled file with what lies behind it too."""
        place = self._place(path)
        if not place or "w" in mode or "a" in mode or "+" in mode:
            raise OSError(_ENOENT)
        file = open(self._path, "rb")
        if path.endswith(".mpy"):
            file.seek(place + 4)
            return file
        with file:
            file.seek(place)
            return io.BytesIO(file.read(int.from_bytes(file.read(4), "big")))

    def _place(self, path):
        # The CRCs are in order and as good as random: near which row it lies, they say themselves.
        mark = binascii.crc32(path.strip("/").encode()).to_bytes(4, "big")
        near = int.from_bytes(mark[:2], "big") * self._count >> 16
        at = max(near - self._reach, 0) * _ROW_BYTES
        end = (near + self._reach + 1) * _ROW_BYTES
        at = self._index.find(mark, at, end)
        while at & 7:  # within another's mark or place, or -1
            if at < 0:
                raise OSError(_ENOENT)
            at = self._index.find(mark, at + 1, end)
        return int.from_bytes(self._index[at + 4 : at + 8], "big")


vfs.mount(Pack(_PACK), _AT)
sys.path[:] = [".frozen"]
for name in _BUILT_IN.split():
    sys.modules[name] = __import__(name)
sys.path[:] = [_AT, ".frozen"]  # what comes from /lib, if anything, is not needed at a start

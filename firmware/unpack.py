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


class Pack:
    """Looks a path up by its CRC-32. Raises OSError(2) for what is not there."""

    def __init__(self, path):
        self._path = path
        with open(path, "rb") as file:
            self._index = file.read(8 * int.from_bytes(file.read(4), "little"))

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
            return io.BytesIO(file.read(int.from_bytes(file.read(4), "little")))

    def _place(self, path):
        name = binascii.crc32(path.strip("/").encode()).to_bytes(4, "little")
        at = self._index.find(name)
        while at & 7:  # within another's name or place, or -1
            if at < 0:
                raise OSError(_ENOENT)
            at = self._index.find(name, at + 1)
        return int.from_bytes(self._index[at + 4 : at + 8], "little")


vfs.mount(Pack(_PACK), _AT)
sys.path[:] = [_AT, ".frozen"]  # /lib costs each import of a built-in module 5 ms

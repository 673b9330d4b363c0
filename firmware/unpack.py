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
_MARK_BYTES = const(4)
_ROW_BYTES = const(8)
# MicroPython looks for these among the files first, each time, unless they have been found.
_BUILT_IN = "array binascii hashlib io json machine os struct time"


class Pack:
    """Looks a path up by its CRC-32, on the flash. Raises OSError(2) for what is not there."""

    def __init__(self, path):
        self._path = path
        self._found = ""  # a compiled file that was looked for, and where it can be read
        self._file = None
        with open(path, "rb") as file:
            self._count = _number(file)
            self._reach = _number(file)
            self._folders = file.read(_MARK_BYTES * _number(file))
            self._rows_at = file.tell()
            self._rows = file.read(_ROW_BYTES * self._count)

    def mount(self, *_):
        """There is nothing to do."""

    umount = mount

    def stat(self, path):
        """Tell a folder, a compiled file, and nothing else, as os.stat does; not its size."""
        if "." not in path and _find(self._folders, _mark(path), _MARK_BYTES) >= 0:
            return _FOLDER
        if not path.endswith(".mpy"):  # an import asks for a folder and a source each time
            raise OSError(_ENOENT)
        self._file = self._open(path)
        self._found = path
        return _FILE

    def open(self, path, mode):
        """Return a stream to read: of a compiled file with what lies behind it too."""
        if "w" in mode or "a" in mode or "+" in mode:
            raise OSError(_ENOENT)
        file = self._file if path == self._found else self._open(path)
        self._found = ""
        self._file = None
        size = _number(file)
        if path.endswith(".mpy"):
            return file
        with file:
            return io.BytesIO(file.read(size))

    def settle(self):
        """Give back what makes imports fast, 2 KB: a start is over. They take 1 ms more each."""
        self._rows = None

    def _open(self, path):
        # The marks are in order and as good as random: near which row one is, it says itself.
        mark = _mark(path)
        near = int.from_bytes(mark[:2], "big") * self._count >> 16
        begin = _ROW_BYTES * max(near - self._reach, 0)
        end = _ROW_BYTES * min(near + self._reach + 1, self._count)
        if self._rows is None:
            with open(self._path, "rb") as file:
                file.seek(self._rows_at + begin)
                rows = file.read(end - begin)
        else:
            rows = self._rows[begin:end]
        at = _find(rows, mark, _ROW_BYTES)
        if at < 0:
            raise OSError(_ENOENT)
        file = open(self._path, "rb")
        file.seek(int.from_bytes(rows[at + _MARK_BYTES : at + _ROW_BYTES], "big"))
        return file


def _number(file):
    return int.from_bytes(file.read(4), "big")


def _mark(path):
    return binascii.crc32(path.strip("/").encode()).to_bytes(_MARK_BYTES, "big")


def _find(rows, mark, step):
    at = rows.find(mark)
    while at % step:  # across two rows or parts of one, or -1
        if at < 0:
            return at
        at = rows.find(mark, at + 1)
    return at


pack = Pack(_PACK)
vfs.mount(pack, _AT)
sys.path[:] = [".frozen"]
for name in _BUILT_IN.split():
    sys.modules[name] = __import__(name)
sys.path[:] = [_AT, ".frozen"]  # what comes from /lib, if anything, is not needed at a start

"""Flash made of files, for a board whose image keeps no raw flash for the journal.

A promise that is weaker: a write here makes the file system erase, which stops every interrupt.
So nothing is written while the contactor is closed, and what a cut then takes is all since it
closed. A write is a whole one or none, as the file system's are.
"""

import os

from micropython import const

BLOCK = const(4096)
_PAGE = const(256)
_ERASED = b"\xff"


class FileFlash:
    """`count` blocks in the folder `path`, a file each, as long as what was programmed."""

    while_closed = False

    def __init__(self, path, count=16, opener=open, system=os):
        self._path = path
        self._count = count
        self._open = opener
        try:
            system.mkdir(path)
        except OSError:
            pass  # it is there; if it is not, writing will say so

    def readblocks(self, block, buffer, offset=0):
        """Fill the buffer."""
        try:
            with self._open(self._file(block), "rb") as file:
                file.seek(offset)
                found = file.read(len(buffer))
        except OSError:
            found = b""
        buffer[: len(found)] = found
        buffer[len(found) :] = _ERASED * (len(buffer) - len(found))

    def writeblocks(self, block, buffer, offset=0):
        """Program: bits only clear. Erases flash; raises OSError."""
        data = bytearray(len(buffer))
        self.readblocks(block, data, offset)
        for i in range(len(data)):
            data[i] &= buffer[i]
        size = self._size(block)
        with self._open(self._file(block), "r+b" if size else "wb") as file:
            file.seek(min(size, offset))
            for _ in range(size, offset, _PAGE):
                file.write(_ERASED * _PAGE)
            file.write(data)

    def ioctl(self, operation, argument):
        """Answer as MicroPython's block devices do."""
        if operation == 4:
            return self._count
        if operation == 5:
            return BLOCK
        if operation == 6:
            with self._open(self._file(argument), "wb"):
                pass
        return 0

    def _size(self, block):
        try:
            with self._open(self._file(block), "rb") as file:
                return file.seek(0, 2)
        except OSError:
            return 0

    def _file(self, block):
        return "%s/%d" % (self._path, block)

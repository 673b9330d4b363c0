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
        self._block = -1  # the one whose file is open for reading
        self._reading = None
        try:
            system.mkdir(path)
        except OSError:
            pass  # it is there; if it is not, writing will say so

    def readblocks(self, block, buffer, offset=0):
        """Fill the buffer."""
        if block != self._block:  # a start reads each page: the file of the last one stays open
            self._shut()
            try:
                self._reading = self._open(self._file(block), "rb")
            except OSError:
                pass
            self._block = block
        found = b""
        if self._reading is not None:
            self._reading.seek(offset)
            found = self._reading.read(len(buffer))
        buffer[: len(found)] = found
        buffer[len(found) :] = _ERASED * (len(buffer) - len(found))

    def writeblocks(self, block, buffer, offset=0):
        """Program: bits only clear. Erases flash; raises OSError."""
        data = bytearray(len(buffer))
        self.readblocks(block, data, offset)
        for i in range(len(data)):
            data[i] &= buffer[i]
        self._shut()
        path = self._file(block)
        try:
            file = self._open(path, "r+b")
        except OSError:
            file = self._open(path, "wb")
        with file:  # no deeper call: files take much of the stack, and each tick needs some
            size = file.seek(0, 2)
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
            self._shut()
            with self._open(self._file(argument), "wb"):
                pass
        return 0

    def _shut(self):
        self._block = -1
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _file(self, block):
        return "%s/%d" % (self._path, block)

"""The device's flash: a raw part and littlefs, both on one NOR model whose power may fail."""

import errno
import io

from littlefs import LittleFS, LittleFSError, lfs
from littlefs.context import UserContext

from tools.world.nor import BLOCK, PowerCut

_RDONLY, _WRONLY, _RDWR = 1, 2, 3
_CREATE, _TRUNCATE, _APPEND = 0x100, 0x400, 0x800
_FLAGS = {
    "rb": _RDONLY,
    "r+b": _RDWR,
    "wb": _WRONLY | _CREATE | _TRUNCATE,
    "ab": _WRONLY | _CREATE | _APPEND,
}


class Part:
    """Blocks `first` to `first + count` of a Nor."""

    def __init__(self, device, first, count):
        self._device = device
        self._first = first
        self._count = count

    def peek(self, block, offset, size):
        """Return bytes as they are."""
        start = (self._first + block) * BLOCK + offset
        return self._device.data[start : start + size]

    def readblocks(self, block, buffer, offset=0):
        """Fill the buffer."""
        self._device.readblocks(self._first + block, buffer, offset)

    def writeblocks(self, block, buffer, offset=0):
        """Program whole pages."""
        self._device.writeblocks(self._first + block, buffer, offset)

    def ioctl(self, operation, argument):
        """Answer as MicroPython's block devices do."""
        if operation == 4:
            return self._count
        return self._device.ioctl(operation, argument + (self._first if operation == 6 else 0))


class _Context(UserContext):
    """littlefs's way to a Part. An error says that the power has failed."""

    def __init__(self, part):
        self.part = part
        self.cut = False

    def read(self, cfg, block, off, size):
        return self.part.peek(block, off, size)  # the most frequent of all: no detour

    def prog(self, cfg, block, off, data):
        return self._do(self.part.writeblocks, block, data, off)

    def erase(self, cfg, block):
        return self._do(self.part.ioctl, 6, block)

    def _do(self, function, *arguments):
        try:
            if not self.cut:
                function(*arguments)
        except PowerCut:
            self.cut = True
        return -errno.EIO if self.cut else 0


class Disk:
    """What `open` and `os` are to the firmware: littlefs as MicroPython mounts it on a Pico."""

    def __init__(self, part, new=False):
        self._context = _Context(part)
        self._littlefs = LittleFS(
            context=self._context,
            block_size=BLOCK,
            block_count=part.ioctl(4, 0),
            read_size=32,
            prog_size=256,
            cache_size=1024,
            lookahead_size=32,
            block_cycles=100,
            mount=False,
        )
        if new:
            self.call(self._littlefs.format)
        self.call(self._littlefs.mount)

    def cut(self):
        """Return whether the power has failed."""
        return self._context.cut

    def call(self, function, *arguments):
        """Do something with littlefs. Raises PowerCut and, as the device would, OSError."""
        if self._context.cut:
            raise PowerCut
        try:
            result = function(*arguments)
        except LittleFSError as error:
            if self._context.cut:
                raise PowerCut from None
            raise OSError(-error.code) from None
        if self._context.cut:
            raise PowerCut
        return result

    def open(self, path, mode):
        """Open a file in a binary mode."""
        flags = _FLAGS[mode]
        return _File(
            self, self._littlefs.fs, self.call(lfs.file_open, self._littlefs.fs, path, flags)
        )

    def mkdir(self, path):
        """Make a folder."""
        self.call(self._littlefs.mkdir, path)

    def rename(self, old, new):
        """Move a file in the place of another."""
        self.call(self._littlefs.rename, old, new)

    def remove(self, path):
        """Take a file away."""
        self.call(self._littlefs.remove, path)

    def listdir(self, path):
        """Return the names in a folder."""
        return self.call(self._littlefs.listdir, path)

    def stat(self, path):
        """Return a row with the file's size at 6."""
        return (0, 0, 0, 0, 0, 0, self.call(self._littlefs.stat, path).size, 0, 0, 0)


class _File(io.RawIOBase):
    """An open file. What is not closed when the power fails is as it was before."""

    def __init__(self, disk, littlefs, handle):
        super().__init__()
        self._disk = disk
        self._littlefs = littlefs
        self._handle = handle

    def _do(self, function, *arguments):
        return self._disk.call(function, self._littlefs, self._handle, *arguments)

    def readable(self):
        return True

    def read(self, size=-1):
        """Return so many bytes, or all that are left."""
        return bytes(self._do(lfs.file_read, self._do(lfs.file_size) if size < 0 else size))

    def readinto(self, buffer):
        """Fill a buffer; return how much of it."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def write(self, data):
        """Write all of it."""
        return self._do(lfs.file_write, bytes(data))

    def seek(self, offset, whence=0):
        """Go to a place; return where it is."""
        return self._do(lfs.file_seek, offset, whence)

    def flush(self):
        """Commit what was written."""
        if self._handle is not None:
            self._do(lfs.file_sync)

    def close(self):
        """Commit and close, once. After a cut there is nothing left to close."""
        handle, self._handle = self._handle, None
        if handle is not None:
            super().close()
            if not self._disk.cut():
                self._disk.call(lfs.file_close, self._littlefs, handle)

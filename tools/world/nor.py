"""NOR flash as a block device: programs clear bits, erases set a block, and the power may fail.

A cut leaves anything in the 256-byte page that was being programmed, anything in the 4 KB that
were being erased, and the rest as it was.
"""

from tools.world.noise import Noise

BLOCK = 4096
PAGE = 256
BEFORE, MIDDLE, AFTER = range(3)


class PowerCut(BaseException):
    """The supply failed. Nothing in the firmware may catch it."""


class Nor:
    """`blocks` of 4 KB. `data` is what is in them: all that a start finds again.

    `path`: a file that holds it too, for a pile that is to remember from run to run.
    """

    def __init__(self, blocks=16, seed=1, path=None):
        self.data = bytearray(b"\xff" * (blocks * BLOCK))
        self.erases = [0] * blocks
        self.operations = 0  # programs and erases
        self.cut_at = 0  # the operation in which the power fails, 0 = none
        self.where = BEFORE
        self.dead = False
        self.watch = None  # called with (address, old bytes, new bytes) before each operation
        self._noise = Noise(seed)
        self._path = path
        if path is not None:
            self._read_file()

    def cut(self, after, where):
        """Let the power fail in the operation of that number from now, 1 = the next."""
        self.cut_at = self.operations + after
        self.where = where

    def power_on(self):
        """Let it work again."""
        self.dead = False
        self.cut_at = 0

    def readblocks(self, block, buffer, offset=0):
        """Fill the buffer."""
        self._alive()
        start = block * BLOCK + offset
        buffer[:] = self.data[start : start + len(buffer)]

    def writeblocks(self, block, buffer, offset=0):
        """Program whole pages."""
        if offset % PAGE or len(buffer) % PAGE:
            raise ValueError("only whole pages of 256 bytes can be programmed")
        for at in range(0, len(buffer), PAGE):
            start = block * BLOCK + offset + at
            old = bytes(self.data[start : start + PAGE])
            new = _both(old, bytes(buffer[at : at + PAGE]))
            self._operate(start, old, new)

    def ioctl(self, operation, argument):
        """Answer as MicroPython's block devices do."""
        if operation == 4:
            return len(self.data) // BLOCK
        if operation == 5:
            return BLOCK
        if operation == 6:
            start = argument * BLOCK
            self.erases[argument] += 1
            self._operate(start, bytes(self.data[start : start + BLOCK]), b"\xff" * BLOCK)
        return 0

    def _alive(self):
        if self.dead:
            raise PowerCut

    def _operate(self, start, old, new):
        self._alive()
        self.operations += 1
        if self.watch is not None:
            self.watch(start, old, new)
        if self.operations == self.cut_at:
            self.dead = True
            if self.where == BEFORE:
                raise PowerCut
            if self.where == MIDDLE:
                new = self.torn(old, new)
        self.data[start : start + len(new)] = new
        if self._path is not None:
            self._write_file(start, new)
        self._alive()

    def torn(self, old, new):
        """Return what a cut may leave of an operation: each page's own, or all pages' alike."""
        size = len(new)
        chance = self._noise.below
        each = chance(3)
        way = chance(6)
        torn = b""
        for start in range(0, size, PAGE):
            if each == 0:
                way = chance(6)
            end = start + PAGE
            torn += self._torn_page(old[start:end], new[start:end], way)
        if each == 1:  # one page was late
            start = chance(size // PAGE) * PAGE
            torn = new[:start] + old[start : start + PAGE] + new[start + PAGE :]
        return torn

    def _torn_page(self, old, new, way):
        chance = self._noise.below
        if way == 0:
            return old
        if way == 1:
            return new
        if way == 2:
            return bytes([chance(256) for _ in range(PAGE)])
        if way == 3:
            return b"\xff" * PAGE
        if way == 4:
            until = chance(PAGE)
            return new[:until] + old[until:]
        return bytes([new[i] if chance(2) else old[i] for i in range(PAGE)])

    def _read_file(self):
        try:
            with open(self._path, "rb") as file:
                data = file.read()
        except OSError:
            data = b""
        if len(data) == len(self.data):
            self.data[:] = data
            return
        with open(self._path, "wb") as file:
            file.write(self.data)

    def _write_file(self, start, data):
        with open(self._path, "r+b") as file:
            file.seek(start)
            file.write(data)


def _both(old, new):
    """Return the bits set in both."""
    if new == b"\xff" * len(new):
        return old
    both = int.from_bytes(old, "little") & int.from_bytes(new, "little")
    return both.to_bytes(len(new), "little")

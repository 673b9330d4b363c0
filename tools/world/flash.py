"""The journal's flash on a bench: NOR of which only the pages that hold something are kept."""

from session.journal import Journal

_BLOCKS = 12
_BLOCK = 4096
_PAGE = 256
_A_BLOCK = _BLOCK // _PAGE
_BLANK = b"\xff" * _PAGE


class Flash:
    """48 KB, as on a Pico, erased ahead as by a pile that has been idle."""

    def __init__(self):
        self._pages = {}
        journal = Journal(self)
        journal.recover()
        while journal.prepare():
            pass

    def readblocks(self, block, buffer, offset=0):
        """Fill the buffer: one page, or a part of one."""
        page = self._pages.get(block * _A_BLOCK + offset // _PAGE, _BLANK)
        start = offset % _PAGE
        buffer[:] = page[start : start + len(buffer)]

    def writeblocks(self, block, buffer, offset=0):
        """Program one whole page: bits are only cleared."""
        number = block * _A_BLOCK + offset // _PAGE
        page = self._pages.get(number, _BLANK)
        both = int.from_bytes(page, "little") & int.from_bytes(buffer, "little")
        self._pages[number] = both.to_bytes(_PAGE, "little")

    def ioctl(self, operation, argument):
        """Answer as MicroPython's block devices do."""
        if operation == 4:
            return _BLOCKS
        if operation == 5:
            return _BLOCK
        for number in range(argument * _A_BLOCK, (argument + 1) * _A_BLOCK):
            self._pages.pop(number, None)
        return 0

"""Flash on a bench: NOR of which only the pages that hold something are kept."""

from session.journal import Journal

_BLOCKS = 12
_BLOCK = 4096
_PAGE = 256
_A_BLOCK = _BLOCK // _PAGE
_BLANK = b"\xff" * _PAGE


class Pages:
    """`blocks` of 4 KB, erased. Every power cut finds them as they are."""

    def __init__(self, blocks):
        self._blocks = blocks
        self._pages = {}

    def readblocks(self, block, buffer, offset=0):
        """Fill the buffer."""
        at = 0
        while at < len(buffer):
            start = (offset + at) % _PAGE
            page = self._pages.get(block * _A_BLOCK + (offset + at) // _PAGE, _BLANK)
            part = page[start : start + len(buffer) - at]
            buffer[at : at + len(part)] = part
            at += len(part)

    def writeblocks(self, block, buffer, offset=0):
        """Program one whole page: bits are only cleared."""
        number = block * _A_BLOCK + offset // _PAGE
        page = self._pages.get(number, _BLANK)
        both = int.from_bytes(page, "little") & int.from_bytes(buffer, "little")
        self._pages[number] = both.to_bytes(_PAGE, "little")

    def ioctl(self, operation, argument):
        """Answer as MicroPython's block devices do."""
        if operation == 4:
            return self._blocks
        if operation == 5:
            return _BLOCK
        for number in range(argument * _A_BLOCK, (argument + 1) * _A_BLOCK):
            self._pages.pop(number, None)
        return 0


class Flash(Pages):
    """Blocks for a journal, 48 KB as on a Pico, erased ahead as by a pile that has been idle."""

    def __init__(self, blocks=_BLOCKS):
        Pages.__init__(self, blocks)
        journal = Journal(self)
        journal.recover()
        while journal.prepare():
            pass

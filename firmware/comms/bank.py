"""The registers of one pile: found by address, read from the pile, written to its set-point."""

from comms import values
from comms.server import ADDRESS as NO_SUCH
from comms.server import FAILED, VALUE, Refused


class Bank:
    """Implements the bank of comms.server on `app` and its comms.set_point.SetPoint."""

    def __init__(self, app, point):
        from comms.registers import BOTH, ROWS, TEXT, WORDS

        self._app = app
        self._point = point
        # (first address, words, text?, function that reads, name, what may be written)
        self._rows = []
        for address, name, kind, _, _, access, allowed, _ in ROWS:
            read = getattr(values, name)
            written = allowed if access == BOTH else ()
            self._rows.append((address, WORDS[kind], kind == TEXT, read, name, written))

    def read(self, address, count):
        """Return `count` registers from `address` on, high bytes first."""
        data = bytearray()
        end = address + count
        for first, words, is_text, read, _, _ in self._rows:
            if not first <= address < first + words:
                continue
            value = read(self._app, self._point)
            size = 2 * words
            if is_text:
                raw = (value.encode()[:size] + bytes(size))[:size]
            else:
                raw = (value & ((1 << 8 * size) - 1)).to_bytes(size, "big")
            last = min(end, first + words)
            data += raw[2 * (address - first) : 2 * (last - first)]
            address = last
            if address == end:
                return data
        raise Refused(NO_SUCH)

    def write(self, address, words):
        """Write registers from `address` on: all of them or none."""
        found = [self._row(address + i) for i in range(len(words))]
        for row, word in zip(found, words):
            if not _fits(row[5], word):
                raise Refused(VALUE)
        for i in reversed(range(len(words))):  # the command, which may be refused, is the last row
            if not self._point.write(found[i][4], words[i]):
                raise Refused(FAILED)

    def _row(self, address):
        for row in self._rows:
            if row[0] == address and row[5]:
                return row
        raise Refused(NO_SUCH)


def _fits(allowed, word):
    return allowed[0] <= word <= allowed[1] or word in allowed[2:]

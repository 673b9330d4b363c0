"""What a package says of itself, in signed text before its files. The PC's tools read it too.

pile-update 1 1                       format, least launcher (boot.py)
0.1.0 pico 0123456789ab               the version's own list: number, board, hash of the tree
3f0c...e1 1234 board.json             SHA-256, bytes, name
...
signature 9a41...                     r and s, 128 hex digits, over all lines before
"""

from binascii import unhexlify

FORMAT = 1
MOST_BYTES = 2048
_MAGIC = "pile-update"
_SEAL = "signature "
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_."
_NEEDED = ("boot.py", "main.py", "board.json")


class Header:
    """A package's `text`, read. Raises ValueError that says what is wrong with it."""

    def __init__(self, text):
        head, at, seal = text.partition(_SEAL)
        lines = head.split("\n")
        first = lines[0].split(" ")
        if first[0] != _MAGIC or len(text) > MOST_BYTES:
            raise ValueError("this is no package of `python -m tools.update sign`")
        if len(first) < 2 or first[1] != str(FORMAT):
            raise ValueError(
                "the package has format %s, this version reads %d: use another package, or "
                "make flash" % (" ".join(first[1:2]), FORMAT)
            )
        if not at or lines[-1]:
            raise ValueError("the package is cut short: no signature")
        self.text = text
        self.signed = head.encode()
        self.list = "\n".join(lines[1:])  # what the file `version` of the slot says
        try:
            self.launcher = int(first[2])
            self.signature = _of_length(64, seal.strip())
            self.version, self.board, self.tree = lines[1].split(" ")
            self.number = numbers(self.version)
            self.files = [_file(line) for line in lines[2:-1]]  # (name, bytes, SHA-256)
        except (ValueError, IndexError) as error:
            raise ValueError("the package's header is damaged: %s" % error) from None
        names = [row[0] for row in self.files]
        for name in _NEEDED:
            if names.count(name) != 1:
                raise ValueError("the package must have one file %s" % name)
        if len(set(names)) < len(names):
            raise ValueError("the package has two files of one name")
        self.bytes = sum([row[1] for row in self.files])


def numbers(version):
    """Return "1.10.0" as something to compare. Raises ValueError."""
    return [int(part) for part in version.split(".")]


def _file(line):
    digest, size, name = line.split(" ")
    known = [letter for letter in name if letter in _LETTERS]
    if len(known) < len(name) or name[:1] in ("", ".") or name in ("version", "update"):
        raise ValueError("%s is no name for a file of a version" % name)
    if int(size) < 1:
        raise ValueError("%s is empty" % name)
    return name, int(size), _of_length(32, digest)


def _of_length(count, digits):
    data = unhexlify(digits)
    if len(data) != count:
        raise ValueError("%d bytes in place of %d" % (len(data), count))
    return data

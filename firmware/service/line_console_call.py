"""Reads `name(1, "two", key=[3.5, None])`: a call whose arguments are literals; runs nothing.

Loaded for a line, then dropped. A line of update parts is one long string: those are found whole,
all else is looked at byte by byte.
"""

from micropython import const

_DEEPEST = const(8)  # brackets in brackets: each takes of the stack
_MOST = const(100)  # values in a line: a slice of 20 ms
_WORDS = {"True": True, "False": False, "None": None}
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "r": "\r", "t": "\t"}
_HEX = {"x": 2, "u": 4, "U": 8}
_BLANKS = b" \t"
_DIGITS = b"0123456789"
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
_END = 0  # what stands behind the last byte


def parse(line):
    """Return (name, args, options) of a line, bytes. ValueError says what is wrong, not with what.

    It may have been a secret: the line is not in the error.
    """
    reader = _Reader(bytes(line))
    name = reader.name()
    if not name:
        raise ValueError("a command is a name and brackets, status() for one")
    if not reader.take(b"("):
        raise ValueError("brackets must follow the name, as in status()")
    args, options = reader.arguments()
    if reader.next() != _END:
        raise ValueError("nothing may follow the bracket that closes the command")
    return name, args, options


class _Reader:
    def __init__(self, text):
        self._text = text
        self._at = 0
        self._count = 0
        self._depth = 0

    def next(self):
        """Return the next byte that is no blank, _END after the last."""
        text, at = self._text, self._at
        while at < len(text) and text[at] in _BLANKS:
            at += 1
        self._at = at
        return text[at] if at < len(text) else _END

    def take(self, byte):
        """Go past `byte` if it is the next; return whether it was."""
        if self.next() != byte[0]:
            return False
        self._at += 1
        return True

    def name(self):
        """Go past a name; return it, "" where none is."""
        if self.next() not in _LETTERS:
            return ""
        return self._run(_LETTERS + _DIGITS)

    def _run(self, among):
        text, start = self._text, self._at
        at = start
        while at < len(text) and text[at] in among:
            at += 1
        self._at = at
        return text[start:at].decode()

    def arguments(self):
        """Return (args, options) up to the closing bracket."""
        args = []
        options = {}
        while not self.take(b")"):
            start = self._at
            key = self.name()
            if key and self.take(b"="):
                if key in options or key in _WORDS:
                    raise ValueError("%s: each name once, and no True, False or None" % key[:32])
                options[key] = self.value()
            elif options:
                raise ValueError("values without a name come first")
            else:
                self._at = start
                args.append(self.value())
            self._comma(b")")
        return args, options

    def _comma(self, closing):
        if not self.take(b",") and self.next() != closing[0]:
            raise ValueError("a comma or %s must follow each value" % closing.decode())

    def value(self):
        """Return the literal that comes next."""
        self._count += 1
        if self._count > _MOST:
            raise ValueError("a line holds %d values at most" % _MOST)
        byte = self.next()
        if byte in b"'\"":
            return self._string(byte)
        if byte in b"+-." or byte in _DIGITS:
            return self._number()
        if byte in b"([{":
            return self._group(byte)
        word = self.name()
        if word in _WORDS:
            return _WORDS[word]
        raise ValueError("a value is a number, a text in quotes, True, False, None, or a list")

    def _group(self, opening):
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("brackets may be %d deep" % _DEEPEST)
        self._at += 1
        if opening == 0x7B:
            found = self._table()
        else:
            closing = b")" if opening == 0x28 else b"]"
            found = []
            comma = False
            while not self.take(closing):
                found.append(self.value())
                self._comma(closing)
                comma = self._text[self._at - 1] == 0x2C
            if opening == 0x28:
                found = found[0] if len(found) == 1 and not comma else tuple(found)
        self._depth -= 1
        return found

    def _table(self):
        found = {}
        while not self.take(b"}"):
            key = self.value()
            if not self.take(b":"):
                raise ValueError("a colon must follow each key of a table")
            try:
                found[key] = self.value()
            except TypeError:
                raise ValueError("no list or table can be the key of a table") from None
            self._comma(b"}")
        return found

    def _number(self):
        start = self._at
        if self._text[start] in b"+-":
            self._at += 1
        whole = self._run(_DIGITS)
        is_float = self.take_here(b".")
        part = self._run(_DIGITS) if is_float else ""
        good = whole or part
        if good and (self.take_here(b"e") or self.take_here(b"E")):
            is_float = True
            self.take_here(b"-") or self.take_here(b"+")
            good = self._run(_DIGITS)
        if not good or (not is_float and len(whole) > 1 and whole[0] == "0"):
            raise ValueError("a number is 12, -3 or 0.5")
        text = self._text[start : self._at].decode()
        return float(text) if is_float else int(text)

    def take_here(self, byte):
        """Go past `byte` if it stands right here."""
        if self._text[self._at : self._at + 1] != byte:
            return False
        self._at += 1
        return True

    def _string(self, quote):
        self._at += 1
        found = ""
        while True:
            start = self._at
            end = self._text.find(bytes((quote,)), start)
            if end < 0:
                raise ValueError("a text must end with the quote it began with")
            escape = self._text.find(b"\\", start, end)
            self._at = (end if escape < 0 else escape) + 1
            piece = self._text[start : self._at - 1].decode()
            if escape < 0:
                return found + piece
            found += piece + self._escape()

    def _escape(self):
        letter = chr(self._text[self._at]) if self._at < len(self._text) else ""
        self._at += 1
        if letter in _ESCAPES:
            return _ESCAPES[letter]
        size = _HEX.get(letter, 0)
        digits = self._text[self._at : self._at + size]
        self._at += size
        if size and len(digits) == size and not digits.lower().strip(b"0123456789abcdef"):
            number = int(digits, 16)
            if number < 0xD800 or 0xDFFF < number < 0x110000:
                return chr(number)
        raise ValueError("after a backslash: a quote, a backslash, n, r, t, x.., u....")

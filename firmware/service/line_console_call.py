"""Reads `name(1, "two", key=[3.5, None])`: a call whose arguments are literals; runs nothing.

Loaded for a line, then dropped. A line of update parts is one long string, which is found whole;
of all else a Pico reads one or two bytes in a millisecond at worst, so it is read in slices.
"""

from micropython import const

_DEEPEST = const(8)  # brackets in brackets: each takes of the stack
_MOST = const(100)  # values in a line
_LONGEST = const(64)  # bytes of a name or a number
_ESCAPES = const(8)  # of a text, in a slice
_WORDS = {"True": True, "False": False, "None": None}
_ESCAPED = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "r": "\r", "t": "\t"}
_HEX = {"x": 2, "u": 4, "U": 8}
_DIGITS = b"0123456789"
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
_END = const(0)  # what stands behind the last byte


class Call:
    """What a line, bytes, calls: `name`, `args` and `options`, once `read` has come to its end."""

    def __init__(self, line):
        self.name = ""
        self.args = []
        self.options = {}
        self._text = bytes(line)
        self._at = 0
        self._count = 0
        self._depth = 0

    def read(self):
        """Read it; yields between slices of 10 ms. ValueError says what is wrong.

        Not with what: the line may hold a secret.
        """
        self.name = self._name()
        if not self.name:
            raise ValueError("a command is a name and brackets, status() for one")
        if not self._take(b"("):
            raise ValueError("brackets must follow the name, as in status()")
        while not self._take(b")"):
            start = self._at
            key = self._name()
            if key and self._take(b"="):
                if key in self.options or key in _WORDS:
                    raise ValueError("%s: each name once, and no True, False or None" % key)
                self.options[key] = yield from self._value()
            elif self.options:
                raise ValueError("values without a name come first")
            else:
                self._at = start
                self.args.append((yield from self._value()))
            self._comma(b")")
        if self._next() != _END:
            raise ValueError("nothing may follow the bracket that closes the command")

    def _next(self):
        # the next byte that is no blank, _END after the last
        text, at = self._text, self._at
        if text[at : at + 1] in (b" ", b"\t"):
            at = self._at = len(text) - len(text[at:].lstrip(b" \t"))
        return text[at] if at < len(text) else _END

    def _take(self, byte):
        # go past `byte` if it is the next but for blanks; return whether it was
        if self._next() != byte[0]:
            return False
        self._at += 1
        return True

    def _take_here(self, byte):
        if self._text[self._at : self._at + 1] != byte:
            return False
        self._at += 1
        return True

    def _name(self):
        # go past a name; return it, "" where none is
        return self._run(_LETTERS + _DIGITS) if self._next() in _LETTERS else ""

    def _run(self, among):
        text, start = self._text, self._at
        at = start
        while at < len(text) and text[at] in among:
            at += 1
            if at - start > _LONGEST:
                raise ValueError("a name or a number is %d long at most" % _LONGEST)
        self._at = at
        return text[start:at].decode()

    def _comma(self, closing):
        if not self._take(b",") and self._next() != closing[0]:
            raise ValueError("a comma or %s must follow each value" % closing.decode())

    def _value(self):
        yield
        self._count += 1
        if self._count > _MOST:
            raise ValueError("a line holds %d values at most" % _MOST)
        byte = self._next()
        if byte in b"'\"":
            return (yield from self._string(byte))
        if byte in b"+-." or byte in _DIGITS:
            return self._number()
        if byte in b"([{":
            return (yield from self._group(byte))
        word = self._name()
        if word in _WORDS:
            return _WORDS[word]
        raise ValueError("a value is a number, a text in quotes, True, False, None, or a list")

    def _group(self, opening):
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("brackets may be %d deep" % _DEEPEST)
        self._at += 1
        if opening == b"{"[0]:
            found = yield from self._table()
        else:
            found = yield from self._row(b")" if opening == b"("[0] else b"]")
        self._depth -= 1
        return found

    def _row(self, closing):
        found = []
        comma = False
        while not self._take(closing):
            found.append((yield from self._value()))
            self._comma(closing)
            comma = self._text[self._at - 1] == b","[0]
        if closing == b"]":
            return found
        return found[0] if len(found) == 1 and not comma else tuple(found)

    def _table(self):
        found = {}
        while not self._take(b"}"):
            key = yield from self._value()
            if not self._take(b":"):
                raise ValueError("a colon must follow each key of a table")
            value = yield from self._value()
            try:
                found[key] = value
            except TypeError:
                raise ValueError("no list or table can be the key of a table") from None
            self._comma(b"}")
        return found

    def _number(self):
        start = self._at
        self._take_here(b"-") or self._take_here(b"+")
        whole = self._run(_DIGITS)
        is_float = self._take_here(b".")
        good = whole + self._run(_DIGITS) if is_float else whole
        if good and (self._take_here(b"e") or self._take_here(b"E")):
            is_float = True
            self._take_here(b"-") or self._take_here(b"+")
            good = self._run(_DIGITS)
        if not good or (not is_float and len(whole) > 1 and whole[0] == "0"):
            raise ValueError("a number is 12, -3 or 0.5")
        text = self._text[start : self._at].decode()
        return float(text) if is_float else int(text)

    def _string(self, quote):
        self._at += 1
        found = ""
        count = 0
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
            count += 1
            if count % _ESCAPES == 0:
                yield

    def _escape(self):
        letter = chr(self._text[self._at]) if self._at < len(self._text) else ""
        self._at += 1
        if letter in _ESCAPED:
            return _ESCAPED[letter]
        size = _HEX.get(letter, 0)
        digits = self._text[self._at : self._at + size]
        self._at += size
        if size and len(digits) == size and not digits.lower().strip(b"0123456789abcdef"):
            number = int(digits, 16)
            if number < 0xD800 or 0xDFFF < number < 0x110000:
                return chr(number)
        raise ValueError("after a backslash: a quote, a backslash, n, r, t, x.., u....")

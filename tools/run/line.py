"""One line of a terminal, to edit: insert, erase, arrows, home and end, history."""

_ESCAPES = {
    "[A": "up",
    "[B": "down",
    "[C": "right",
    "[D": "left",
    "[H": "home",
    "[F": "end",
    "OH": "home",
    "OF": "end",
    "[1~": "home",
    "[4~": "end",
    "[3~": "delete",
}
_HISTORY = 50


class Line:
    """`write(text)` echoes. Keys come as bytes; text beyond ASCII as its UTF-8."""

    def __init__(self, write):
        self._write = write
        self._prompt = ""
        self._text = ""
        self._at = 0  # cursor, characters
        self._escape = None  # what has come of an escape sequence
        self._partial = b""  # what has come of a character beyond ASCII
        self._history = []
        self._place = 0  # in the history; its length: the line being written
        self._after_return = False

    def begin(self, prompt):
        """Start an empty line."""
        self._prompt = prompt
        self._text = ""
        self._at = 0
        self._place = len(self._history)
        self._write(prompt)

    def empty(self):
        """Return whether nothing is written."""
        return not self._text

    def key(self, byte):
        """Take one byte; return the line when it ends, else None."""
        after_return, self._after_return = self._after_return, byte == 13
        if self._escape is not None:
            self._escaped(chr(byte))
        elif byte == 27:
            self._escape = ""
        elif byte == 13 or (byte == 10 and not after_return):
            return self._end()
        elif byte in (8, 127):
            self._move("left", erase=True)
        elif byte == 9:
            self._insert("    ")
        elif byte >= 128:
            self._beyond(byte)
        elif byte >= 32:
            self._insert(chr(byte))
        return None

    def _end(self):
        text = self._text
        if text.strip() and (not self._history or self._history[-1] != text):
            self._history.append(text)
            if len(self._history) > _HISTORY:
                self._history.pop(0)
        return text

    def _insert(self, chars):
        self._text = self._text[: self._at] + chars + self._text[self._at :]
        self._at += len(chars)
        if self._at == len(self._text):
            self._write(chars)
        else:
            self._redraw()

    def _beyond(self, byte):
        self._partial += bytes([byte])
        try:
            char = self._partial.decode()
        except UnicodeError:
            if len(self._partial) >= 4:
                self._partial = b""
            return
        self._partial = b""
        self._insert(char)

    def _escaped(self, char):
        self._escape += char
        if self._escape in _ESCAPES:
            self._move(_ESCAPES[self._escape])
        elif len(self._escape) < 3 and not (len(self._escape) == 2 and char.isalpha()):
            return
        self._escape = None

    def _move(self, where, erase=False):
        if where == "left":
            if not self._at:
                return
            self._at -= 1
        elif where == "right":
            self._at = min(self._at + 1, len(self._text))
        elif where == "home":
            self._at = 0
        elif where == "end":
            self._at = len(self._text)
        elif where in ("up", "down"):
            self._recall(-1 if where == "up" else 1)
        if erase or where == "delete":
            self._text = self._text[: self._at] + self._text[self._at + 1 :]
        self._redraw()

    def _recall(self, step):
        place = self._place + step
        if 0 <= place <= len(self._history):
            self._place = place
            self._text = self._history[place] if place < len(self._history) else ""
            self._at = len(self._text)

    def _redraw(self):
        back = len(self._text) - self._at
        self._write("\r\x1b[K" + self._prompt + self._text)
        if back:
            self._write("\x1b[%dD" % back)

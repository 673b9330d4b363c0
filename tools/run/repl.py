"""A MicroPython REPL as an object: fed with the bytes that come, it edits, runs and answers.

Friendly mode: a line to edit with arrows, history, blocks; Ctrl-A raw mode, Ctrl-B banner,
Ctrl-C drop the line, Ctrl-D soft reboot. Raw mode: as on a board, for mpremote; raw-paste is
answered as not there. Output has "\n" alone: the host side of the terminal makes it "\r\n".
"""

import sys

from tools.run.line import Line

_RAW = "raw REPL; CTRL-B to exit\n>"
_OPEN = "([{"
_CLOSE = ")]}"


class Repl:
    """`write(text)` puts text on the terminal; `pile` offers what a REPL needs of it:

    namespace() -> dict of a fresh console; reboot() rebuilds the firmware; busy(0 or 1) hears
    when a command begins and ends.
    """

    def __init__(self, write, pile):
        self._write = write
        self._pile = pile
        self._names = pile.namespace()
        self._line = Line(write)
        self._block = []  # lines of a compound statement so far
        self._raw = None  # bytes of a raw command so far, None in friendly mode
        self._asked = 0  # bytes still to come of a raw-paste question

    def begin(self):
        """Greet."""
        self._write("\nMicroPython charging pile; help() lists what to ask and to do\n")
        self._line.begin(">>> ")

    def feed(self, data):
        """Take bytes from the terminal; what they complete is run before this returns."""
        for byte in data:
            if self._raw is None:
                self._friendly(byte)
            else:
                self._in_raw(byte)

    # friendly mode

    def _friendly(self, byte):
        if byte == 1:
            self._raw = bytearray()
            self._write("\n" + _RAW)
        elif byte == 2:
            self._block = []
            self.begin()
        elif byte == 3:
            self._block = []
            self._write("\n")
            self._line.begin(">>> ")
        elif byte == 4 and not self._block and self._line.empty():
            self._write("\n")
            self._reboot()
            self.begin()
        else:
            line = self._line.key(byte)
            if line is not None:
                self._entered(line)

    def _entered(self, line):
        self._write("\n")
        self._block.append(line)
        text = "\n".join(self._block)
        if _unfinished(text, line):
            self._line.begin("... ")
            return
        self._block = []
        if text.strip():
            self._run(text, "single")
        self._line.begin(">>> ")

    # raw mode

    def _in_raw(self, byte):
        raw = self._raw
        if self._asked:
            self._asked -= 1
            if not self._asked:
                self._write("R\x00")
        elif byte == 1:
            self._raw = bytearray()
            self._write(_RAW)
        elif byte == 2:
            self._raw = None
            self.begin()
        elif byte == 3:
            self._raw = bytearray()
        elif byte == 5 and not raw:
            self._asked = 2  # "A\x01"
        elif byte != 4:
            raw.append(byte)
        elif raw:
            self._raw = bytearray()
            self._answer(bytes(raw))
        else:
            self._write("OK\n")
            self._reboot()
            self._write(_RAW)

    def _answer(self, code):
        self._write("OK")
        error = self._execute(code, "exec")
        self._write("\x04")
        if error is not None:
            sys.print_exception(error)
        self._write("\x04>")

    # both

    def _run(self, code, mode):
        error = self._execute(code, mode)
        if error is not None:
            sys.print_exception(error)

    def _execute(self, code, mode):
        """Run code in the console's namespace; return what it raised, or None."""
        self._pile.busy(1)
        try:
            exec(compile(code, "<stdin>", mode), self._names)
        except BaseException as error:  # Ctrl-C and sys.exit() too: the pile goes on
            return error
        finally:
            self._pile.busy(0)
        return None

    def _reboot(self):
        self._write("MPY: soft reboot\n")
        self._pile.reboot()
        self._names = self._pile.namespace()


def _unfinished(text, line):
    """Say whether more lines must come: a bracket is open, or a block has no empty line yet."""
    depth = 0
    quote = ""
    for char in text:
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth -= 1
    if depth > 0:
        return bool(line.strip())
    block = text.split("\n", 1)[0].rstrip().endswith(":")
    return block and bool(line.strip())

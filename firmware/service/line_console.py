"""The console of production mode: it knows the pile's commands, and nothing of Python (H7).

A line is read byte by byte and never evaluated; Ctrl-A, Ctrl-C, Ctrl-D and every other control
character do nothing. What is typed after `login(` is echoed as stars.
"""

import asyncio
import sys

from micropython import const

from shell.on_demand import borrow

LONGEST = const(1200)  # bytes: an update comes in parts that are shorter
_SECRET = b"login"
_OPENS = const(0x28)
_RUBBED = "\x08 \x08"
_IDLE_S = const(1)


class Line:
    """The line that is being typed. `write` takes what is echoed, bytes or text."""

    def __init__(self, write):
        self._write = write
        self._line = bytearray()
        self._whole = True  # it is no longer than LONGEST
        self._hidden = False  # what comes is a secret
        self._before = 0
        self._escape = 0  # 1 after an ESC, 2 within its sequence

    def key(self, byte):
        """Take a byte; return the line it ends: bytes, None while there is none. Bounded."""
        before, self._before = self._before, byte
        if self._escape:
            self._skip(byte)
        elif byte in b"\r\n":
            return None if byte == 0x0A and before == 0x0D else self._end()
        elif byte in b"\x08\x7f":
            self._rub_out()
        elif byte == 0x1B:
            self._escape = 1
        elif byte >= 0x20:
            self._add(byte)
        return None

    def _skip(self, byte):
        # an arrow is ESC [ A: to a letter, or whatever no sequence has
        if self._escape == 1 and byte in b"[O":
            self._escape = 2
        elif self._escape == 1 or not 0x20 <= byte < 0x40:
            self._escape = 0

    def _add(self, byte):
        if len(self._line) >= LONGEST:
            self._whole = False
            return
        self._write("*" if self._hidden else bytes((byte,)))
        self._line.append(byte)
        if byte == _OPENS:
            self._look()

    def _look(self):
        # blanks before and after the name are no part of it
        name, opens, _ = bytes(self._line).partition(b"(")
        self._hidden = opens != b"" and name.strip() == _SECRET

    def _rub_out(self):
        line = self._line
        if not line:
            return
        size = 1
        while size < len(line) and line[-size] & 0xC0 == 0x80:  # the rest of a character
            size += 1
        self._line = line[:-size]
        self._whole = True
        self._look()
        self._write(_RUBBED)

    def _end(self):
        line, self._line = self._line, bytearray()
        whole, self._whole = self._whole, True
        self._hidden = False
        self._write("\n")
        if whole:
            return line
        self._write("nothing was done: a line has %d characters at most\n" % LONGEST)
        return b""


async def run(commands, line, say=print):
    """Run a line, bytes: a command of the module `commands`. Whatever it is, nothing raises."""
    if not line.strip():
        return
    try:
        call = borrow("service", "line_console_call").Call(line)
        for _ in call.read():
            await asyncio.sleep(0)
    except Exception as error:  # not a call, or no memory to read it
        say("nothing was done: %s; help() lists the commands" % error)
        return
    if call.name in commands.__all__:
        getattr(commands, call.name)(*call.args, **call.options)
    else:
        say("nothing was done: there is no command %s; help() lists them" % call.name)


async def talk(commands, prompt, ended, read=None, write=None):
    """Serve whoever sits at the console until `ended()` after a command.

    `read(1)` awaits a byte, b"" = nobody is there now; `write` takes bytes or text.
    """
    write = write or sys.stdout.write
    # not the text of sys.stdin: the first byte of a character would wait there for the others
    read = read or asyncio.StreamReader(sys.stdin.buffer).read
    line = Line(write)
    write(prompt)
    while True:
        data = await read(1)
        if not data:
            await asyncio.sleep(_IDLE_S)
            continue
        entered = line.key(data[0])
        if entered is not None:
            await run(commands, entered)
            if ended():
                return
            write(prompt)

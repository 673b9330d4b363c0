"""Types commands at a pile's console and reads what it answers.

Whichever console answers: aiorepl, the line console of production mode, the pile of
`make run LIVE=1`. Nothing but its own commands is typed, no Ctrl-C: a pile that starts meanwhile
would end by it.
"""

import json
import time

from tools.link.port import LinkError, Port, usb_ports

_PROMPTS = (b">>> ", b"--> ")
_BEGIN = b"\x02" + b"\x7f" * 80 + b"\r"  # leave a raw REPL, rub out what somebody left, a prompt
_PIECE = 64  # bytes typed at once: the smallest buffer of a console holds 256
_ECHO_S = 1.0  # a console that does not echo is typed at blindly
_QUIET_S = 0.1
_NO_PILE = ("NameError", "no pile runs here")


class Link:
    """A pile at a serial port, for `with`. Every method raises LinkError.

    `patience_s`: longest silence of a pile that is asked.
    """

    def __init__(self, port, patience_s=10):
        self.name = port
        self._patience_s = patience_s
        self._port = Port(port)
        try:
            self._begin()
        except LinkError:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Leave the port to others."""
        self._port.close()

    def ask(self, name, *args, **options):
        """Return what the command answers with json=True: a pile says no with "ok": False."""
        rows = self.rows(name, *args, **options)
        if len(rows) != 1:
            raise LinkError(f"{name}() on {self.name} gave {len(rows)} lines of JSON, not one")
        return rows[0]

    def rows(self, name, *args, **options):
        """Return every line of a command that answers json=True with several."""
        lines = self.lines(name, *args, **options, json=True)
        try:
            return [json.loads(line) for line in lines]
        except ValueError:
            raise self._no_pile(name, lines) from None

    def lines(self, name, *args, **options):
        """Return what the command says to people, a text each line."""
        lines = self._call(name, call_text(name, args, options))
        if any(word in line for line in lines[-1:] for word in _NO_PILE):
            raise self._no_pile(name, lines)
        return lines

    def login(self, secret):
        """Become the installer, until logout() or 15 min of silence."""
        answer = self.ask("login", secret)
        if not answer.get("ok"):
            raise LinkError("; ".join(answer.get("errors", ["the pile refuses this secret"])))

    # the console

    def _begin(self):
        # rest at a prompt, whatever was on the line before
        self._port.write(_BEGIN)
        said = self._until_prompt(b"", "Enter")
        quiet_from = time.monotonic()
        while time.monotonic() - quiet_from < _QUIET_S:
            more = self._port.read()
            if more:
                said = self._until_prompt(said + more, "Enter")
                quiet_from = time.monotonic()

    def _call(self, name, text):
        echo = self._type(text.encode())
        said = self._until_prompt(echo, name)
        lines = said.decode(errors="replace").replace("\r", "").split("\n")[:-1]
        if lines and (not lines[0] or lines[0].endswith(text)):
            del lines[0]
        return lines

    def _type(self, text):
        # in pieces, each when the one before was echoed: a console's buffer is small
        echo = b""
        for start in range(0, len(text), _PIECE):
            piece = text[start : start + _PIECE]
            self._port.write(piece)
            until = time.monotonic() + _ECHO_S
            while len(echo) < start + len(piece) and time.monotonic() < until:
                echo += self._port.read()
        self._port.write(b"\r")
        return echo

    def _until_prompt(self, said, name):
        heard = time.monotonic()
        while said.rpartition(b"\n")[2] not in _PROMPTS:
            more = self._port.read()
            said += more
            if more:
                heard = time.monotonic()
            elif time.monotonic() - heard > self._patience_s:
                raise self._silent(name)
        return said

    def _silent(self, name):
        return LinkError(
            f"nothing on {self.name} answers {name} as a pile's console does, for "
            f"{self._patience_s:g} s: it is another device, it hangs, or its console is shut "
            "(no aiorepl on the board). Name another port, or take its power away and give it "
            f"back; ports with something on USB: {usb_ports()}"
        )

    def _no_pile(self, name, lines):
        said = lines[-1][:200] if lines else "nothing"
        return LinkError(
            f"what answers on {self.name} is no pile that knows {name}(): it said {said!r}. "
            "It is another device, an older version or a pile that did not start: name another "
            "port, or flash it (make flash)"
        )


def call_text(name, args, options):
    """Return a call as it is typed: ASCII, literals only."""
    words = [ascii(value) for value in args]
    words += [f"{key}={value!a}" for key, value in options.items()]
    return f"{name}({', '.join(words)})"

"""Types commands at a pile's console and reads what it answers.

Whichever console answers: aiorepl, the line console of production mode, the pile of
`make run LIVE=1`. Nothing but its own commands is typed, no Ctrl-C: a pile that starts meanwhile
would end by it.
"""

import json
import time

from tools.link.port import LinkError, Port, usb_ports

_PROMPTS = (b">>> ", b"--> ")
_RUB = b"\x7f"
_BEGIN = b"\x02" + _RUB * 80  # leave a raw REPL, rub out what somebody left
_MARK = b"#link"  # typed and rubbed out: what is heard before its echo is old
_PIECE = 64  # bytes typed at once: the smallest buffer of a console holds 256
_SECRET = b"login("  # what follows may be echoed as stars
_SHOWN = 100  # characters of an answer in a message
_REFUSED = "nothing was done: "
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
            if lines[0].startswith(_REFUSED):
                raise LinkError(f"{name}() on {self.name}: {lines[0]}") from None
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
        self._enter(_MARK, "Enter", _RUB * len(_MARK))

    def _call(self, name, text):
        said = self._enter(text.encode(), name).decode(errors="replace")
        return said.replace("\r", "").split("\n")[1:-1]  # between the echo's line and the prompt

    def _enter(self, text, name, more=b""):
        # type a line; return what came between its echo and the next prompt, with both
        said = b""
        echoes = [text]
        if text.startswith(_SECRET):
            echoes.append(_SECRET + b"*" * (len(text) - len(_SECRET)))
        for end in range(_PIECE, len(text) + _PIECE, _PIECE):  # a console's buffer is small
            self._port.write(text[end - _PIECE : end])
            said = self._until(said, lambda heard, end=end: _after(heard, echoes, end), name)
        self._port.write(more + b"\r")
        said = _after(said, echoes, len(text))[0]
        return self._until(said, lambda heard: heard.rpartition(b"\n")[2] in _PROMPTS, name)

    def _until(self, said, done, name):
        heard = time.monotonic()
        while not done(said):
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
        said = lines[-1][-_SHOWN:] if lines else "nothing"
        return LinkError(
            f"what answers on {self.name} is no pile that knows {name}(): it said {said!r}. "
            "It is another device, an older version or a pile that did not start: name another "
            "port, or flash it (make flash)"
        )


def _after(heard, echoes, end):
    # what follows the first `end` characters of an echo, as [bytes]; [] before they have come
    return [heard.partition(echo[:end])[2] for echo in echoes if echo[:end] in heard]


def call_text(name, args, options):
    """Return a call as it is typed: ASCII, literals only."""
    words = [ascii(value) for value in args]
    words += [f"{key}={value!a}" for key, value in options.items()]
    return f"{name}({', '.join(words)})"

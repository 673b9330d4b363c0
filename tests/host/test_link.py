"""tools.link against consoles of all kinds behind a pseudo-terminal."""

import os
import pty
import threading
import tty

import pytest
import serial

from tools.link import Link, LinkError
from tools.link.link import call_text


class Console(threading.Thread):
    """Echoes, answers from a table of lines typed; `typed` has what came in."""

    def __init__(self, answers, prompt=b"--> ", stars=False):
        super().__init__(daemon=True)
        self.typed = []
        self._answers, self._prompt, self._stars = answers, prompt, stars
        self._end, self._other = pty.openpty()
        tty.setraw(self._other)
        self.port = os.ttyname(self._other)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.hang_up()
        self.join()

    def hang_up(self):
        for end in (self._other, self._end):
            try:
                os.close(end)
            except OSError:
                pass

    def run(self):
        line = b"half a li"  # somebody left it there
        try:
            while data := os.read(self._end, 64):
                for at in range(len(data)):
                    line = self._key(data[at : at + 1], line)
        except OSError:
            pass

    def _key(self, key, line):
        if key == b"\x7f":
            os.write(self._end, b"\b \b" if line else b"")
            return line[:-1]
        if key == b"\r":
            self.typed.append(line.decode())
            said = self._answers.get(line.decode(), b"")
            os.write(self._end, b"\r\n" + said + self._prompt)
            return b""
        if key >= b" ":
            secret = self._stars and line.startswith(b"login(")
            os.write(self._end, b"*" if secret else key)
            return line + key
        return line


class Silent(Console):
    def _key(self, key, line):
        return line


STATUS = {"status(json=True)": b'{"state": "idle"}\r\n', "faults()": b"a\r\nb\r\n"}


@pytest.mark.parametrize("prompt", [b"--> ", b">>> "])
def test_a_pile_answers_at_any_of_its_consoles(prompt):
    with Console(STATUS, prompt) as console, Link(console.port) as link:
        assert link.ask("status") == {"state": "idle"}
        assert link.lines("faults") == ["a", "b"]
        assert console.typed == ["", "status(json=True)", "faults()"]  # not half a line


def test_a_long_command_arrives_whole():
    with Console({}) as console, Link(console.port) as link:
        part = "QUJD" * 200
        link.lines("update", part, offset=512)
        assert console.typed[-1] == f"update('{part}', offset=512)"


def test_a_call_is_typed_in_ascii_with_literals():
    options = {"name": "充电", "amps": [16, 10.5], "on": True, "none": None}
    text = call_text("set", ("a'b",), options)
    assert text == "set(\"a'b\", name='\\u5145\\u7535', amps=[16, 10.5], on=True, none=None)"


def test_several_lines_of_json():
    with Console({"trace(json=True)": b"[1]\r\n[2]\r\n"}) as console, Link(console.port) as link:
        assert link.rows("trace") == [[1], [2]]
        with pytest.raises(LinkError, match="gave 2 lines"):
            link.ask("trace")


@pytest.mark.parametrize("stars", [False, True])
@pytest.mark.parametrize("secret", ["s3cret", "long" * 40])
def test_a_secret_may_be_echoed_as_stars(stars, secret):
    refused = b'{"ok": false, "errors": ["wait 4 s"]}\r\n'
    answers = {f"login('{secret}', json=True)": refused}
    with Console(answers, stars=stars) as console, Link(console.port) as link:
        with pytest.raises(LinkError, match=r"^wait 4 s$"):
            link.login(secret)


def test_a_pile_that_has_no_memory_for_it_is_said():
    said = b"nothing was done: memory allocation failed\r\n"
    with Console({"watch(json=True)": said}) as console, Link(console.port) as link:
        with pytest.raises(LinkError, match=r"^watch\(\) on .*: nothing was done: memory"):
            link.ask("watch")


@pytest.mark.parametrize(
    "said",
    [
        b"NameError: name 'status' isn't defined\r\n",
        b"no pile runs here; start it first\r\n",
        b"",
        b"ok T:21.3\r\n",
    ],
)
def test_what_is_no_pile_is_said(said):
    with Console({"status(json=True)": said}, b">>> ") as console, Link(console.port) as link:
        with pytest.raises(LinkError, match=r"is no pile that knows status\(\)|gave 0 lines"):
            link.ask("status")


def test_what_was_said_before_is_no_answer():
    with Console({"status(json=True)": b'{"state": "idle"}\r\n'}) as console:
        with Link(console.port) as link:
            os.write(console._end, b"Starting asyncio REPL...\r\n--> late\r\n--> ")
            assert link.ask("status") == {"state": "idle"}


def test_a_silent_port_is_said():
    with Silent({}) as console:
        with pytest.raises(LinkError, match=r"nothing on .* answers Enter as a pile's console"):
            Link(console.port, patience_s=0.2)


def test_a_port_that_is_not_there_is_said(tmp_path):
    with pytest.raises(LinkError, match=r"cannot be opened .* LIVE=1"):
        Link(str(tmp_path / "ttyACM9"))
    with pytest.raises(LinkError, match="cannot be opened"):
        Link("")


def test_a_port_that_another_program_has_is_said():
    with Console({}) as console, serial.Serial(console.port, exclusive=True):
        with pytest.raises(LinkError, match="in use by another program"):
            Link(console.port)


def test_a_board_that_goes_away_is_said():
    with Console(STATUS) as console, Link(console.port, patience_s=0.5) as link:
        console.hang_up()
        with pytest.raises(LinkError, match=r"has gone|nothing on"):
            link.ask("status")

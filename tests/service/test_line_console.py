"""The line console: keys that come, what is echoed, and the calls it reads."""

import asyncio

from service.line_console import LONGEST, Line, run
from service.line_console_call import Call


class Typist:
    """Types, and collects what is echoed and the lines that end."""

    def __init__(self):
        self.echo = b""
        self.line = Line(self._echo)

    def _echo(self, what):
        self.echo += what if isinstance(what, bytes) else what.encode()

    def type(self, data):
        lines = [self.line.key(byte) for byte in data]
        return [bytes(line) for line in lines if line is not None]


def parse(line):
    call = Call(line)
    for _ in call.read():
        pass
    return call.name, call.args, call.options


def refused(text):
    try:
        return "taken: %s" % (parse(text.encode()),)
    except ValueError as error:
        return str(error)


def test_a_line_ends_with_either_end_or_both():
    typist = Typist()
    assert typist.type(b"one\rtwo\nthree\r\n\r\n") == [b"one", b"two", b"three", b""]
    assert typist.echo == b"one\ntwo\nthree\n\n"


def test_rubbing_out_takes_a_whole_character_and_stops_at_the_prompt():
    typist = Typist()
    assert typist.type(b"\x7f\x08a\xe4\xb8\xad\x7fb\x7f\x7f\x7fok\r") == [b"ok"]


def test_control_characters_and_arrows_do_nothing():
    typist = Typist()
    keys = bytes([byte for byte in range(0x20) if byte not in (8, 10, 13, 27)])
    assert typist.type(b"sta" + keys + b"\x1b[A\x1b[1;5C\x1bOP\x1bxtus()\r") == [b"status()"]
    assert typist.echo == b"status()\n"


def test_a_line_without_end_is_bounded_and_refused():
    typist = Typist()
    assert typist.type(b"x" * (3 * LONGEST) + b"\r") == [b""]
    assert len(typist.echo) < LONGEST + 100
    assert b"1200 characters at most" in typist.echo
    assert typist.type(b"y" * LONGEST + b"\r") == [b"y" * LONGEST]
    assert typist.type(b"z" * (LONGEST + 1) + b"\x7f\r") == [b"z" * (LONGEST - 1)]


def test_garbage_makes_lines_and_nothing_else():
    typist = Typist()
    for _ in range(3):
        typist.type(bytes(range(256)))
    assert len(typist.type(b"\r\r")) >= 1


def test_a_secret_is_echoed_as_stars():
    typist = Typist()
    assert typist.type(b'login("abc")\rstatus()\r') == [b'login("abc")', b"status()"]
    assert typist.echo == b"login(******\nstatus()\n"
    for line in (b" login ('abc')", b"login((('abc')", b"loginx\x7f('abc')", b"login(x\x7f'abc')"):
        assert typist.type(line + b"\r") and b"abc" not in typist.echo, line
    typist.type(b"logins('abc')\r")
    assert b"logins('abc')" in typist.echo


def test_calls():
    for text, wanted in (
        ("status()", ("status", [], {})),
        ("  sessions( 7 , json = True ) ", ("sessions", [7], {"json": True})),
        ("f('a', \"b\", '')", ("f", ["a", "b", ""], {})),
        (
            "f(-1, +2, 0, 0.5, .5, 1., 1e3, -2.5E-1)",
            ("f", [-1, 2, 0, 0.5, 0.5, 1.0, 1e3, -0.25], {}),
        ),
        ("f(True, False, None,)", ("f", [True, False, None], {})),
        ("f((), (1), (1,), [1, [2]], {'a': {}})", ("f", [(), 1, (1,), [1, [2]], {"a": {}}], {})),
        ("f('\\n\\'\\\\\\x41\\u4e2d')", ("f", ["\n'\\A\u4e2d"], {})),
        ("f(a=1, b_2='x=1')", ("f", [], {"a": 1, "b_2": "x=1"})),
        ("f('\u4e2d')", ("f", ["\u4e2d"], {})),
    ):
        assert parse(text.encode()) == wanted, text


def test_what_is_no_call_says_what_is_wrong_and_not_with_what():
    for text, said in (
        ("status", "brackets must follow the name"),
        ("1+1", "a command is a name and brackets"),
        ("import os", "brackets must follow the name"),
        ("f(", "a value is a number"),
        ("f(1", "a comma or ) must follow"),
        ("f(1))", "nothing may follow"),
        ("f(1); g()", "nothing may follow"),
        ("f(x)", "a value is a number"),
        ("f(g())", "a value is a number"),
        ("f(1 + 1)", "a comma or ) must follow"),
        ("f([1)", "a comma or ] must follow"),
        ("f(a=1, 2)", "values without a name come first"),
        ("f(a=1, a=2)", "a: each name once"),
        ("f(None=1)", "None: each name once"),
        ("f({1})", "a colon must follow"),
        ("f({[]: 1})", "no list or table can be the key"),
        ("f('a)", "must end with the quote"),
        ("f('\\q')", "after a backslash"),
        ("f('\\ud800')", "after a backslash"),
        ("f('\\x4')", "after a backslash"),
        ("f(007)", "a number is 12"),
        ("f(-)", "a number is 12"),
        ("f(1e)", "a number is 12"),
        ("f(1_0)", "a comma or ) must follow"),
        ("f(" + "[" * 9 + "]" * 9 + ")", "brackets may be 8 deep"),
        ("f(" + "1," * 101 + ")", "a line holds 100 values at most"),
        ("f(" + "7" * 65 + ")", "is 64 long at most"),
        ("login('hunter2'", "a comma or ) must follow"),
    ):
        assert said in refused(text), (text, refused(text))
        assert "hunter2" not in refused(text)
    assert refused("f(" + "[" * 8 + "]" * 8 + ")").startswith("taken")


class Commands:
    """Stands in for shell.console."""

    __all__ = ("status",)
    secret = None

    def __init__(self):
        self.called = []

    def status(self, *args, **options):
        self.called.append((args, options))


def test_only_commands_are_run():
    commands = Commands()
    said = []
    for line in (
        b"",
        b"  ",
        b"status(1, json=True)",
        b"secret()",
        b"__init__()",
        b"\xff\xfe",
        b"(",
    ):
        asyncio.run(run(commands, line, said.append))
    assert commands.called == [((1,), {"json": True})]
    assert len(said) == 4
    assert said[0] == "nothing was done: there is no command secret; help() lists them"
    for line in said:
        assert line.startswith("nothing was done: ")


def test_bytes_that_are_no_text_are_refused():
    said = []
    asyncio.run(run(Commands(), b"status('\xff')", said.append))
    assert said[0].startswith("nothing was done: ")

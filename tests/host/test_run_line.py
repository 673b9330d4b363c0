"""The line editor of the console, key by key."""

import pytest

from tools.run.line import Line

# Bytes typed, lines they make.
TYPED = (
    (b"status()\r", ["status()"]),
    (b"ab\x7f\x08\x08c\r", ["c"]),
    (b"ac\x1b[Db\r", ["abc"]),  # left
    (b"bc\x1b[Ha\x1b[Fd\r", ["abcd"]),  # home, end
    (b"abc\x1b[D\x1b[D\x1b[3~\r", ["ac"]),  # delete
    (b"ab\x1b[C\x1b[C\x1b[Cc\r", ["abc"]),  # right, no further
    (b"one\rtwo\r\x1b[A\x1b[A\r", ["one", "two", "one"]),
    (b"one\r\x1b[A\x1b[Btwo\r", ["one", "two"]),
    (b"one\r\r\x1b[A\r", ["one", "", "one"]),  # an empty line is not remembered
    (b"a\x1b[5~b\x1bOHc\r", ["cab"]),  # an unknown sequence is swallowed
    (b"a\r\nb\n", ["a", "b"]),  # one end for \r\n
    ("电\x7f流\r".encode(), ["流"]),
    (b"\xff\xff\xff\xffa\r", ["a"]),
    (b"\tx\r", ["    x"]),
    (b"\x00\x06x\r", ["x"]),
)


@pytest.mark.parametrize(("typed", "lines"), TYPED)
def test_keys_make_lines(typed, lines):
    line = Line(lambda _text: None)
    line.begin("> ")
    made = []
    for byte in typed:
        text = line.key(byte)
        if text is not None:
            made.append(text)
            line.begin("> ")
    assert made == lines


def test_what_is_typed_is_seen():
    seen = []
    line = Line(seen.append)
    line.begin("> ")
    for byte in b"ab\x1b[Dx":
        line.key(byte)
    assert "".join(seen) == "> ab\r\x1b[K> ab\x1b[1D\r\x1b[K> axb\x1b[1D"

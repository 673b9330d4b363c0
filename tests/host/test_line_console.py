"""The line console reads what Python reads as literals, and refuses all else."""

import ast
import asyncio
import json
import keyword

from hypothesis import given, settings
from hypothesis import strategies as st

from service.line_console import LONGEST, Line, run
from tests.service.test_line_console import parse

_TEXT = st.text(max_size=20)
_LITERAL = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(_TEXT | st.integers(), inner, max_size=4)
    ),
    max_leaves=12,
)
_PIECES = st.sampled_from(
    ["f", "(", ")", "[", "]", "{", "}", ",", ":", "=", "'", '"', "\\", "\\x4", "\\n", "1", "0"]
    + [
        "-",
        "+",
        ".",
        "e",
        "_",
        " ",
        "True",
        "None",
        "lambda",
        "x",
        "*",
        "await ",
        "\u4e2d",
        "#",
        "b'",
    ]
)


def python_reads(text):
    """Return what Python makes of a call with literals, None where it is none."""
    try:
        call = ast.parse(text.strip(), mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            return None
        if any(word.arg is None for word in call.keywords):
            return None
        options = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
        return call.func.id, [ast.literal_eval(value) for value in call.args], options
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None


def we_read(text):
    try:
        return parse(text.encode())
    except ValueError:
        return None


@given(
    st.lists(_LITERAL, max_size=4), st.dictionaries(st.sampled_from("abc"), _LITERAL, max_size=3)
)
def test_what_python_writes_is_read_as_it_was(args, options):
    words = [ascii(value) for value in args] + [f"{k}={v!r}" for k, v in options.items()]
    text = f"name({', '.join(words)})"
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text) or "\\ud" in text:
        return  # halves of a character
    found = we_read(text)
    if found is not None:  # else it is too deep
        assert found == ("name", args, options)
        assert json.dumps(found) == json.dumps(("name", args, options))  # 1 is not True
    else:
        assert text.count("[") + text.count("(") + text.count("{") > 8


@settings(max_examples=400)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_what_is_taken_python_takes_too_and_as_the_same(text):
    for line in (text, f"f({text})"):
        found = we_read(line)
        if found is not None and not any(keyword.iskeyword(key) for key in (found[0], *found[2])):
            assert repr(found) == repr(python_reads(line)), line


@given(st.binary(max_size=3000))
def test_whatever_comes_memory_is_bounded_and_nothing_is_raised(data):
    class Commands:
        __all__ = ()

    echoed = []
    lines = []
    line = Line(echoed.append)
    for byte in data:
        entered = line.key(byte)
        assert len(line._line) <= LONGEST
        if entered is not None:
            lines.append(entered)

    async def run_all():
        for entered in lines:
            await run(Commands, entered, echoed.append)

    asyncio.run(run_all())

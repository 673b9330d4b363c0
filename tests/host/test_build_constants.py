"""Constants of other modules are written where they are used; their names go when they may."""

import ast

from tools.build.program import Program

_STATES = """
from micropython import const

IDLE = const(1)
ROOM = const(IDLE + (1 << 4))
LOW = const(-3)
_OWN = const(9)
NAMED = const(5)
NAMES = ("NAMED", IDLE)
HERE = len(NAMES)
"""


def built(**texts):
    """Return {name: text} of modules, one of them `core.states`."""
    program = Program(
        {"core.states": _STATES, **{k.replace("__", "."): t for k, t in texts.items()}}
    )
    return {name: program.text(name) for name in ["core.states", *texts]}


def text(source):
    """Return what becomes of a module that uses core.states."""
    return built(user=source)["user"]


def test_a_number_stands_where_its_name_was():
    assert text("from core.states import IDLE, LOW\nx = [IDLE, LOW]") == "x = [1, -3]"
    assert text("from core import states\nx = states.ROOM") == "x = 17"
    assert text("def f():\n    from core.states import IDLE as rest\n    return rest") == (
        "def f():\n    return 1"
    )
    assert (
        text("from core.states import IDLE") == "from core.states import IDLE"
    )  # it has a reason


def test_what_is_no_number_stays():
    source = "from core.states import IDLE, NAMES\nx = (IDLE, NAMES)"
    assert text(source) == "from core.states import NAMES\nx = (1, NAMES)"
    source = "from core import states\nx = (states.IDLE, states.NAMES)"
    assert text(source) == "from core import states\nx = (1, states.NAMES)"


def test_so_does_the_length_of_a_table():
    assert text("from core import states\nx = len(states.NAMES)") == "x = 2"
    assert text("from core.states import NAMES\nx = len(NAMES) + len(x)") == "x = 2 + len(x)"
    assert built()["core.states"].endswith("HERE = 2")
    source = "from core.states import NAMES\nx = len(NAMES[0])"
    assert text(source) == source


def test_a_name_that_means_something_else_too_stays():
    for line in (
        "def f(IDLE):\n    return IDLE",
        "for IDLE in (1, 2):\n    pass",
        "def IDLE():\n    return 1",
        "try:\n    f()\nexcept OSError as IDLE:\n    pass",
    ):
        source = "from core.states import IDLE\n" + line + "\nx = IDLE"
        assert text(source) == ast.unparse(ast.parse(source))


def test_a_module_passes_the_constants_of_another_on():
    found = built(
        middle="from core.states import ROOM\ny = ROOM", user="import middle\nx = middle.y"
    )
    assert found["middle"] == "y = 17"
    passed = "from core.states import ROOM\nMORE = const(ROOM * 2)"
    found = built(middle=passed, user="from middle import MORE, ROOM\nx = (MORE, ROOM)")
    assert found["user"] == "x = (34, 17)"
    assert found["middle"] == "pass"


def test_a_definition_stays_while_somebody_asks_for_it():
    states = built(user="def f(ROOM, LOW):\n    from core.states import LOW")["core.states"]
    assert "LOW = const" in states
    assert "NAMED = const(5)" in states  # a text has its name
    assert "IDLE" not in states
    assert "ROOM" not in states
    assert "_OWN" not in states
    assert "NAMES = ('NAMED', 1)" in states
    assert "micropython" not in states  # const() is the compiler's


def test_a_module_beside_the_firmware_may_use_it():
    program = Program({"core.states": _STATES})
    assert program.beside("from core.states import IDLE\nx = IDLE") == "x = 1"


def test_an_exchange_makes_no_tuple():
    lines = text("def f(x, y):\n    x, y = y, x\n    x, y, z = 'ä', y, x\n    return 'ö', z\n")
    assert lines.count(" = ") == 2 and "= (" not in lines
    assert "return ('ö', " in lines

"""The judge, on traces written by hand: each form, and both of its ends to the microsecond."""

import tomllib

import pytest

from tools.scenario.judge import compare, judge, judge_one, wanted
from tools.scenario.parse import normalise

TRACE = [
    (0, "coil", "off"),
    (0, "contactor", "open"),
    (0, "contactor.poles", []),
    (0, "limit_ma", 0),
    (0, "pilot.state", "A1"),
    (0, "faults", []),
    (1000000, "coil", "on"),
    (1020000, "contactor", "closed"),
    (1020000, "contactor.poles", ["N", "L1"]),
    (1500000, "limit_ma", 16000),
    (1500000, "pilot.state", "B1"),
    (1500000, "pilot.state", "B2"),  # B1 was gone within the microsecond
    (2000000, "coil", "off"),
    (2015000, "contactor", "open"),
    (2015000, "contactor.poles", []),
    (2015000, "faults", ["welded", "estop"]),
]

# An expectation, and whether it holds. Both ends of a stretch belong to it.
CASES = (
    ('after_ms = 0\nwithin_ms = 1020\ncontactor = "closed"', True),
    ('after_ms = 0\nwithin_ms = 1019.999\ncontactor = "closed"', False),
    ('after_ms = 2015\nwithin_ms = 0\ncontactor = "open"', True),
    ('after_ms = 2014.999\nwithin_ms = 0\ncontactor = "open"', False),
    ('after_ms = 1500\nwithin_ms = 10\ncontactor = "closed"', True),  # it is already
    ('after_ms = 2015\nwithin_ms = 900\ncontactor = "closed"', False),  # it was, before
    ('from_ms = 1020\nuntil_ms = 2014.999\ncontactor = "closed"', True),
    ('from_ms = 1020\nuntil_ms = 2015\ncontactor = "closed"', False),
    ('from_ms = 1019.999\nuntil_ms = 2014\ncontactor = "closed"', False),
    ('from_ms = 2015\nuntil_ms = 3000\ncontactor = "open"', True),
    ('never = { contactor = "closed" }', False),
    ("never = { limit_ma = { min = 16001 } }", True),
    ('from_ms = 2015\nnever = { contactor = "closed" }', True),
    ('from_ms = 2014.999\nnever = { contactor = "closed" }', False),
    ('until_ms = 1019.999\nnever = { contactor = "closed" }', True),
    ('never = { contactor = "closed", pilot.state = "C2" }', True),  # never both at once
    ('never = { contactor = "closed", coil = "off" }', False),  # while it releases
    ('never = { pilot.state = "B1" }', True),
    ('after_ms = 0\nwithin_ms = 3000\npilot.state = "B1"', False),
    ('after_ms = 0\nwithin_ms = 3000\npilot.state = "B2"\nlimit_ma = 16000', True),
    ('after_ms = 0\nwithin_ms = 3000\npilot.state = "B2"\nlimit_ma = 0', False),
    ("from_ms = 1500\nuntil_ms = 3000\nlimit_ma = { min = 16000, max = 16000 }", True),
    ("from_ms = 1500\nuntil_ms = 3000\nlimit_ma = { max = 15999 }", False),
    ("from_ms = 0\nuntil_ms = 3000\nlimit_ma = { max = 16000 }", True),
    ('within_ms = 1500\nany_of = [{ "pilot.state" = "A2" }, { "pilot.state" = "B2" }]', True),
    (
        'from_ms = 0\nuntil_ms = 3000\nany_of = [{ pilot.state = "A1" }, { limit_ma = 16000 }]',
        True,
    ),
    ('from_ms = 0\nuntil_ms = 3000\nany_of = [{ pilot.state = "A1" }, { coil = "on" }]', False),
    ('within_ms = 1100\ncontactor.poles = ["L1", "N"]', True),
    ('within_ms = 1100\ncontactor.poles = ["L1"]', False),
    ('from_ms = 2015\nuntil_ms = 3000\nfaults = ["estop", "welded"]', True),
    ('within_ms = 3000\nlock = "locked"', False),  # nobody ever spoke of it
)


def expectation(text):
    return normalise(tomllib.loads("end_ms = 3000\n[[expect]]\n" + text)).expectations[0]


@pytest.mark.parametrize(("text", "holds"), CASES)
def test_each_form_to_the_microsecond(text, holds):
    assert judge_one(expectation(text), TRACE).ok is holds


def test_a_late_one_says_how_late():
    verdict = judge_one(
        expectation('after_ms = 1000\nwithin_ms = 15\ncontactor = "closed"'), TRACE
    )
    assert verdict.seen == "contactor open, reached at 1020.0 ms: 5.0 ms late"
    assert verdict.at_us == 1000000


def test_one_that_never_came_says_what_there_was():
    verdict = judge_one(
        expectation("after_ms = 1100\nwithin_ms = 500\nlimit_ma = { min = 17000 }"), TRACE
    )
    assert verdict.seen == "limit_ma 16000, and never reached after"
    assert verdict.at_us == 1500000


def test_a_broken_one_says_since_when():
    verdict = judge_one(
        expectation('from_ms = 1100\nuntil_ms = 2900\ncontactor = "closed"'), TRACE
    )
    assert (verdict.seen, verdict.at_us) == ("contactor open", 2015000)
    verdict = judge_one(expectation('from_ms = 0\nuntil_ms = 2900\ncontactor = "closed"'), TRACE)
    assert (verdict.seen, verdict.at_us) == ("contactor open", 0)


def test_an_unknown_value_is_no_value():
    verdict = judge_one(expectation('from_ms = 0\nuntil_ms = 5\nlock = "locked"'), TRACE)
    assert not verdict.ok and verdict.seen == "lock not known yet"


def test_verdicts_for_machines():
    rows = [one.as_dict() for one in judge([expectation('never = { coil = "on" }')], TRACE)]
    assert rows == [
        {
            "expect": 1,
            "ok": False,
            "wanted": "never coil on from 0.0 to 3000.0 ms",
            "seen": "coil on",
            "ms": 1000.0,
        }
    ]


def test_expectations_in_words():
    text = "after_ms = 5\nwithin_ms = 10\nlimit_ma = { min = 1, max = 2 }\ncontactor.poles = []"
    assert (
        wanted(expectation(text))
        == "limit_ma 1 to 2 and contactor.poles [] within 10.0 ms after 5.0 ms"
    )


def test_two_traces_are_held_against_each_other():
    assert compare(TRACE, [list(row) for row in TRACE]) is None
    other = list(TRACE)
    other[7] = (1020001, "contactor", "closed")
    assert compare(TRACE, other) == (
        "change 8: 1020.0 ms contactor closed | 1020.001 ms contactor closed"
    )
    assert compare(TRACE, TRACE[:-1]).endswith("faults [estop, welded] | the end")

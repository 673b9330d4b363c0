"""Every row that a scenario must hold is named by one; the exceptions say why."""

import re
import tomllib
from pathlib import Path

from core.faults import FAULTS
from tools.scenario import names
from tools.world import models

SCENARIOS = Path(__file__).resolve().parents[2] / "tests" / "scenarios"
FILES = sorted(SCENARIOS.glob("**/*.toml"))
DOCUMENTS = {path: tomllib.loads(path.read_text()) for path in FILES}
TEXT = "\n".join(path.read_text() for path in FILES)

_ID = re.compile(r"[A-Z]+(?:-[A-Z]+)*-\d+[a-z]?")

# Rows of the standards and requirements that a scenario must hold: prefix, first, last.
RANGES = (
    ("CP", 100, 124),  # sequences
    ("CP", 140, 151),  # timing budget
    ("CP", 160, 172),  # fault matrix
    ("CP", 180, 188),  # use of E, F and x1
    ("CP", 190, 196),  # wake-up
    ("CP", 200, 208),  # simplified pilot, ventilation, over-current
    ("CP", 220, 230),  # conformity tests
    ("PP", 1, 9),
    ("PP", 40, 46),
    ("RC", 10, 16),  # DC residual current
    ("RC", 35, 39),  # CCID
    ("PW", 1, 12),
    ("PE", 1, 3),
    ("OV", 1, 6),
    ("OC", 1, 9),
    ("GB", 50, 70),  # control timing of GB/T
    ("J", 11, 12),
)
SINGLE = (
    "REQ-CP-1 REQ-CP-2 REQ-CP-3 REQ-FB-1 REQ-K-1 REQ-K-2 REQ-K-3 REQ-RES-1 REQ-SAFE-1 REQ-UP-1 "
    "REQ-VEH-1 REQ-MTR-1 REQ-LIM-1 T-02 T-03 T-04 T-05 T-06 T-07 T-08 T-09 T-10 T-11 T-12 T-13 "
    "T-14 T-15 T-16 T-17 T-18 T-19 T-20 T-21 T-25 T-26 T-29 T-30 "
    "OP-007 OP-120 OP-121 OP-122 OP-124 OP-125 REQ-RSV-1 REQ-ARB-1 REQ-FB-2 REQ-GRP-1 "
    "REQ-SC-1 OP-067 OP-101 OP-103 OP-107 OP-109 OP-110"
).split()

EXCEPTIONS = {
    "CP-194": "what one other project does; CP-193 is ours",
    "CP-206": "what one other project may do; CP-205 is ours",
    "CP-221": "voltages of the generator: electrical, on the board",
    "CP-222": "source resistance: electrical, on the board",
    "PP-009": "power rating of a resistor: electrical, on the board",
    "PW-001": "construction of the socket",
    "PW-002": "mode 2",
    "PW-003": "earth must not be switched: wiring",
    "PW-004": "rating of the contactor: parts list",
    "PW-005": "inrush: parts list",
    "PW-007": "residual voltage: electrical, on the board",
    "PW-010": "what one other project does; PW-008 is ours",
    "OV-001": "says that the standard sets no limit",
    "OC-002": "let-through energy of the breaker upstream",
    "OC-006": "what one other project does; OC-009 is ours",
    "OC-008": "surface temperatures: mechanical",
    "REQ-UP-1": "12 days are too long for a scenario: tests/core crosses the wrap of the clock",
}

FAULT_EXCEPTIONS = {
    "cp_generator": "needs a generator that fails, which the plant's does not: tests/core",
}


def required():
    for prefix, first, last in RANGES:
        for number in range(first, last + 1):
            yield f"{prefix}-{number:03d}"
    yield from SINGLE


def named():
    found = set()
    for document in DOCUMENTS.values():
        found.update(_ID.findall(document["source"] + " " + document["title"]))
    return found


def test_every_row_is_held_by_a_scenario():
    missing = set(required()) - named() - set(EXCEPTIONS)
    assert not missing, f"no scenario names {sorted(missing)}"


def test_exceptions_are_needed():
    assert set(EXCEPTIONS) <= set(required())
    assert not set(EXCEPTIONS) & named()


def test_every_file_says_what_it_holds_and_what_it_catches():
    for path, document in DOCUMENTS.items():
        assert document["title"][0].isupper() or document["title"][0].isdigit(), path
        assert not document["title"].endswith("."), path
        assert document["source"], path
        assert path.read_text().startswith("# Catches: "), path


def test_every_car_is_driven():
    for model in models.names():
        assert f'ev.model = "{model}"' in TEXT, model


def test_every_fault_is_seen():
    for row in FAULTS:
        seen = re.search(rf'^(fault|faults|any_of) = .*"{row[0]}"', TEXT, re.MULTILINE)
        assert bool(seen) is not (row[0] in FAULT_EXCEPTIONS), row[0]


def test_every_way_to_lose_the_firmware_is_tried():
    for kind in ("soft", "hard", "watchdog"):
        assert f'cpu.reset = "{kind}"' in TEXT
    for task in ("main", "core", "comms", "meter"):
        assert f'cpu.raise = "{task}"' in TEXT
    assert "cpu.stall_ms" in TEXT
    assert "power = false" in TEXT


def test_the_page_lists_the_names_of_the_firmware():
    page = (SCENARIOS / "README.md").read_text()
    assert page.endswith(names.page() + "\n"), "paste `python -m tools.scenario --names`"

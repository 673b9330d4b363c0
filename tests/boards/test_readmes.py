"""What the boards' READMEs say about pins and resistors is what their board.json says."""

import json
import os
import re

from shell import board as boards

FOLDER = __file__[: -len("tests/boards/test_readmes.py")] + "boards/"
# limits of core.pilot at 12 V: a level read between its two stays its own state. Volts, mV.
LEVELS = (
    (12, 10750, 13000),
    (9, 7750, 10250),
    (6, 4750, 7250),
    (3, 1750, 4250),
    (-12, -13000, -10500),
)
_RESISTOR = 1  # permille of tolerance, as the READMEs ask for
_SUPPLY = 10


def read(name):
    with open(FOLDER + name + "/board.json") as file:
        board = json.load(file)
    with open(FOLDER + name + "/README.md") as file:
        return board, file.read()


def real_boards():
    names = [name for name in os.listdir(FOLDER) if "." not in name]
    return sorted([name for name in names if not name.startswith("virtual")])


def pin_rows(text):
    """Return {role: GPIO} of the table `| role | GPIO | ...` of a README."""
    rows = {}
    for line in text.split("\n"):
        match = re.match("^\\| `([a-z_0-9]+)` \\| ([0-9]+) \\|", line)
        if match:
            rows[match.group(1)] = int(match.group(2))
    return rows


def resistors(text):
    """Return ohm of R1 (pilot to node), R2 (node to 3.3 V), R3 (node to ground), or None."""
    found = re.search("R1 = ([0-9.]+) kohm, R2 = ([0-9.]+) kohm, R3 = ([0-9.]+) kohm", text)
    return [float(found.group(i)) * 1000 for i in (1, 2, 3)] if found else None


def raw_of(volts, ohm, supply_v, counts):
    """Return what the converter reads of the node between the three resistors."""
    weights = [1 / one for one in ohm]
    node_v = (volts * weights[0] + supply_v * weights[1]) / sum(weights)
    return int(node_v / supply_v * 4095) if counts else int(node_v * 1000)


def test_every_board_lists_its_pins():
    assert len(real_boards()) >= 6
    for name in real_boards():
        board, text = read(name)
        assert pin_rows(text) == board["pins"], name


def test_every_board_says_what_was_never_tried():
    for name in real_boards():
        text = read(name)[1]
        for heading in ("## Wiring", "## Gate", "## Bring-up", "## Not tried on silicon"):
            assert heading in text, (name, heading)


def test_the_resistors_give_the_scale():
    checked = []
    for name in real_boards():
        board, text = read(name)
        ohm = resistors(text)
        if ohm is None:
            continue
        checked.append(name)
        counts = board["port"] == "rp2"
        multiply, divide, add = board["scales"]["cp"]
        for corner in range(16):
            signs = [1 if corner >> i & 1 else -1 for i in range(4)]
            real = [ohm[i] * (1 + signs[i] * _RESISTOR / 1000) for i in range(3)]
            supply_v = 3.3 * (1 + signs[3] * _SUPPLY / 1000)
            for volts, low_mv, high_mv in LEVELS:
                raw = raw_of(volts, real, supply_v, counts)
                mv = raw * multiply // divide + add
                assert low_mv <= mv <= high_mv, (name, corner, volts, mv)
                assert abs(mv - volts * 1000) <= 400, (name, corner, volts, mv)
    assert len(checked) >= 4, checked


def test_the_cable_s_resistors_are_told_apart():
    for name in real_boards():
        board = read(name)[0]
        if "pp" not in board["scales"]:
            continue
        pull_up, full, series = board["scales"]["pp"]
        last = 0
        for ohm in (60, 80, 140, 164, 308, 400, 936, 1100, 2460, 4500):  # PP-001 to PP-006
            raw = full * (ohm + series) // (pull_up + ohm + series)
            back = pull_up * raw // (full - raw) - series
            assert abs(back - ohm) <= max(3, ohm // 100), (name, ohm, back)
            assert raw - last >= 30 or last == 0, (name, ohm)
            last = raw


def test_every_board_file_of_the_project_is_good():
    for name in real_boards():
        assert boards.check(read(name)[0]) == []

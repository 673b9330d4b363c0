"""I3: from every state, for every single fault: open in time, closed again only by its rule."""

import pytest

from core.config import PROFILES
from core.states import STATES
from tests.host.matrix import causes, rows
from tests.host.matrix.play import Cell, cells

CELLS = cells()


def _name(cell):
    return f"{cell[2]}-{cell[1]}-{cell[0][0]}"


@pytest.mark.parametrize("cell", CELLS, ids=_name)
def test_cell(cell):
    row, state, profile = cell
    Cell(row, state, profile, seed=1 + CELLS.index(cell) % 10).play()


def test_every_cell_is_played_or_has_its_reason():
    played = {(row[0], state) for row, state, profile in CELLS if profile == "iec"}
    assert played.isdisjoint(rows.SENSELESS)
    assert len(played) + len(rows.SENSELESS) == len(causes.ROWS) * len(STATES)
    assert all(rows.SENSELESS.values())
    for profile in PROFILES:
        assert {(row[0], profile) for row, _, name in CELLS if name == profile} == {
            (name, profile) for name in causes.NAMES
        }

"""The monitor and a pile that charges on the emulated Pico, its console that of production."""

import tempfile

import pytest

from shell import settings
from shell.store import FileStore
from tests.chip import pico
from tests.chip.test_rp2_main import pile
from tests.host.plugged import Plugged
from tools.link import Link

pytestmark = pytest.mark.usefixtures("firmware")


def production():
    """Return a store's files: 16 A, and a console without Python."""
    with tempfile.TemporaryDirectory() as folder:
        values, _ = settings.load(FileStore(folder))
        values.update(max_current_a=16, production=True)
        settings.save(FileStore(folder), values)
        return {f"store/{name}": data for name, data in pico.folder_files(folder).items()}


def test_looks_leave_the_ticks_of_a_charging_pile_on_time():
    charging = pile(more=production())
    edges = charging.edges("coil")
    with Plugged(charging.chip) as board, Link(board.port, patience_s=60) as link:
        first = link.ask("watch")
        last = first
        while last["ms"] - first["ms"] < 3500:  # the trace is all of a charging that nothing moves
            last = link.ask("watch")
        unit = link.ask("watch", "unit")
        limits = link.ask("watch", "limits")["limits"]
    assert first["state"] == last["state"] == "charging" and last["faults"] == []
    assert last["ticks"] - first["ticks"] == (last["ms"] - first["ms"]) // 10
    assert unit["crashes"] == [0, 0, 0] and 0 <= unit["jitter_ms"] <= 20
    assert limits[0]["source"] == "install" and limits[0]["ma"] == 16000
    assert edges == []

"""Bundle and bring-up of a pile that charges on the emulated Pico: told, and undisturbed."""

import pytest

from tests.chip.test_monitor import production
from tests.chip.test_rp2_main import pile
from tests.host.plugged import Plugged
from tools.link import Link

pytestmark = pytest.mark.usefixtures("firmware")
PARTS = ("unit", "inputs", "log")  # of the bundle
STEPS = {"settings": "pass", "contactor on": "hands"}


def test_a_charging_pile_tells_all_of_itself_and_goes_on():
    charging = pile(more=production())
    edges = charging.edges("coil")
    with Plugged(charging.chip) as board, Link(board.port, patience_s=90) as link:
        parts = {name: link.ask("bundle", name)["data"] for name in PARTS}
        steps = {name: link.ask("bringup", name)["state"] for name in STEPS}
    assert edges == []
    assert parts["unit"]["crashes"] == [0, 0, 0]
    assert any(line.startswith("ticks left out for want of stack") for line in parts["inputs"])
    assert [row[4] for row in parts["log"]] == ["boot"]
    assert steps == STEPS

"""A slice of the campaign of `make soak`: what ends the firmware, and power cuts (I4)."""

import pytest

from tools.broken import Broken
from tools.chip import campaign
from tools.chip.campaign import ENDS, Session

pytestmark = pytest.mark.usefixtures("firmware")


def test_some_ends_of_the_firmware(monkeypatch):
    monkeypatch.setattr(campaign, "ENDS", [ENDS[1], ENDS[2], ENDS[7], ENDS[8]])
    assert campaign.ends(1, 1, print) == 4


def test_power_cuts_while_a_setting_is_saved():
    assert 0 <= campaign.cuts(2, 3, print) <= 2


def test_the_campaign_notices_a_coil_that_stays_on_and_charging_that_ends():
    session = Session()
    session.charge()
    with pytest.raises(Broken, match="still on"):
        session.check(100)
    session.end("x main")
    with pytest.raises(Broken, match="did not go on"):
        session.check(None)


@pytest.mark.parametrize("after_ms", [100, 400])
def test_no_flash_is_touched_while_a_coil_is_on(after_ms):
    """A setting changed at any moment before and while a closing begins."""
    world = Session().world
    driven = []
    world.chip.flash_hook = lambda *_: driven.append(world.plant.driver) or True
    world.set("ev.state", "B")
    world.run_ms(1500)
    world.set("ev.state", "C")
    world.run_ms(after_ms)
    world.tell("v 10")
    world.until(lambda: world.plant.poles, 8000, 10)
    assert driven
    assert not any(driven)
    # the setting may come after the closing: then it is saved when the contactor opens
    world.until(lambda: world.plant.limit_ma < 10100, 1000, 10)
    assert world.plant.limit_ma < 10100

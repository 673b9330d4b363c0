"""The core in its world: the rig's own promises."""

from core import faults, mailbox
from core.config import GBT, Config
from core.states import CHARGING, FAULT, IDLE
from tools.world.models import names
from tools.world.rig import Rig


def charging(**wish):
    rig = Rig()
    rig.demand(**wish)
    rig.run(1000)
    rig.set("ev.state", "B")
    rig.run(3000)
    rig.set("ev.state", "C")
    assert rig.until(lambda rig: rig.closed, 3000) is not None
    return rig


def test_a_car_is_charged_and_let_go():
    rig = charging(limit_ma=16000)
    rig.run(200)  # a snapshot is published once in a wheel of turns
    assert rig.snapshot.state == CHARGING
    rig.run(3000)
    assert rig.plant.currents_ma == [15996, 15996, 15996]
    rig.set("ev.state", "B")
    assert rig.until(lambda rig: not rig.closed, 100) is not None
    rig.set("ev.state", "A")
    rig.run(1000)
    assert rig.snapshot.state == IDLE


def test_until_is_exact_and_says_when_it_never_comes():
    rig = charging()
    begin_ms = rig.now_ms
    assert rig.until(lambda rig: rig.closed, 10) == 0
    assert rig.until(lambda _: False, 123.5) is None
    assert round(rig.now_ms - begin_ms, 3) == 123.5
    rig.set("contactor.release_ms", 7.5)
    rig.set("estop", True)
    assert rig.until(lambda rig: not rig.closed, 100) == 7.5


def test_holds():
    rig = charging()
    assert rig.holds(lambda rig: rig.closed, 1000)
    rig.set("ev.state", "B")
    assert not rig.holds(lambda rig: rig.closed, 1000)


def test_demand_and_silence():
    rig = charging(limit_ma=10000)
    assert rig.plant.limit_ma == 9996
    rig.demand(limit_ma=0)
    rig.run(200)
    assert rig.plant.duty == 10000
    rig = charging()
    rig.silent = 1
    assert rig.until(lambda rig: rig.plant.duty == 10000, 1300) is not None


def test_commands_and_faults():
    rig = charging()
    rig.set("rcd.dc_ma", 60)
    assert rig.until(lambda rig: not rig.closed, 300) is not None
    rig.set("rcd.dc_ma", 0)
    rig.run(3000)
    assert rig.snapshot.state == FAULT
    assert rig.snapshot.faults & 1 << faults.RCD_TRIP
    rig.command(mailbox.CLEAR, mailbox.ALL)
    rig.run(1000)
    assert not rig.closed


def test_configuration_and_hardware():
    rig = Rig(Config(GBT), {"rcd": "none", "contactors": 2, "tethered": True})
    rig.set("ev.state", "C")
    assert rig.until(lambda rig: rig.closed, 5000) is not None


def test_a_reset_builds_the_core_anew():
    rig = charging()
    rig.set("cpu.reset", "hard")
    assert not rig.plant.driver
    rig.run(30)
    assert not rig.closed
    assert rig.until(lambda rig: rig.closed, 10000) is not None


def test_an_exception_in_the_core_opens():
    rig = charging()
    rig.hal.trap = "core"
    assert rig.until(lambda rig: not rig.closed, 50) is not None
    assert rig.outlet.dead


def test_every_model_can_be_plugged_in():
    for name in names():
        rig = Rig()
        rig.set("ev.model", name)
        rig.set("ev.state", "C")
        rig.run(5000)
        assert not rig.outlet.dead, name
        rig.set("ev.state", "A")
        rig.run(200)
        assert not rig.closed, name

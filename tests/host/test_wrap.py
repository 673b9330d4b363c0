"""The tick counter wraps at 2**30 ms; a session goes on across it, and across 2**31 and 2**32."""

import pytest

from core import faults
from core.states import CHARGING
from tests.host.matrix.stage import HOLD_MS, rig_for
from tools.soak.month import Month
from tools.world.bench import World

_STARTS_MS = ((1 << 30) - 7000, (1 << 31) - 7000, (1 << 32) - 7000, (1 << 29) - 7000)
_WRAP_MS = 7000


def charging(start_ms, profile="iec"):
    """Return a rig that charges, and whose counter wraps in 2 s."""
    rig = rig_for(profile, start_ms=start_ms)
    rig.run(3000)
    rig.set("ev.state", "C")
    assert rig.until(lambda rig: rig.closed, 2000) is not None
    rig.run(5000 - rig.now_ms)
    return rig


@pytest.mark.parametrize("start_ms", _STARTS_MS)
def test_charging_goes_on(start_ms):
    rig = charging(start_ms)
    assert rig.holds(lambda rig: rig.closed, 30000)
    assert rig.snapshot.state == CHARGING
    rig.set("ev.state", "B")
    assert rig.until(lambda rig: not rig.closed, 100) is not None


@pytest.mark.parametrize("start_ms", _STARTS_MS)
@pytest.mark.parametrize(
    ("key", "bad", "good", "limit_ms"),
    [
        ("mains.pe", 0, 1, 100),
        ("mains.volts", [150] * 3, [230] * 3, 1450),  # its delay runs across the wrap
        ("pilot.sampling", 0, 1, 105),
        ("ev.diode", 0, 1, 100),
    ],
)
def test_faults_time_out_across_it(start_ms, key, bad, good, limit_ms):
    rig = charging(start_ms)
    rig.run(_WRAP_MS - 500 - rig.now_ms)
    rig.set(key, bad)
    assert rig.until(lambda rig: not rig.closed, limit_ms) is not None
    rig.run(200)
    rig.set(key, good)
    rig.set("ev.state", "C")
    assert rig.until(lambda rig: rig.closed, HOLD_MS - 300) is None
    assert rig.until(lambda rig: rig.closed, 9500) is not None
    assert rig.now_ms > _WRAP_MS


@pytest.mark.parametrize("start_ms", _STARTS_MS)
def test_a_stop_times_out_across_it(start_ms):
    rig = charging(start_ms)
    rig.set("ev.obeys", False)
    rig.run(_WRAP_MS - 3000 - rig.now_ms if rig.now_ms < _WRAP_MS - 3000 else 0)
    rig.demand(enable=0)
    took_ms = rig.until(lambda rig: not rig.closed, 7100)
    assert took_ms is not None and took_ms > 6000  # CP-118, CP-144


@pytest.mark.parametrize("start_ms", _STARTS_MS)
def test_a_silent_shell_is_noticed_across_it(start_ms):
    rig = charging(start_ms)
    rig.run(_WRAP_MS - 500 - rig.now_ms)
    rig.silent = 1
    assert rig.until(lambda rig: rig.plant.duty == 10000, 1300) is not None
    rig.run(60000)
    assert not rig.closed


@pytest.mark.parametrize("start_ms", _STARTS_MS)
def test_over_draw_is_timed_across_it(start_ms):
    rig = charging(start_ms)
    rig.set("ev.draws_a", [48] * 3)
    assert rig.until(lambda rig: not rig.closed, 13500) is not None
    rig.run(400)  # until it is latched and told
    assert rig.snapshot.faults >> faults.OVER_CURRENT & 1


@pytest.mark.parametrize("start_ms", [0, *_STARTS_MS])
def test_an_old_leak_stays_latched_for_weeks_of_counter(start_ms):
    rig = charging(start_ms)
    rig.set("rcd.dc_ma", 60)
    assert rig.until(lambda rig: not rig.closed, 300) is not None
    rig.set("rcd.dc_ma", 0)
    rig.run(_WRAP_MS + 5000)
    assert rig.snapshot.faults >> faults.RCD_TRIP & 1


def test_the_whole_firmware_across_it():
    assert Month(day_s=300).world.clock.ticks_ms() < 1 << 30
    world = World({"start_ticks_ms": (1 << 30) - 20000})
    world.step_until(3000000)
    world.set("ev.state", "C")
    world.step_until(60000000)
    assert world.app.outlet.journal.live().state == CHARGING
    assert world.app.session.energy_wh > 100
    assert not world.crashes and not world.resets

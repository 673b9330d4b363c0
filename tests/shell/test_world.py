"""The shell in its world: the whole firmware, the virtual HAL and the plant."""

from core import states
from tools.world.bench import World

SECOND = 1000000


def charging(settings=None, board="virtual"):
    """Return a world in which a car charges, at 10 s."""
    world = World({"settings": settings or {}, "board": board})
    world.step_until(2 * SECOND)
    world.put("ev.state", "B")
    world.step_until(5 * SECOND)
    world.put("ev.state", "C")
    world.step_until(10 * SECOND)
    assert closed(world)
    return world


def wait(world, seconds):
    world.step_until(world.clock.now_us + int(seconds * SECOND))


def closed(world):
    return world.plant.poles != 0


def claim(world, amps, lifetime_s, source="ems"):
    world.put("claim", {"source": source, "amps": amps, "lifetime_s": lifetime_s})


def until(world, condition, within_s):
    """Return the seconds until `condition(world)`, looked at every 10 ms; None: never."""
    start_us = world.clock.now_us
    while world.clock.now_us - start_us <= within_s * SECOND:
        if condition(world):
            return (world.clock.now_us - start_us) / SECOND
        wait(world, 0.01)
    return None


def offers(milliamps):
    return lambda world: milliamps - 25 < world.plant.limit_ma <= milliamps


def test_a_claim_reaches_the_pilot_within_a_second():  # CP-147
    world = charging()
    claim(world, 10, 60)
    assert until(world, offers(10000), 1) is not None
    claim(world, 0, 60)
    assert until(world, lambda world: world.plant.duty == 10000, 1) is not None


def test_expiry_follows_the_policy_within_a_second():  # REQ-FB-1
    for policy, after_ma in (("release", 16000), ("hold", 10000), ("fallback", 7000)):
        world = charging({"max_current_a": 16, "claim_policy": policy, "fallback_a": 7})
        claim(world, 10, 8)
        wait(world, 7.9)
        assert offers(10000)(world)
        assert until(world, offers(after_ma), 1.1) is not None, policy
    world = charging({"claim_policy": "stop"})
    claim(world, 10, 8)
    wait(world, 7.9)
    assert until(world, lambda world: world.plant.duty == 10000, 1.1) is not None


def test_the_setting_is_the_ceiling_on_the_wire():
    world = charging({"max_current_a": 13})
    assert world.plant.limit_ma <= 13000
    claim(world, 32, 60)
    wait(world, 7)
    assert offers(13000)(world)


def test_a_car_that_was_there_when_the_power_came_back_waits():  # OV-006, NA-001
    world = World({"settings": {"random_delay_s": 30}, "seed": 3})
    world.step_until(4 * SECOND)
    world.put("ev.state", "B")
    assert until(world, lambda world: 0 < world.plant.duty < 10000, 10) is not None
    world.put("power", False)
    wait(world, 1)
    world.put("power", True)
    wait(world, 4)
    assert world.app.outlet.journal.live().why == states.WHY_DELAY
    left_ms = world.app.delay.left_ms(world.app.ports.ticks_ms())
    assert 0 < left_ms < 30000
    taken = until(world, lambda world: 0 < world.plant.duty < 10000, 40)
    assert left_ms / 1000 - 0.1 < taken < left_ms / 1000 + 4


def test_a_supply_fault_is_followed_by_the_wait():
    world = charging({"random_delay_s": 1800, "recover_s": 5})
    world.put("mains.volts", [150, 230, 230])
    wait(world, 3)
    assert not closed(world)
    world.put("mains.volts", [230, 230, 230])
    wait(world, 20)
    live = world.app.outlet.journal.live()
    assert (live.faults, live.why) == (0, states.WHY_DELAY)
    assert world.plant.duty == 10000
    world.app.delay.skip()
    assert until(world, closed, 10) is not None


def test_the_ramp_is_one_more_cap():
    world = charging({"ramp_a_per_min": 60})
    started = world.plant.limit_ma
    assert started < 12000
    wait(world, 10)
    assert started + 5000 < world.plant.limit_ma < started + 15000


def test_a_crash_of_comms_or_meter_leaves_the_car_charging():  # I4
    world = charging()
    for task in ("comms", "meter", "comms"):
        world.put("cpu.raise", task)
        wait(world, 2)
        assert closed(world), task
    assert world.app.crashes == [0, 2, 1]


def test_a_crash_of_main_or_core_opens_at_once_and_the_pile_comes_back():  # I4
    for task in ("main", "core"):
        world = charging()
        world.put("cpu.raise", task)
        assert until(world, lambda world: not closed(world), 0.15) is not None, task
        assert until(world, closed, 30) is not None, task


def test_a_meter_that_is_silent_follows_the_policy():
    world = charging({"meter_policy": "pause"})
    world.put("meter.online", False)
    wait(world, 2.5)
    assert closed(world)
    assert until(world, lambda world: world.plant.duty == 10000, 1.5) is not None
    world = charging({"meter_policy": "carry_on"})
    world.put("meter.online", False)
    wait(world, 8)
    assert closed(world)


def test_a_session_is_one_plug_in_with_the_meter_s_energy():
    world = charging()
    session = world.app.session
    claim(world, 0, 5)
    wait(world, 20)
    world.put("ev.state", "B")
    wait(world, 3)
    world.put("ev.state", "C")
    wait(world, 10)
    assert (session.open, session.record.number) == (True, 1)
    world.put("ev.state", "A")
    wait(world, 2)
    assert not session.open
    assert session.energy_wh == world.plant.meter.energy_wh > 50
    world.put("ev.state", "B")
    wait(world, 1)
    assert (session.record.number, session.energy_wh) == (2, 0)


def test_a_changed_setting_is_saved_and_survives_the_restart():
    world = charging()
    app = world.app
    assert app.change({"max_current_a": 10, "phases": 1}) == ([], ["phases"])
    assert until(world, offers(10000), 1) is not None
    app.leaving = True
    assert until(world, lambda world: world.app not in (None, app), 20) is not None
    wait(world, 15)
    assert closed(world)
    assert world.app.values["max_current_a"] == 10
    assert world.app.outlet.config.phases == 1


def test_two_contactors_close_for_three_phases():
    world = charging(board="virtual_two")
    assert world.plant.poles == 15

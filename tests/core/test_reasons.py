"""I2, GB-085: which limit is the lowest, and why no energy may flow."""

from core import states
from core.config import GBT, IEC, J1772
from tests.core.desk import FAR_MA, Desk
from tests.no_alloc import no_alloc


def test_i2_the_lowest_limit_counts():
    for settings, limit_ma, cable_ma, thermal_ma, ceiling_ma in (
        ({}, 16000, 32000, 32000, 16000),
        ({}, 40000, 40000, 40000, 32000),
        ({"install_ma": 40000, "board_ma": 25000}, 40000, 40000, 40000, 25000),
        ({"install_ma": 24000, "board_ma": 40000}, 40000, 40000, 40000, 24000),
        ({}, 40000, 20000, 40000, 20000),
        ({}, 40000, 40000, 18000, 18000),
    ):
        desk = Desk(**settings)
        desk.demand.limit_ma = limit_ma
        assert desk.judge(cable_ma, thermal_ma) == (ceiling_ma, [])


def test_cp_064_gb_035_the_duty_s_own_limit():
    for profile, cap_ma in ((IEC, 80000), (GBT, 63000), (J1772, 80000)):
        desk = Desk(profile, install_ma=FAR_MA, board_ma=FAR_MA)
        desk.demand.limit_ma = FAR_MA
        assert desk.judge() == (cap_ma, []), profile


def test_cp_200_gb_070_a_simplified_pilot_gets_less():
    for profile, simple_ma in ((IEC, 10000), (GBT, 8000), (J1772, 10000)):
        desk = Desk(profile)
        assert desk.judge(simplified=True) == (simple_ma, []), profile
        assert desk.judge(simplified=False) == (16000, []), profile
        desk.demand.limit_ma = 7000
        assert desk.judge(simplified=True) == (7000, []), profile


def test_a_refusal_gives_the_shell_s_reason():
    desk = Desk()
    desk.demand.enable = 0
    assert desk.judge() == (16000, ["paused"])
    for reason, name in (
        (states.WHY_NOT_AUTHORISED, "not_authorised"),
        (states.WHY_DELAY, "delay"),
    ):
        desk.demand.reason = reason
        assert desk.judge() == (16000, [name])
        desk.demand.limit_ma = 16000
    desk.demand.enable = 1
    assert desk.judge() == (16000, [])  # a reason without a refusal forbids nothing


def test_a_low_limit_gives_the_shell_s_reason():
    desk = Desk()
    desk.demand.limit_ma = 6000
    assert desk.judge() == (6000, [])
    desk.demand.limit_ma = 5999
    assert desk.judge() == (5999, ["paused"])
    desk.demand.reason = states.WHY_DELAY
    assert desk.judge() == (5999, ["delay"])
    desk.demand.reason = 0
    desk.demand.limit_ma = 16000
    assert desk.judge(cable_ma=5999) == (5999, ["paused"])


def test_a_stale_demand_falls_back():
    for fallback_ma, names in ((0, ["stale"]), (5999, ["stale"]), (6000, []), (8000, [])):
        desk = Desk(fallback_ma=fallback_ma)
        assert desk.judge() == (16000, [])
        desk.read(1001)
        assert desk.judge() == (fallback_ma, names)


def test_the_silence_of_the_shell_never_gives_what_its_last_word_refused():
    desk = Desk(fallback_ma=8000)
    desk.demand.limit_ma = 0
    desk.read(1001)
    assert desk.judge() == (0, ["stale"])
    desk.demand.limit_ma = 7000
    assert desk.judge() == (7000, [])
    desk.demand.enable = 0
    desk.demand.reason = states.WHY_NOT_AUTHORISED
    assert desk.judge() == (7000, ["not_authorised"])


def test_a_reason_that_is_none_of_the_shell_s_is_paused():
    for reason, name in (
        (-1, "paused"),
        (0, "paused"),
        (states.WHY_FAULT, "paused"),
        (states.WHY_FAULT + 1, "no_car"),
        (len(states.REASONS) - 1, states.REASONS[-1]),
        (len(states.REASONS), "paused"),
        (40, "paused"),
    ):
        desk = Desk()
        desk.demand.reason = reason
        desk.demand.enable = 0
        assert desk.judge() == (16000, [name]), reason
        desk.demand.enable = 1
        assert desk.judge(cable_ma=5999) == (5999, [name]), reason


def test_the_reason_of_a_demand_that_ran_out_does_not_count():
    desk = Desk(fallback_ma=8000)
    desk.demand.reason = states.WHY_NOT_AUTHORISED
    assert desk.judge(cable_ma=5000) == (5000, ["not_authorised"])
    desk.read(1001)
    assert desk.judge(cable_ma=5000) == (5000, ["paused"])
    assert desk.judge() == (8000, [])


def test_heat_below_6_a_is_told_apart():
    desk = Desk()
    assert desk.judge(thermal_ma=6000) == (6000, [])
    assert desk.judge(thermal_ma=5999) == (5999, ["hot"])
    desk.demand.enable = 0
    assert desk.judge(thermal_ma=0) == (0, ["paused", "hot"])


def test_a_current_that_was_low_when_cold_is_no_heat():
    for install_ma, names in ((6000, ["hot"]), (5999, ["paused"])):
        desk = Desk(install_ma=install_ma)
        assert desk.judge(thermal_ma=5000) == (5000, names)


def test_gb_085_cp_204_without_a_measurement_gb_pauses():
    for profile, names in ((IEC, []), (GBT, ["meter"]), (J1772, [])):
        desk = Desk(profile)
        desk.publish(60000)
        desk.read(3000)
        assert desk.judge() == (16000, []), profile
        desk.read(1)
        assert desk.judge() == (16000, names), profile
    desk = Desk(GBT, fallback_ma=8000)
    desk.read(1001)
    assert desk.judge(thermal_ma=0) == (0, ["hot", "meter"])


def test_no_tick_allocates():
    desk = Desk(GBT)
    part, demand = desk.part, desk.demand
    with no_alloc():
        for now in (1000, 2000, 9000):
            demand.sequence += 1
            demand.expires_ms = 5000
            demand.enable = now & 1
            demand.measured += 1
            demand.measured_ms = now
            part.read(demand, now)
            part.judge(demand, 20000, 5000, True)

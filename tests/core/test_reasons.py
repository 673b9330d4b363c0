"""I2, GB-085: when a demand and its measurement count, and which limit is the lowest."""

from core import states
from core.clock import LONG_AGO
from core.config import GBT, IEC, J1772
from core.reasons import MEASURED_MS, Reasons
from tests.core.parts import Bed
from tests.no_alloc import no_alloc

FAR_MA = 99000
MASK = (1 << 30) - 1


class Desk:
    """Reasons that read a live demand for 16 A with a fresh measurement."""

    def __init__(self, profile=IEC, **settings):
        self.bed = Bed(profile=profile, **settings)
        self.part = Reasons(self.bed.config, self.bed.clock)
        self.demand = self.bed.demand
        self.demand.enable = 1
        self.demand.limit_ma = 16000
        self.publish(1000)
        self.measure()
        self.read()

    def now(self):
        return self.bed.frame.now_ms

    def publish(self, lifetime_ms):
        self.demand.sequence += 1
        self.demand.expires_ms = (self.now() + lifetime_ms) & MASK

    def measure(self):
        self.demand.measured += 1
        self.demand.measured_ms = self.now()

    def read(self, after_ms=0):
        """Return whether the demand is alive `after_ms` later."""
        self.bed.advance(after_ms)
        self.part.read(self.demand, self.now())
        return self.part.alive

    def judge(self, cable_ma=FAR_MA, thermal_ma=FAR_MA, simplified=False):
        """Return (lowest limit, names of what forbids PWM)."""
        self.part.judge(self.demand, cable_ma, thermal_ma, simplified)
        bits = self.part.no_pwm
        assert bits >> len(states.REASONS) == 0
        names = [name for i, name in enumerate(states.REASONS) if bits >> i & 1]
        return self.part.ceiling_ma, names


def test_nothing_was_published_so_nothing_is_alive():
    bed = Bed()
    part = Reasons(bed.config, bed.clock)
    assert (part.alive, part.fresh, part.ceiling_ma, part.no_pwm) == (False, False, 0, 0)
    bed.demand.expires_ms = (bed.frame.now_ms + 1000) & MASK
    part.read(bed.demand, bed.frame.now_ms)
    assert not part.alive


def test_a_demand_lives_until_its_time_and_not_a_millisecond_more():
    desk = Desk()
    assert desk.part.alive
    assert desk.read(1000)
    assert not desk.read(1)


def test_the_wrap_never_revives_a_demand():
    desk = Desk()
    desk.read(1001)
    for _ in range(8):
        assert not desk.read(1 << 28)
    desk.demand.expires_ms = (desk.now() + 1000) & MASK
    assert not desk.read()
    desk.publish(1000)
    assert desk.read()


def test_the_longest_life_is_half_a_wrap():
    for lifetime_ms, alive in ((LONG_AGO, True), (LONG_AGO + 1, False)):
        desk = Desk()
        desk.publish(lifetime_ms)
        assert desk.read() == alive


def test_a_measurement_counts_for_3_s():
    desk = Desk()
    desk.publish(60000)
    assert desk.read()
    assert desk.part.fresh
    desk.read(3000)
    assert desk.part.fresh
    desk.read(1)
    assert not desk.part.fresh
    assert MEASURED_MS == 3000
    desk.measure()
    desk.read()
    assert desk.part.fresh


def test_its_age_counts_from_when_it_was_taken():
    desk = Desk()
    desk.publish(60000)
    desk.read(500)
    desk.measure()
    desk.read(2000)
    assert desk.part.fresh
    desk.read(1001)
    assert not desk.part.fresh


def test_the_same_measurement_does_not_get_younger():
    desk = Desk()
    desk.publish(60000)
    desk.read(3001)
    desk.demand.measured_ms = desk.now()
    desk.read()
    assert not desk.part.fresh


def test_an_old_measurement_stays_old_across_the_wrap():
    desk = Desk()
    for _ in range(8):
        desk.publish(LONG_AGO)
        assert desk.read(1 << 28)
        desk.publish(LONG_AGO)
        assert desk.read()
        assert not desk.part.fresh


def test_no_measurement_is_not_a_fresh_one():
    desk = Desk()
    desk.demand.measured = 0
    desk.demand.measured_ms = desk.now()
    assert desk.read()
    assert not desk.part.fresh


def test_a_measurement_dies_with_its_demand():
    desk = Desk()
    assert not desk.read(1001)
    assert not desk.part.fresh


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
        desk.demand.enable = 0  # what it says does not count any more
        desk.read(1001)
        assert desk.judge() == (fallback_ma, names)


def test_heat_below_6_a_is_told_apart():
    desk = Desk()
    assert desk.judge(thermal_ma=6000) == (6000, [])
    assert desk.judge(thermal_ma=5999) == (5999, ["hot"])
    desk.demand.enable = 0
    assert desk.judge(thermal_ma=0) == (0, ["paused", "hot"])


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

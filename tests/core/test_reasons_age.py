"""When a demand and its measurement count, and how long."""

from core.clock import LONG_AGO
from core.reasons import MEASURED_MS, Reasons
from tests.core.desk import MASK, Desk
from tests.core.parts import Bed


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

"""CP-110, CP-146, CP-065, I2: down at once, up every 5 s, never above the ceiling."""

from core.clock import Clock
from core.duty import reading
from core.frame import DUTY_X1
from core.pacer import Pacer
from tests.core.parts import NEAR_WRAP
from tests.no_alloc import no_alloc

SPACING_MS = 5000


class Driver:
    """A pacer and its time."""

    def __init__(self):
        self.pacer = Pacer(Clock())
        self.ms = 0

    def offer(self, ceiling_ma, after_ms=0):
        """Return the mA on offer for a ceiling, `after_ms` after the last call."""
        self.ms += after_ms
        return reading(self.pacer.offer(ceiling_ma, (NEAR_WRAP + self.ms) & 0x3FFFFFFF))


def test_the_first_offer_is_made_at_once():
    driver = Driver()
    assert driver.pacer.duty == DUTY_X1
    assert driver.offer(16000) == 15996
    assert driver.pacer.duty == 2666


def test_before_its_first_offer_nothing_is_settled():
    assert not Pacer(Clock()).settled


def test_cp_110_an_increase_comes_5_s_after_the_last_change():
    driver = Driver()
    driver.offer(10000)
    assert driver.offer(12000, SPACING_MS - 1) == 9996
    assert driver.offer(12000, 1) == 12000
    assert driver.offer(16000, SPACING_MS - 1) == 12000
    assert driver.offer(16000, 1) == 15996


def test_cp_146_a_reduction_is_immediate_and_starts_the_5_s_too():
    driver = Driver()
    driver.offer(16000)
    assert driver.offer(12000, 10) == 12000
    assert driver.offer(6000, 10) == 6000
    assert driver.offer(16000, SPACING_MS - 1) == 6000
    assert driver.offer(16000, 1) == 15996


def test_an_unchanged_offer_does_not_start_the_5_s():
    driver = Driver()
    driver.offer(10000)
    driver.offer(10000, SPACING_MS - 10)
    assert driver.offer(12000, 10) == 12000


def test_from_6_a_every_increase_waits():
    driver = Driver()
    driver.offer(6000)
    assert driver.offer(6006, 10) == 6000
    assert driver.offer(6006, SPACING_MS) == 6006


def test_cp_065_less_than_6_a_is_x1_at_once_and_the_next_offer_starts_afresh():
    driver = Driver()
    driver.offer(16000)
    assert driver.offer(5999, 10) == 0
    assert driver.pacer.duty == DUTY_X1
    assert driver.offer(16000, 10) == 15996
    assert driver.offer(32000, 10) == 15996


def test_a_stop_lets_the_next_offer_start_afresh():
    driver = Driver()
    driver.offer(10000)
    driver.pacer.stop()
    assert driver.pacer.duty == DUTY_X1
    assert driver.offer(16000, 10) == 15996
    assert driver.offer(20000, SPACING_MS - 1) == 15996
    assert driver.offer(20000, 1) == 19998


def test_t_09_one_increase_in_5_s_and_the_last_value_wins():
    driver = Driver()
    driver.offer(6000)
    changes = []
    before = 6000
    for step in range(50):
        ceiling_ma = 10000 + 100 * step
        now = driver.offer(ceiling_ma, 200)
        if now != before:
            changes.append((driver.ms, now))
            before = now
    assert changes == [(5000, 12396), (10000, 14898)]
    assert driver.offer(14900, SPACING_MS) == 14898


def test_i2_never_above_the_ceiling_and_never_up_within_5_s():
    driver = Driver()
    seed = 7
    before = raised = 0
    for _ in range(3000):
        seed = (seed * 75 + 74) % 65537
        ceiling_ma = seed % 100 * 900
        now = driver.offer(ceiling_ma, seed % 13 * 170)
        assert now <= ceiling_ma
        if now > before > 0:
            assert driver.ms - raised >= SPACING_MS
        if now != before:
            raised = driver.ms
        before = now


def test_no_tick_allocates():
    pacer = Pacer(Clock())
    with no_alloc():
        for ceiling_ma in (16000, 20000, 8000, 0, 80000):
            pacer.offer(ceiling_ma, ceiling_ma)
        pacer.stop()

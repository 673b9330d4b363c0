"""How a fault clears now: what the lamp and the console tell."""

from core import faults
from core.config import GBT, J1772
from core.faults import FAULTS, HAND, SELF, UNPLUG
from tests.core.parts import Bed


def test_the_lowest_bit_of_any_others():
    for number in range(30):
        bit = 1 << number
        assert faults.lowest(bit) == number
        for other in range(number, 30):
            assert faults.lowest(bit | 1 << other) == number
        assert faults.lowest((1 << 30) - bit) == number


def test_the_rule_is_the_tables_while_tries_are_left():
    bed = Bed()
    for fault in range(faults.COUNT):
        assert bed.latch.rule(fault) == FAULTS[fault][1]


def test_the_profile_changes_two_rules():
    assert Bed(profile=GBT).latch.rule(faults.ESTOP) == HAND
    assert Bed(profile=J1772).latch.rule(faults.RCD_TRIP) == SELF


def test_used_up_tries_wait_for_the_unplug():
    bed = Bed()
    bed.latch.settle(bed.frame.now_ms, True)
    for left in (2, 1, 0):
        bed.latch.trip(faults.CP_DIODE)
        bed.latch.settle(bed.frame.now_ms, True)
        bed.advance(30000)
        bed.latch.settle(bed.frame.now_ms, True)
        assert not bed.latch.bits
        assert bed.latch.rule(faults.CP_DIODE) == (SELF if left else UNPLUG)
    bed.latch.settle(bed.frame.now_ms, False)
    assert bed.latch.rule(faults.CP_DIODE) == SELF


def test_what_was_latched_before_a_reset_waits_for_the_same():
    bed = Bed()
    bed.latch.restore(1 << faults.WELDED | 1 << faults.RCD_TRIP)
    bed.latch.settle(bed.frame.now_ms, True)
    assert bed.latched() == ["welded", "rcd_trip"]
    bed.latch.settle(bed.frame.now_ms, False)
    assert bed.latched() == ["welded"]
    bed.clear(faults.WELDED, True)
    assert bed.latched() == []

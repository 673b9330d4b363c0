"""The clearing rules: by itself with a limit of tries, on unplug, by hand."""

from core import faults
from core.config import GBT, J1772
from core.faults import FAULTS
from tests.core.parts import Bed


def _gone_after(bed, fault, plugged, limit_ms):
    """Return ms from the last tick with the cause until the fault clears by itself."""
    bed.latch.trip(fault)
    bed.latch.settle(bed.frame.now_ms, plugged)
    start = bed.ms
    while bed.ms - start <= limit_ms:
        bed.advance()
        bed.latch.settle(bed.frame.now_ms, plugged)
        if not bed.latch.has(fault):
            return bed.ms - start
    return None


def test_the_table_and_the_numbers_agree():
    assert len(FAULTS) == faults.COUNT <= 30  # bits of one small int
    names = [row[0] for row in FAULTS]
    for name in names:
        assert getattr(faults, name.upper()) == names.index(name)


def test_a_fault_stays_while_its_cause_does():
    bed = Bed()
    for _ in range(5000):
        bed.latch.trip(faults.CP_SHORT)
        bed.latch.settle(bed.frame.now_ms, True)
        bed.advance()
    assert bed.latch.has(faults.CP_SHORT)


def test_self_clears_after_its_hold_and_only_three_times():
    bed = Bed()
    bed.latch.settle(bed.frame.now_ms, True)
    for _ in range(3):
        assert _gone_after(bed, faults.CP_SHORT, True, 40000) == 30000
    assert _gone_after(bed, faults.CP_SHORT, True, 100000) is None


def test_an_unplug_gives_the_tries_back():
    bed = Bed()
    bed.latch.settle(bed.frame.now_ms, True)
    for _ in range(4):
        _gone_after(bed, faults.CP_SHORT, True, 40000)
    bed.latch.settle(bed.frame.now_ms, False)
    assert not bed.latch.bits
    for _ in range(3):
        assert _gone_after(bed, faults.CP_SHORT, True, 40000) == 30000
    assert _gone_after(bed, faults.CP_SHORT, True, 100000) is None


def test_a_latched_fault_uses_up_no_tries_but_its_own():
    bed = Bed()
    bed.latch.settle(bed.frame.now_ms, True)
    assert _gone_after(bed, faults.RCD_TRIP, True, 100000) is None
    for _ in range(3):
        assert _gone_after(bed, faults.CP_SHORT, True, 40000) == 30000
    assert bed.latched() == ["rcd_trip"]


def test_the_cause_coming_back_starts_the_hold_anew():
    bed = Bed()
    assert _gone_after(bed, faults.OVER_VOLTAGE, True, 30000) is None
    assert _gone_after(bed, faults.OVER_VOLTAGE, True, 70000) == 60000


def test_supply_faults_clear_without_a_limit_and_not_by_unplugging():
    bed = Bed()
    for _ in range(5):
        assert _gone_after(bed, faults.UNDER_VOLTAGE, True, 70000) == 60000
    assert _gone_after(bed, faults.UNDER_VOLTAGE, False, 70000) == 60000


def test_on_unplug_only():
    bed = Bed()
    for fault in (faults.RCD_TRIP, faults.PP_CHANGED, faults.ESTOP, faults.OVER_CURRENT):
        assert _gone_after(bed, fault, True, 100000) is None
        bed.latch.settle(bed.frame.now_ms, False)
        assert not bed.latch.has(fault)


def test_by_hand_only():
    bed = Bed()
    for fault in (faults.WELDED, faults.MIRROR, faults.INTERNAL, faults.LOCK_STUCK):
        assert _gone_after(bed, fault, False, 100000) is None
        bed.clear(fault, True)
        assert not bed.latch.has(fault)


def test_no_command_clears_a_fault_whose_cause_is_there():
    bed = Bed()
    bed.latch.trip(faults.WELDED)
    bed.clear(faults.WELDED, False)
    assert bed.latched() == ["welded"]
    bed.latch.settle(bed.frame.now_ms, False)
    bed.clear(faults.WELDED, False)
    assert bed.latched() == []


def test_rc_003_no_command_clears_a_residual_current_fault_with_a_car_plugged():
    for fault in (faults.RCD_TRIP, faults.RCD_ERROR, faults.RCD_TEST):
        bed = Bed()
        bed.latch.trip(fault)
        bed.latch.settle(bed.frame.now_ms, True)
        bed.clear(fault, True)
        assert bed.latch.has(fault)
        bed.clear(fault, False)
        assert not bed.latch.has(fault)


def test_clear_leaves_the_others():
    bed = Bed()
    bed.latch.trip(faults.WELDED)
    bed.latch.trip(faults.MIRROR)
    bed.latch.settle(bed.frame.now_ms, True)
    bed.clear(faults.MIRROR, True)
    assert bed.latched() == ["welded"]


def test_a_fault_seen_since_the_command_is_not_for_it():
    bed = Bed()
    both = 1 << faults.WELDED | 1 << faults.MIRROR
    for see in (
        lambda: bed.latch.trip(faults.WELDED),
        lambda: bed.latch.hold(1 << faults.WELDED),
    ):
        bed.latch.hold(both)
        assert bed.latched() == ["welded", "mirror"]
        bed.latch.settle(bed.frame.now_ms, True)
        bed.latch.expect()
        see()
        bed.latch.settle(bed.frame.now_ms, True)
        for fault in (faults.WELDED, faults.MIRROR):
            bed.latch.clear(fault, True)
        assert bed.latched() == ["welded"]


def test_the_unplug_gives_back_every_try_and_no_more():
    bed = Bed()
    for _ in range(3):
        bed.latch.settle(bed.frame.now_ms, True)
        assert _gone_after(bed, faults.NO_CLOSE, True, 10000) == 5000
        assert _gone_after(bed, faults.NO_CLOSE, True, 10000) is None
        bed.latch.settle(bed.frame.now_ms, False)
        assert not bed.latch.bits


def test_pw_012_one_retry_after_5_s_then_latched_until_unplug():
    bed = Bed()
    bed.latch.settle(bed.frame.now_ms, True)
    assert _gone_after(bed, faults.NO_CLOSE, True, 10000) == 5000
    assert _gone_after(bed, faults.NO_CLOSE, True, 100000) is None
    bed.latch.settle(bed.frame.now_ms, False)
    assert not bed.latch.bits


def test_gb_106_an_emergency_stop_clears_by_hand():
    bed = Bed(profile=GBT)
    assert _gone_after(bed, faults.ESTOP, False, 1000) is None
    bed.clear(faults.ESTOP, False)
    assert not bed.latch.bits


def test_df_013_restart_times_of_the_profiles():
    for profile, hold_ms in ((GBT, 10000), (J1772, 15000)):
        bed = Bed(profile=profile)
        bed.latch.settle(bed.frame.now_ms, True)
        assert _gone_after(bed, faults.CP_DIODE, True, 40000) == hold_ms


def test_rc_035_rc_036_j1772_resets_a_trip_after_15_s_four_times():
    bed = Bed(profile=J1772)
    bed.latch.settle(bed.frame.now_ms, True)
    for _ in range(4):
        assert _gone_after(bed, faults.RCD_TRIP, True, 20000) == 15000
    assert _gone_after(bed, faults.RCD_TRIP, True, 100000) is None


def test_rc_037_a_barred_fault_waits_for_the_unplug():
    bed = Bed(profile=J1772)
    bed.latch.settle(bed.frame.now_ms, True)
    bed.latch.bar(faults.RCD_TRIP)
    assert _gone_after(bed, faults.RCD_TRIP, True, 100000) is None
    bed.latch.settle(bed.frame.now_ms, False)
    assert not bed.latch.bits


def test_rc_037_the_unplug_gives_back_the_tries_that_were_barred():
    bed = Bed(profile=J1772)
    bed.latch.settle(bed.frame.now_ms, True)
    bed.latch.bar(faults.RCD_TRIP)
    bed.latch.settle(bed.frame.now_ms, False)
    assert bed.latch.rule(faults.RCD_TRIP) == faults.SELF


def test_the_worst_is_the_first_of_the_table():
    bed = Bed()
    assert bed.latch.worst() == -1
    for fault in range(faults.COUNT - 1, -1, -1):
        bed.latch.trip(fault)
        assert bed.latch.worst() == fault


def test_without_a_car_a_fault_stays_until_its_cause_was_gone_for_a_second():
    for ms, names in ((999, ["cp_short"]), (1000, [])):
        bed = Bed()
        bed.latch.trip(faults.CP_SHORT)
        bed.latch.settle(bed.frame.now_ms, False)
        bed.advance(ms)
        bed.latch.settle(bed.frame.now_ms, False)
        assert bed.latched() == names

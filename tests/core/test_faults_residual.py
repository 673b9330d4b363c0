"""Residual current on the whole outlet: trip, error, test, and what clears them."""

from core import mailbox
from core.config import GBT, J1772
from core.frame import DUTY_F, DUTY_X1, RCD_AC, RCD_DC, RCD_ERROR
from tests.core.pile import LATE_MS, WHEEL_MS, Pile


def _opens(pile, limit_ms):
    return pile.until(lambda: pile.coil() == 0, limit_ms)


def test_rc_012_trip_goes_to_f_then_x1_and_waits_for_the_unplug():
    for line in (RCD_DC, RCD_AC):
        pile = Pile().charge()
        pile.hal.leak = line
        assert _opens(pile, 100) == 10
        assert pile.faults() == ["rcd_trip"]
        assert pile.until(lambda pile=pile: pile.duty() == DUTY_F, LATE_MS) is not None  # CP-183
        pile.after(480, lambda pile=pile: pile.duty() == DUTY_X1)
        pile.hal.leak = 0
        pile.run(60000)
        assert pile.faults() == ["rcd_trip"]
        pile.plug("A").run(500)
        assert pile.faults() == ["rcd_trip"]  # a break of the pilot is no unplug
        pile.run(100).settle()
        assert pile.faults() == []
        pile.plug("B").run(4000).plug("C").run(2000)
        assert pile.state() == "charging"


def test_the_test_of_the_life_before_a_reset_is_no_trip():
    pile = Pile()
    pile.hal.leak = RCD_DC
    pile.run(2000)
    assert pile.faults() == []
    pile.hal.leak = 0
    pile.charge()


def test_a_line_tripped_from_the_start_is_a_trip_in_the_end():
    pile = Pile()
    pile.hal.leak = RCD_DC
    assert 2510 <= pile.until(pile.faults, 5000) <= 2510 + WHEEL_MS
    assert pile.faults() == ["rcd_trip"]


def test_a_fault_before_the_car_was_seen_does_not_clear_for_want_of_a_car():
    pile = Pile(car="E").run(3000)
    pile.hal.leak = RCD_ERROR
    pile.run(100)
    pile.hal.leak = 0
    pile.run(20000)
    assert "rcd_error" in pile.faults()
    pile.plug("B").run(20000)
    assert "rcd_error" in pile.faults()
    pile.plug("A").run(700).settle()
    assert pile.faults() == []


def test_gb_faults_go_to_x1_not_f():
    pile = Pile(profile=GBT).charge()
    pile.hal.leak = RCD_DC
    for _ in range(100):
        pile.step()
        assert pile.duty() != DUTY_F
    assert pile.duty() == DUTY_X1


def test_rc_035_j1772_recloses_15_s_after_a_trip():
    pile = Pile(profile=J1772).charge().run(3000)
    pile.hal.leak = RCD_AC
    pile.run(100)
    pile.hal.leak = 0
    assert pile.until_state("charging", 30000) >= 15000


def test_rc_037_j1772_a_trip_onto_the_fault_latches():
    pile = Pile(profile=J1772).charge()
    pile.hal.leak = RCD_AC
    pile.run(100)
    pile.hal.leak = 0
    pile.run(100000)
    assert pile.faults() == ["rcd_trip"]


def test_rc_051_error_line():
    pile = Pile().charge()
    pile.hal.leak = RCD_ERROR
    assert _opens(pile, 100) == 10
    assert "rcd_error" in pile.faults()


def test_a_test_that_fails_at_start_refuses_to_charge():
    pile = Pile()
    pile.hal.deaf = True
    pile.run(3000)
    assert pile.faults() == ["rcd_test"]
    pile.plug("B").run(1000).plug("C").run(5000)
    assert (pile.state(), pile.faults()) == ("fault", ["rcd_test"])


def test_rc_012_a_break_of_the_pilot_is_no_unplug():
    for broken_ms in (20, 60, 400):
        pile = Pile().charge()
        pile.hal.leak = RCD_DC
        pile.run(1000)
        pile.hal.leak = 0
        pile.plug("A").run(broken_ms).plug("C").run(10000)
        assert pile.faults() == ["rcd_trip"]


def test_the_selftest_command_runs_the_residual_test_when_the_contacts_are_open():
    pile = Pile().charge()
    pile.command(mailbox.SELFTEST)
    pile.run(1000)
    assert pile.outlet.frame.rcd_test == 0
    pile.plug("B").settle()
    assert pile.outlet.frame.rcd_test == 1

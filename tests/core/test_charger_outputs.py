"""Every state of the charger: what it drives, and what becomes of the plug."""

from core import faults, mailbox
from core.config import CP_SWITCH_FITTED, GBT, WAKE_F
from core.frame import DUTY_F, DUTY_X1
from core.states import WHY_NOT_AUTHORISED, WHY_PAUSED, WHY_STALE
from tests.core.pile import FULL, LATE_MS, OUTPUT_MS, SLOW_MS, WHEEL_MS, Pile

X1 = DUTY_X1
TO_F = ("internal", "welded", "rcd_trip", "rcd_error", "rcd_test", "mirror")
LOCKED = (
    "gate",
    "over_voltage",
    "under_voltage",
    "frequency",
    "phase_loss",
    "over_temperature",
    "temperature_sensor",
)


def test_startup_drives_nothing_and_leaves_the_bolt_alone():
    for bolt in (0, 1):
        for car in "ABD":
            pile = Pile(car=car, ventilation=1)
            pile.hal.bolt = bolt
            # D takes 500 ms to be believed, the others 100 ms, after one window of both waves
            for _ in range(51 if car == "D" else 11):
                pile.step()
                assert pile.outputs() == ("startup", X1, 0, 0, 0)
                assert pile.outlet.frame.lock == 0
            state = "idle" if car == "A" else "waiting"
            pile.after(10, lambda pile=pile, state=state: pile.state() == state)
            assert pile.outlet.frame.lock == 0


def test_startup_waits_for_contacts_seen_open():
    waited = 0
    for ms in range(60, 130, 10):
        pile = Pile()
        pile.hal.weld = 1  # too short for a weld
        pile.run(ms)
        pile.hal.weld = 0
        while pile.outlet.contactor.closed:
            assert pile.state() == "startup"
            waited += pile.outlet.pilot.known
            pile.step()
        assert pile.until_state("idle", 2 * LATE_MS) is not None
        assert pile.faults() == []
    assert waited


def test_idle_drives_nothing_and_releases_what_it_finds_locked():
    pile = Pile()
    for _ in range(100):
        pile.step()
        assert pile.outlet.frame.lock == 0
    assert pile.outputs() == ("idle", X1, 0, 0, 0)
    pile = Pile()
    pile.hal.bolt = 1
    pile.run(1000)
    assert pile.outputs() == ("idle", X1, 0, 0, 0)
    assert pile.hal.bolt == 0


def test_waiting_without_an_offer_drives_nothing():
    for car in "BCD":
        pile = Pile(ventilation=1).run(3000)
        pile.enable = 0
        pile.plug(car).run(2000)
        assert pile.outputs() == ("waiting", X1, 0, 0, 0)
        assert pile.hal.bolt == 0


def test_offering_drives_pwm_and_locks():
    pile = Pile(ventilation=1).run(3000).plug("B").run(1000)
    assert pile.outputs() == ("offering", 2666, 0, 0, 0)
    assert pile.hal.bolt == 1


def test_closing_drives_pwm_and_locks_but_no_coil_and_no_fan():
    pile = Pile(ventilation=1).run(3000)
    pile.hal.jammed = True
    pile.plug("B").run(300).plug("D").run(600)
    assert pile.outputs() == ("closing", 2666, 0, 0, 0)
    assert pile.until(lambda: pile.outlet.frame.lock == 1, 1100) is not None
    assert pile.state() == "closing"


def test_charging_drives_pwm_and_the_coil():
    pile = Pile(ventilation=1).charge()
    assert pile.outputs() == ("charging", 2666, 1, 0, 0)
    assert pile.hal.bolt == 1
    pile.plug("D").run(100)
    assert pile.outputs() == ("charging", 2666, 1, 0, 1)


def test_stopping_keeps_the_coil_and_the_fan_without_pwm():
    for car, vent in (("C", 0), ("D", 1)):
        pile = Pile(ventilation=1).charge().plug(car).run(100)
        pile.limit_ma = 0
        pile.run(1000)
        assert pile.outputs() == ("stopping", X1, 1, 0, vent)
        assert pile.hal.bolt == 1


def test_cp_190_to_192_what_waking_drives():
    """Nothing, 0 V by the switch, -12 V; the switch is preferred."""
    for fitted, wake, duty, cp_off in (
        (0, 1, X1, 0),
        (CP_SWITCH_FITTED, 1, X1, 1),
        (CP_SWITCH_FITTED, WAKE_F, X1, 1),
        (0, WAKE_F, DUTY_F, 0),
    ):
        pile = Pile(fitted=FULL | fitted, wake=wake, wake_after_ms=1000)
        pile.run(3000).plug("B").until_state("waking", 3000)
        pile.run(OUTPUT_MS)
        assert pile.outputs() == ("waking", duty, 0, cp_off, 0)
        pile.run(4000)
        assert pile.hal.bolt == 1


def _fault_in_offering(fault, **kind):
    pile = Pile(**kind).run(3000).plug("B").run(1000)
    assert (pile.state(), pile.hal.bolt) == ("offering", 1)
    pile.outlet.latch.trip(fault)
    pile.run(LATE_MS)
    assert pile.state() == "fault"
    return pile


def test_cp_181_cp_183_which_faults_drive_f():
    for fault in range(faults.COUNT):
        name = faults.FAULTS[fault][0]
        pile = _fault_in_offering(fault)
        duty = DUTY_F if name in TO_F else X1
        assert pile.outputs() == ("fault", duty, 0, 0, 0), name
        assert pile.faults() == [name]


def test_gb_053_no_fault_drives_f():
    for fault in range(faults.COUNT):
        pile = _fault_in_offering(fault, profile=GBT)
        assert pile.outputs() == ("fault", X1, 0, 0, 0), fault


def test_cp_121_which_faults_release_the_plug():
    for fault in range(faults.COUNT):
        name = faults.FAULTS[fault][0]
        pile = _fault_in_offering(fault).run(700)
        assert pile.hal.bolt == (1 if name in LOCKED else 0), name


def test_cp_151_cp_183_f_lasts_500_ms_even_when_the_fault_has_gone():
    pile = Pile().run(3000)
    pile.hal.leak = 1
    assert pile.until(lambda: pile.duty() == DUTY_F, LATE_MS) is not None
    pile.hal.leak = 0
    pile.settle().command(mailbox.CLEAR, mailbox.ALL).publish()
    pile.after(480 - 2 * WHEEL_MS, lambda: pile.duty() == X1)
    pile.run(2 * SLOW_MS)
    assert pile.state() == "idle"
    assert pile.faults() == []


def test_a_fault_that_stays_leaves_f_after_500_ms_too():
    pile = Pile().charge()
    pile.hal.leak = 1
    assert pile.until(lambda: pile.duty() == DUTY_F, LATE_MS) is not None
    pile.after(480, lambda: pile.duty() == X1)
    assert pile.state() == "fault"


def test_a_fault_without_f_ends_with_its_latch():
    pile = Pile().run(3000)
    pile.hal.estop = 1
    pile.run(100)
    pile.hal.estop = 0
    assert pile.state() == "fault"
    pile.after(1000 - WHEEL_MS, lambda: pile.state() == "idle", 3 * WHEEL_MS)


def test_a_fault_locks_nothing_that_was_open():
    pile = Pile().run(3000)
    pile.enable = 0
    pile.reason = WHY_NOT_AUTHORISED
    pile.plug("B").run(1000)
    pile.outlet.latch.trip(faults.UNDER_VOLTAGE)
    pile.run(1000)
    assert (pile.state(), pile.hal.bolt) == ("fault", 0)


def test_a_fault_of_the_very_first_tick_is_entered():
    pile = Pile()
    pile.hal.estop = 1
    assert pile.until_state("fault", LATE_MS) is not None
    assert pile.outputs() == ("fault", X1, 0, 0, 0)
    pile.run(1000)
    assert pile.faults() == ["estop"]
    pile.hal.estop = 0
    pile.run(1100).settle()
    assert pile.state() == "idle"


def test_after_a_reset_the_bolt_is_released_only_where_nobody_is_authorised():
    for reason, bolt in ((WHY_NOT_AUTHORISED, 0), (WHY_PAUSED, 1), (WHY_STALE, 1)):
        pile = Pile(car="B")
        pile.hal.bolt = 1
        pile.enable = 0
        pile.reason = reason
        pile.run(2000)
        assert (pile.state(), pile.hal.bolt) == ("waiting", bolt), reason

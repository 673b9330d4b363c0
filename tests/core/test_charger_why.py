"""What the pile says while it does not charge: every reason of every state, and no other."""

from core import faults, mailbox
from core.config import WAKE_OFF
from core.frame import DUTY_F, OPEN_OHM
from core.states import REASONS, WHY_DELAY, WHY_NOT_AUTHORISED
from tests.core.pile import LATE_MS, SLOW_MS, WHEEL_MS, Pile


def _first(pile):
    why = pile.outlet.journal.live().why
    return REASONS[why] if why >= 0 else None


def _closing(**kind):
    """Return a pile that waits in C for its bolt only."""
    pile = Pile(**kind).run(3000)
    pile.hal.jammed = True
    pile.plug("B").run(300).plug("C").run(600)
    assert pile.state() == "closing"
    return pile


def test_startup_says_only_that():
    pile = Pile(car="C")
    pile.enable = 0
    pile.run(LATE_MS)
    assert (pile.state(), pile.why(), _first(pile)) == ("startup", ["startup"], "startup")


def test_idle_says_no_car_and_what_else_would_keep_it_from_charging():
    pile = Pile().run(1000)
    assert (pile.why(), _first(pile)) == (["no_car"], "no_car")
    pile.enable = 0
    pile.reason = WHY_NOT_AUTHORISED
    pile.settle()
    assert (pile.why(), _first(pile)) == (["no_car", "not_authorised"], "no_car")
    pile.reason = WHY_DELAY
    pile.settle()
    assert pile.why() == ["no_car", "delay"]


def test_waiting_says_why_no_energy_is_offered():
    pile = Pile().run(3000)
    pile.enable = 0
    pile.plug("B").run(1000)
    assert (pile.state(), pile.why()) == ("waiting", ["paused"])
    pile.enable = 1
    pile.limit_ma = 5999
    pile.settle()
    assert (pile.state(), pile.why()) == ("waiting", ["paused"])


def test_waiting_for_the_pilot_says_so():
    pile = Pile(car="B").run(2000)
    assert (pile.state(), pile.why()) == ("waiting", ["pilot_rest"])
    assert _first(pile) == "pilot_rest"


def test_waiting_after_the_unlock_command_says_not_authorised():
    pile = Pile().charge().command(mailbox.UNLOCK).settle()
    assert (pile.state(), pile.why()) == ("stopping", ["not_authorised", "stopping"])
    pile.plug("B").run(100)
    assert (pile.state(), pile.why()) == ("waiting", ["not_authorised"])


def test_offering_waits_for_the_car():
    pile = Pile().run(3000).plug("B").run(1000)
    assert (pile.state(), pile.why(), _first(pile)) == ("offering", ["car"], "car")


def test_the_first_tick_of_closing_says_checking():
    pile = Pile().run(3000).plug("B").run(3000).plug("C")
    pile.until_state("closing", 1000)
    assert pile.why_now() == ["checking"]


def test_closing_names_the_lock():
    assert _closing().why() == ["lock"]


def test_closing_names_the_residual_test():
    pile = _closing().command(mailbox.SELFTEST).settle()
    assert pile.why() == ["rcd_test", "lock"]


def test_closing_names_the_minimum_off_time():
    pile = Pile(min_off_ms=60000, car="C").run(10000)
    assert (pile.state(), pile.why(), _first(pile)) == ("closing", ["rest"], "rest")


def test_closing_names_a_contact_not_seen_open():
    pile = _closing()
    pile.hal.weld = 1  # one sight of it is no weld yet
    assert pile.until(lambda: pile.outlet.contactor.closed, WHEEL_MS) is not None
    pile.hal.weld = 0
    reasons = ["lock", "weld_test"]
    assert pile.until(lambda: pile.why_now() == reasons, LATE_MS) is not None
    assert pile.state() == "closing"
    pile.settle()
    assert (pile.state(), pile.why()) == ("closing", ["lock"])


def test_closing_names_a_diode_not_seen():
    named = 0
    for turn in range(16):
        pile = _closing().run(10 * turn)
        pile.hal.diode = False  # one window without it is no fault yet
        pile.step()
        pile.hal.frozen = True
        for _ in range(3):
            pile.step()
            assert pile.state() == "closing"
            named += pile.why_now() == ["lock", "checking"]
        pile.hal.frozen = False
        pile.hal.diode = True
        pile.settle()
        assert (pile.state(), pile.why()) == ("closing", ["lock"])
    assert named


def test_cp_203_closing_names_the_ventilation_that_is_not_there():
    pile = _closing().plug("D").run(100)
    assert (pile.state(), pile.why()) == ("closing", ["ventilation", "lock"])
    assert _closing(ventilation=1).plug("D").run(100).why() == ["lock"]


def test_charging_says_nothing():
    pile = Pile().charge()
    assert (pile.why(), _first(pile)) == ([], None)


def test_stopping_names_the_cause_and_itself():
    pile = Pile().charge()
    pile.limit_ma = 0
    pile.settle()
    assert (pile.state(), pile.why(), _first(pile)) == (
        "stopping",
        ["paused", "stopping"],
        "paused",
    )


def test_stopping_for_an_over_current_names_itself_only():
    pile = Pile().charge()
    pile.draws_ma = 19000
    pile.until_state("stopping", 12000)
    pile.run(WHEEL_MS)
    assert pile.why() == ["stopping"]


def test_waking_names_itself_and_what_came_in_between():
    pile = Pile(wake=WAKE_OFF).run(3000).plug("B").run(1000).command(mailbox.WAKE).settle()
    assert (pile.state(), pile.why(), _first(pile)) == ("waking", ["waking"], "waking")
    pile.limit_ma = 0
    pile.settle()
    assert (pile.state(), pile.why()) == ("waking", ["paused", "waking"])


def test_a_fault_says_so_with_a_car_and_without():
    for car, reasons in (("A", ["fault", "no_car"]), ("B", ["fault"]), ("C", ["fault"])):
        pile = Pile().run(3000).plug(car).run(1000)
        pile.hal.estop = 1
        pile.run(100)
        assert (pile.state(), pile.why(), _first(pile)) == ("fault", reasons, "fault"), car


def test_a_fault_does_not_hide_that_the_energy_has_gone():
    pile = Pile().charge()
    pile.outlet.latch.trip(faults.UNDER_VOLTAGE)
    pile.limit_ma = 0
    pile.settle()
    assert pile.why() == ["fault", "paused"]


def test_f_after_a_fault_that_has_gone_gives_no_reason_of_its_own():
    pile = Pile().run(3000)
    pile.hal.leak = 1
    pile.step()
    pile.hal.leak = 0
    assert pile.until(lambda: not pile.outlet.latch._causes, 2 * SLOW_MS) is not None
    pile.outlet.latch.expect()
    pile.outlet.latch.clear(faults.RCD_TRIP, False)
    assert pile.until(lambda: pile.why() == ["no_car"], LATE_MS) is not None
    assert (pile.state(), pile.duty(), pile.faults()) == ("fault", DUTY_F, [])


def test_no_cable_says_paused_until_it_is_a_fault():
    pile = Pile().run(3000)
    pile.hal.pp_ohm = OPEN_OHM
    pile.plug("B").run(300)
    assert (pile.state(), pile.why()) == ("waiting", ["paused"])
    pile.run(500).settle()
    assert (pile.faults(), pile.why()) == (["pp_invalid"], ["fault", "paused"])

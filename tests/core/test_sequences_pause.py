"""CP-104, 105, 113..118, 190..196: a pile that pauses or stops a car, and a car that sleeps."""

from core import mailbox
from core.config import GBT, WAKE_OFF
from core.frame import DUTY_X1
from core.states import WHY_NOT_AUTHORISED
from tests.core.pile import LATE_MS, OUTPUT_MS, WHEEL_MS, Pile


def test_cp_104_cp_105_resume_from_a_pause_with_s2_closed():
    pile = Pile().charge()
    pile.limit_ma = 0
    pile.run(10000)
    assert (pile.state(), pile.coil(), pile.duty()) == ("waiting", 0, DUTY_X1)
    pile.limit_ma = 16000
    assert pile.until(lambda: pile.duty() == 2666, 1000) <= WHEEL_MS
    assert pile.until_state("charging", 3000) <= WHEEL_MS


def test_cp_113_cp_117_s2_opens_after_the_pile_asked_to_stop():
    pile = Pile().charge()
    pile.enable = 0
    pile.reason = WHY_NOT_AUTHORISED
    pile.until_state("stopping", 1000)
    pile.run(OUTPUT_MS)
    assert (pile.coil(), pile.duty()) == (1, DUTY_X1)
    pile.run(2000)
    assert pile.coil() == 1
    pile.plug("B")
    assert pile.until(lambda: pile.coil() == 0, 100) == 20
    pile.run(LATE_MS)
    assert pile.why() == ["not_authorised"]


def test_cp_118_a_car_that_ignores_the_stop_is_cut_off_after_6_s():
    pile = Pile().charge()
    pile.limit_ma = 0
    pile.until_state("stopping", 1000)
    assert 6100 <= pile.until(lambda: pile.coil() == 0, 10000) <= 6100 + LATE_MS
    assert pile.state() == "waiting"
    assert pile.faults() == []


def test_unplug_while_stopping_goes_idle():
    pile = Pile().charge()
    pile.limit_ma = 0
    pile.until_state("stopping", 1000)
    pile.run(500).plug("A").run(300)
    assert (pile.state(), pile.coil()) == ("idle", 0)


def test_ventilation_wish_while_stopping_opens_at_once():
    pile = Pile().charge()
    pile.limit_ma = 0
    pile.until_state("stopping", 1000)
    pile.run(500).plug("D")
    assert pile.until(lambda: pile.coil() == 0, 100) == 20
    assert pile.until_state("waiting", LATE_MS) is not None


def test_a_stale_demand_pauses_and_a_fallback_goes_on():
    pile = Pile().charge()
    pile.alive = False
    assert pile.until_state("stopping", 3000) <= 1000 + WHEEL_MS
    pile.run(LATE_MS)
    assert pile.why()[0] == "stale"
    pile = Pile(fallback_ma=6000).charge()
    pile.alive = False
    pile.run(3000)
    assert (pile.state(), pile.duty()) == ("charging", 1000)


def test_gb_meter_silence_pauses_and_iec_goes_on():
    for profile, state in ((GBT, "stopping"), (0, "charging")):
        pile = Pile(profile=profile).charge()
        pile.measures = False
        pile.run(3500)
        assert pile.state() == state


def test_cp_190_a_sleeping_car_gets_b1_and_b2_again_twice():
    pile = Pile(wake=1).run(3000).plug("B").run(500)
    starts = []
    for _ in range(2):
        assert pile.until_state("waking", 40000) is not None
        starts.append(pile.ms)
        pile.run(OUTPUT_MS)
        assert pile.duty() == DUTY_X1
        took = pile.until_state("offering", 10000)
        assert 3000 <= took + OUTPUT_MS <= 3000 + LATE_MS
    assert 33000 <= starts[1] - starts[0] <= 33200 + LATE_MS
    assert pile.until_state("waking", 100000) is None


def test_cp_196_a_car_that_has_charged_is_not_woken():
    pile = Pile().charge()
    pile.plug("B").run(60000)
    assert pile.state() == "offering"


def test_wake_off_wakes_nobody_but_the_command_does():
    pile = Pile(wake=WAKE_OFF).run(3000).plug("B").run(60000)
    assert pile.state() == "offering"
    pile.command(mailbox.WAKE)
    assert pile.until_state("waking", 200) is not None


def test_a_wake_command_without_a_waiting_car_does_nothing():
    pile = Pile().charge()
    pile.command(mailbox.WAKE)
    pile.run(300)
    assert pile.state() == "charging"
    pile.plug("B").run(300)
    assert pile.state() == "offering"

"""The whole outlet: wake-up pulses, two contactors, two outlets, the wrap, bursts of ticks."""

from core.config import CP_SWITCH_FITTED, TWO_CONTACTORS, WAKE_F
from core.frame import DUTY_F, DUTY_X1, RCD_DC
from tests.core.pile import FULL, OUTPUT_MS, Pile


def test_cp_191_wake_up_with_the_disconnect_switch_never_with_the_contactor_closed():
    pile = Pile(fitted=FULL | CP_SWITCH_FITTED).run(3000).plug("B")
    pile.until_state("waking", 40000)
    pile.run(OUTPUT_MS)
    took = pile.until(lambda: not pile.outlet.frame.cp_off, 6000)
    assert 4100 <= took <= 4300
    assert pile.state() == "waking"
    assert pile.outlet.pilot.plugged
    assert pile.until_state("offering", 5000) >= 2900
    assert pile.outlet.journal.live().closings == 0


def test_cp_192_wake_up_by_an_f_pulse():
    pile = Pile(wake=WAKE_F).run(3000).plug("B")
    pile.until_state("waking", 40000)
    pile.run(OUTPUT_MS)
    assert pile.duty() == DUTY_F
    took = pile.until(lambda: pile.duty() == DUTY_X1, 6000)
    assert 4100 <= took <= 4300
    assert pile.until_state("offering", 5000) >= 2900
    assert pile.faults() == []


def test_a_car_that_leaves_during_the_wake_up_pulse_is_seen_after_it():
    for settings in ({"wake": WAKE_F}, {"fitted": FULL | CP_SWITCH_FITTED}, {}):
        pile = Pile(**settings).run(3000).plug("B")
        pile.until_state("waking", 40000)
        pile.run(500).plug("A").run(6000)
        assert pile.state() == "idle"


def test_energy_going_away_while_waking_waits():
    pile = Pile().run(3000).plug("B")
    pile.until_state("waking", 40000)
    pile.limit_ma = 0
    pile.run(4000)
    assert pile.state() == "waiting"


def test_two_contactors_switch_one_or_three_phases_with_a_safe_change_over():
    pile = Pile(fitted=FULL | TWO_CONTACTORS).charge()
    assert pile.coil() == 3
    pile.phases = 1
    seen = []
    for _ in range(3000):
        pile.step()
        if pile.state() == "stopping":
            pile.plug("B")
        if pile.state() == "offering":
            pile.plug("C")
        if not seen or seen[-1] != pile.coil():
            seen.append(pile.coil())
    assert seen == [3, 0, 1]
    assert pile.state() == "charging"


def test_cp_200_a_simplified_car_gets_one_phase_where_there_are_two_contactors():
    pile = Pile(fitted=FULL | TWO_CONTACTORS).run(3000).plug("C").run(4000)
    assert pile.coil() == 1


def test_two_outlets_in_one_interpreter_do_not_know_each_other():
    one, two = Pile(), Pile()
    one.charge()
    two.run(3000)
    one.hal.leak = RCD_DC
    one.run(100)
    two.plug("B").run(1000).plug("C").run(1000)
    assert one.faults() == ["rcd_trip"]
    assert (two.state(), two.faults()) == ("charging", [])


def test_p18_a_session_across_the_wrap_of_the_tick_counter():
    for start in ((1 << 30) - 4000, (1 << 30) - 3500, (1 << 30) - 6000):
        pile = Pile(now_ms=start).charge().run(10000)
        assert pile.state() == "charging"
        assert pile.hal.now_ms < 100000
        pile.plug("A").run(1000)
        assert pile.state() == "idle"


def test_late_and_bursting_ticks_do_not_shorten_a_debounce():
    pile = Pile().charge()
    pile.plug("B")
    pile.step()
    window = pile.hal.window
    for _ in range(5):  # a burst on one window
        pile.hal.window = window - 1
        pile.hal.frozen = False
        pile.outlet.tick()
    assert pile.coil() == 1
    pile.hal.now_ms = (pile.hal.now_ms + 300) & 0x3FFFFFFF  # a stall
    pile.step()
    assert pile.coil() == 0

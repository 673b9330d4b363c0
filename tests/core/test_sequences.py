"""CP-100..124: the sequences of Table A.6 and their limits, on the core alone."""

from core.frame import DUTY_X1
from tests.core.pile import LATE_MS, TURNS, WHEEL_MS, Pile


def test_a_whole_session():
    pile = Pile().run(3000)
    assert (pile.state(), pile.duty(), pile.why()) == ("idle", DUTY_X1, ["no_car"])
    pile.plug("B").run(1000)
    assert (pile.state(), pile.duty(), pile.hal.bolt) == ("offering", 2666, 1)
    assert pile.why() == ["car"]
    pile.plug("C").run(1000)
    assert (pile.state(), pile.coil(), pile.why()) == ("charging", 1, [])
    pile.plug("B").run(100)
    assert (pile.state(), pile.coil(), pile.duty()) == ("offering", 0, 2666)
    pile.plug("A").run(1000)
    assert (pile.state(), pile.duty(), pile.hal.bolt) == ("idle", DUTY_X1, 0)
    assert pile.outlet.journal.live().closings == 1


def test_cp_100_pwm_starts_within_50_ms_of_the_plug_in():
    for turn in range(TURNS):
        pile = Pile().run(3000 + 10 * turn).plug("B")
        assert pile.until(lambda pile=pile: pile.duty() == 2666, 1000) <= 40, turn


def test_p4_boot_with_the_car_already_in_b_or_c():
    for car, state in (("B", "offering"), ("C", "charging")):
        pile = Pile(car=car).run(5000)
        assert pile.state() == state
        assert pile.faults() == []


def test_cp_103_unplug_under_load_opens_within_two_ticks():
    pile = Pile().charge()
    pile.plug("A")
    assert pile.until(lambda: pile.coil() == 0, 100) == 20
    pile.run(300)
    assert (pile.state(), pile.duty()) == ("idle", DUTY_X1)


def test_cp_106_contacts_close_within_700_ms_of_s2():
    for turn in range(TURNS):
        pile = Pile().run(3000).plug("B").run(3000 + 10 * turn).plug("C")
        assert 520 <= pile.until(pile.coil, 3000) <= 700, turn


def test_cp_107_c2_to_d2_without_ventilation_opens():
    pile = Pile().charge()
    pile.plug("D")
    assert pile.until(lambda: pile.coil() == 0, 3000) == 20
    pile.run(2000)
    assert pile.outputs() == ("closing", 2666, 0, 0, 0)
    assert pile.why() == ["ventilation", "rcd_test"]
    pile.run(1000)
    assert pile.why() == ["ventilation"]
    pile.plug("C")
    assert 110 <= pile.until(pile.coil, 3000) <= 110 + 2 * LATE_MS


def test_cp_203_d_with_ventilation_charges_and_turns_it_on():
    pile = Pile(ventilation=1).charge()
    assert pile.outlet.frame.vent == 0
    pile.plug("D").run(100)
    assert (pile.state(), pile.coil(), pile.outlet.frame.vent) == ("charging", 1, 1)
    pile.plug("B").run(100)
    assert (pile.coil(), pile.outlet.frame.vent) == (0, 0)
    pile.plug("D").run(5000)
    assert (pile.coil(), pile.outlet.frame.vent) == (1, 1)


def test_cp_112_s2_opens_with_pwm():
    pile = Pile().charge()
    pile.plug("B")
    assert pile.until(lambda: pile.coil() == 0, 100) == 20
    assert pile.duty() == 2666  # GB-055: PWM stays
    pile.run(3000).plug("C")
    assert 520 <= pile.until(pile.coil, 3000) <= 700


def test_cp_115_at_least_3_s_of_b1():
    pile = Pile().run(3000).plug("B").run(1000)
    pile.limit_ma = 0
    pile.until(lambda: pile.duty() == DUTY_X1, 1000)
    pile.limit_ma = 16000
    pile.settle()
    assert pile.why() == ["pilot_rest"]
    pile.after(3000 - 2 * WHEEL_MS, lambda: pile.duty() != DUTY_X1)


def test_cp_115_holds_across_a_reset_with_a_car_there():
    pile = Pile(car="B")
    assert 3000 <= pile.until(lambda: pile.duty() != DUTY_X1, 5000) <= 3100 + 2 * LATE_MS


def test_cp_115_does_not_delay_the_next_car():
    pile = Pile().run(3000).plug("B").run(1000).plug("A").run(700).plug("B")
    assert pile.until(lambda: pile.duty() == 2666, 1000) <= 110 + 100


def test_cp_119_a_toggle_in_x1_is_reported_and_nothing_closes():
    pile = Pile().run(3000)
    pile.enable = 0
    pile.plug("B").run(1000)
    pile.plug("C").run(300).plug("B").run(100)
    rows = [[0, 0, 0]]
    events = pile.outlet.journal.events
    found = [n for n in range(events.head) if events.get(n, rows[0]) and rows[0][1] == 6]
    assert len(found) == 1
    assert pile.outlet.journal.live().closings == 0


def test_cp_115_t_29_no_second_authorisation_for_a_second_c():
    pile = Pile().charge()
    for _ in range(3):
        pile.plug("B").run(4000).plug("C").run(4000)
        assert pile.state() == "charging"


def test_a_car_that_leaves_during_the_rcd_test_closes_nothing():
    pile = Pile().run(300).plug("C").run(1000)
    assert "rcd_test" in pile.why()
    pile.plug("A").run(5000)
    assert pile.outlet.journal.live().closings == 0

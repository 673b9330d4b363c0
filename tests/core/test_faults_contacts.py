"""Faults of pilot, contactor, cable and lock on the whole outlet: opened, latched, cleared."""

from core import mailbox
from core.frame import DUTY_X1
from tests.core.pile import LATE_MS, TURNS, Pile


def _opens(pile, limit_ms):
    return pile.until(lambda: pile.coil() == 0, limit_ms)


def test_cp_164_diode_lost_in_c():
    pile = Pile().charge()
    pile.hal.diode = False
    assert _opens(pile, 100) == 20
    assert pile.faults() == ["cp_diode"]
    assert pile.until(lambda: pile.duty() == DUTY_X1, LATE_MS) is not None
    pile.run(29000)
    assert pile.state() == "fault"
    pile.run(5000)  # 30 s later PWM starts again, and the check fails again
    assert pile.faults() == ["cp_diode"]
    pile.hal.diode = True
    pile.run(40000)
    assert pile.state() == "charging"


def test_t_02_no_diode_never_closes():
    for car in "BCD":
        pile = Pile(ventilation=1)
        pile.hal.diode = False
        pile.run(3000).plug(car).run(120000)
        assert pile.outlet.journal.live().closings == 0
        assert pile.faults() == ["cp_diode"]


def test_cp_165_short_in_c_and_recovery():
    pile = Pile().charge()
    pile.plug("E")
    assert _opens(pile, 100) == 20
    assert pile.faults() == ["cp_short"]
    pile.run(1000)
    assert pile.hal.bolt == 0  # CP-121
    pile.plug("C").run(29000)
    assert pile.state() == "fault"
    pile.run(8000)
    assert pile.state() == "charging"


def test_a_short_that_comes_back_has_three_tries():
    pile = Pile().charge()
    for _ in range(4):
        pile.plug("E").run(500)
        assert pile.state() == "fault"
        pile.plug("C").run(40000)
    assert pile.state() == "fault"
    pile.plug("A").run(1000)
    assert pile.state() == "idle"
    pile.plug("B").run(1000).plug("C").run(4000)
    assert pile.state() == "charging"


def test_t_16_welded_contact():
    pile = Pile().charge()
    pile.hal.weld = 1
    pile.plug("B")
    pile.until(pile.faults, 1000)
    assert pile.faults() == ["welded"]
    pile.plug("A").run(10000)
    assert (pile.state(), pile.hal.bolt) == ("fault", 1)  # PP-045
    pile.plug("C").run(10000)
    assert (pile.duty(), pile.coil()) == (DUTY_X1, 0)
    pile.command(mailbox.CLEAR, mailbox.ALL)
    pile.run(500)
    assert pile.faults() == ["welded"]
    pile.hal.weld = 0
    pile.run(200)
    pile.command(mailbox.CLEAR, mailbox.ALL)
    pile.run(8000)
    assert pile.state() == "charging"


def test_pw_012_a_contactor_that_does_not_close_gets_one_retry():
    pile = Pile().run(3000).plug("B").run(1000)
    pile.hal.stuck_open = True
    pile.plug("C")
    assert pile.until(lambda: pile.faults() == ["no_close"], 3000) is not None
    pile.run(20000)
    assert pile.outlet.journal.live().closings == 2
    pile.run(60000)
    assert pile.outlet.journal.live().closings == 2
    pile.hal.stuck_open = False
    pile.plug("A").run(700).plug("B").run(3000).plug("C").run(2000)
    assert pile.state() == "charging"


def test_a_stopped_sample_stream_opens_within_50_ms():
    pile = Pile().charge()
    pile.hal.frozen = True
    assert _opens(pile, 100) <= 50
    assert pile.faults() == ["sampler"]


def test_pp_changed_and_pp_open_while_charging():
    for turn in range(TURNS):
        for ohm, name in ((680, "pp_changed"), (1000000, "pp_invalid"), (10, "pp_invalid")):
            pile = Pile().charge().run(10 * turn)
            pile.hal.pp_ohm = ohm
            assert _opens(pile, 100) == 20
            assert pile.faults() == [name]


def test_pp_one_doubtful_window_while_charging_is_forgiven():
    for turn in range(TURNS):
        pile = Pile().charge().run(10 * turn)
        for ohm in (680, 220, 1000000, 220):
            pile.hal.pp_ohm = ohm
            pile.step()
        pile.run(1000)
        assert (pile.state(), pile.faults()) == ("charging", []), turn


def test_a_bolt_that_opens_while_charging():
    for turn in range(TURNS):
        pile = Pile().charge().run(10 * turn)
        pile.hal.bolt = 0
        assert _opens(pile, 1000) == 20, turn
        assert pile.faults() == ["lock_open"]

"""What the tick tells its guards: when to count, and whether energy is on offer or on."""

from core import faults
from core.clock import LONG_AGO
from core.config import WAKE_F
from core.frame import DUTY_F, DUTY_X1, SENSOR_OPEN
from tests.core.pile import LATE_MS, LEVELS, TURNS, Pile


def test_guards_that_count_ticks_count_no_two_within_5_ms():
    pile = Pile().charge()
    pile.hal.pe = 0
    pile.step()
    pile.step(4)
    assert pile.faults() == []
    pile.step(1)
    assert pile.faults() == ["pe_lost"]


def test_no_turn_comes_twice_in_a_burst_of_late_ticks():
    for turn in range(TURNS):
        for name, value in (
            ("bolt", 0),
            ("weld", 7),
            ("board_dc", SENSOR_OPEN),
            ("pp_ohm", 680),
            ("pe", 0),
        ):
            pile = Pile().charge()
            pile.hal.stuck_open = name == "weld"
            pile.run(10 * turn)
            setattr(pile.hal, name, value)
            pile.step()
            before = pile.outlet._turn
            for _ in range(40):
                pile.step(0)
            pile.step(4)
            assert pile.outlet._turn == before
            assert pile.faults() == [], (name, turn)
            assert pile.coil()


def test_ticks_that_come_in_pairs_starve_no_guard():
    """Whether or not the pilot moves at the same time."""
    for high_mv in (6000, 5300):
        pile = Pile(ventilation=1).charge()
        LEVELS["noisy"] = high_mv
        pile.hal.bolt = 0
        for count in range(100):
            pile.plug("C" if count & 1 else "noisy").step(20)
            pile.step(0)
        assert pile.faults() == ["lock_open"], high_mv


def test_pp_008_another_cable_is_a_fault_from_the_offer_on():
    pile = Pile().run(3000).plug("B").run(1000)
    assert (pile.state(), pile.coil()) == ("offering", 0)
    pile.hal.pp_ohm = 680
    pile.step()
    assert pile.faults() == []
    pile.step()
    assert pile.faults() == ["pp_changed"]


def test_pp_008_another_cable_is_a_fault_while_stopping_too():
    pile = Pile().charge()
    pile.limit_ma = 0
    pile.until_state("stopping", 200)
    pile.hal.pp_ohm = 680
    pile.run(20)
    assert pile.faults() == ["pp_changed"]


def test_another_cable_before_any_offer_is_read_anew():
    pile = Pile().run(3000)
    pile.enable = 0
    pile.plug("B").run(1000)
    assert (pile.state(), pile.duty()) == ("waiting", DUTY_X1)
    pile.hal.pp_ohm = 680
    pile.run(1000)
    assert pile.faults() == []
    assert pile.outlet.journal.live().cable_ma == 20000


def test_another_cable_while_f_wakes_the_car_is_read_anew():
    pile = Pile(wake=WAKE_F, wake_after_ms=1000).run(3000).plug("B")
    assert pile.until(lambda: pile.duty() == DUTY_F, 3000) is not None
    pile.hal.pp_ohm = 680
    pile.run(1000)
    assert (pile.duty(), pile.faults()) == (DUTY_F, [])
    assert pile.outlet.proximity.cable_ma == 20000


def test_the_rule_of_the_worst_fault_is_reported_for_the_very_first_too():
    for fault, rule in ((faults.INTERNAL, faults.HAND), (faults.CP_SHORT, faults.SELF)):
        pile = Pile().charge()
        assert pile.outlet.journal.live().rule == -1
        pile.outlet.latch.trip(fault)
        pile.run(LATE_MS)
        assert pile.outlet.journal.live().rule == rule


def test_timers_nobody_asks_stay_old_for_ever():
    """12 days after its start a timer would be young again."""
    pile = Pile()
    timer = pile.outlet.guards._clock.timer()
    pile.run(3000)
    start = pile.hal.now_ms
    timer.start(start)
    pile.step(LONG_AGO)
    pile.run(20000)  # one of them is looked after in every wheel
    assert timer.since(start) == LONG_AGO

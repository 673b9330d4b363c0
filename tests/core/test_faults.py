"""Faults of the whole outlet: several at once, commands, the gate, a dead tick."""

from core import faults, mailbox, states
from core.config import GBT
from core.frame import DUTY_F, DUTY_X1, RCD_DC, RCD_ERROR
from tests.core.pile import LATE_MS, Pile


def _opens(pile, limit_ms):
    return pile.until(lambda: pile.coil() == 0, limit_ms)


def test_estop_opens_and_clears_on_unplug_after_release():
    pile = Pile().charge()
    pile.hal.estop = 1
    assert _opens(pile, 100) == 10
    assert pile.faults() == ["estop"]
    pile.plug("A").run(500)
    assert pile.faults() == ["estop"]
    pile.hal.estop = 0
    pile.run(800)
    assert pile.faults() == ["estop"]
    pile.run(200).settle()
    assert pile.faults() == []


def test_gb_106_estop_by_hand():
    pile = Pile(profile=GBT).charge()
    pile.hal.estop = 1
    pile.run(100)
    pile.hal.estop = 0
    pile.plug("A").run(1000)
    assert pile.faults() == ["estop"]
    pile.command(mailbox.CLEAR, faults.ESTOP)
    pile.settle()
    assert pile.faults() == []


def test_the_gate_dropping_by_itself_is_a_fault():
    pile = Pile().charge()
    pile.hal.gate = 0
    pile.run(20)
    assert pile.faults() == ["gate"]
    assert pile.coil() == 0
    pile.run(40000)
    assert pile.state() == "charging"


def test_an_estop_too_short_for_the_tick_is_told_by_the_gate():
    pile = Pile().charge()
    pile.hal.gate = 4
    pile.run(20)
    assert pile.faults() == ["estop"]


def test_several_faults_the_worst_decides_and_all_are_shown():
    pile = Pile().charge()
    pile.hal.pe = 0
    pile.hal.leak = RCD_DC
    pile.run(LATE_MS)
    assert pile.faults() == ["rcd_trip", "pe_lost"]
    assert pile.outlet.journal.live().fault == faults.RCD_TRIP
    assert pile.outlet.journal.live().why == states.WHY_FAULT


def test_an_exception_in_the_tick_is_safe_and_final():
    pile = Pile().charge()
    pile.hal.raises = True
    pile.outlet.tick()
    assert pile.outlet.dead
    assert pile.hal.safe_calls == 1
    live = pile.outlet.journal.live()
    assert (live.fault, live.coils, live.duty) == (faults.INTERNAL, 0, DUTY_X1)
    pile.hal.raises = False
    ticks = pile.outlet.ticks
    pile.outlet.tick()
    assert pile.outlet.ticks == ticks


def test_commands_are_taken_once_and_recorded():
    pile = Pile().run(3000)
    pile.hal.leak = RCD_DC
    pile.run(100)
    pile.hal.leak = 0
    pile.run(800).command(mailbox.CLEAR, faults.RCD_TRIP)
    pile.settle()
    assert pile.faults() == []
    pile.run(3000)
    head = pile.outlet.journal.events.head
    pile.run(1000)
    assert pile.outlet.journal.events.head == head
    pile.command(mailbox.CLEAR, 99)  # no such fault: nothing happens
    pile.command(99)
    pile.settle()
    assert not pile.outlet.dead


def test_cp_121_a_second_fault_releases_the_plug_and_goes_to_f_too():
    pile = Pile().charge()
    pile.volts_mv = [190000] * 3
    pile.run(2000)
    assert (pile.faults(), pile.hal.bolt) == (["under_voltage"], 1)
    pile.hal.leak = RCD_ERROR
    assert pile.until(lambda: pile.duty() == DUTY_F, LATE_MS) is not None
    pile.run(1000)
    assert pile.hal.bolt == 0


def test_cp_121_a_stopped_stream_releases_the_plug():
    pile = Pile().charge()
    pile.hal.frozen = True
    pile.run(2000)
    assert (pile.faults(), pile.hal.bolt, pile.outlet.contactor.closed) == (["sampler"], 0, 0)

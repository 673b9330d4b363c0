"""The tick itself: its gate, its commands, its order, and that it builds nothing anew."""

from core import faults, mailbox
from core.config import CP_SWITCH_FITTED, TWO_CONTACTORS
from core.frame import DUTY_X1, GATE_ESTOP, GATE_ON, GATE_RCD, GATE_STARVED, RCD_ERROR
from core.journal import EVENT_COMMAND
from tests.core.pile import FULL, LATE_MS, SLOW_MS, WHEEL_MS, Pile

PARTS = (
    "frame",
    "mailbox",
    "journal",
    "latch",
    "pilot",
    "proximity",
    "lock",
    "residual",
    "contactor",
    "supply",
    "overcurrent",
    "thermal",
    "reasons",
    "charger",
    "reporter",
    "outputs",
    "commands",
    "guards",
)


def _attributes(pile):
    return [dir(pile.outlet)] + [dir(getattr(pile.outlet, name)) for name in PARTS]


def test_no_attribute_is_made_after_the_build():
    """Creating one allocates; each of them must exist before the first tick."""
    pile = Pile(fitted=FULL | TWO_CONTACTORS | CP_SWITCH_FITTED, ventilation=1, wake_after_ms=100)
    before = _attributes(pile)
    pile.run(3000).plug("D").run(2000)
    assert pile.coil()
    for car in "EABCDEFCBAC":
        for setting, value in (("leak", RCD_ERROR), ("diode", False), ("bolt", 0), ("pe", 0)):
            pile.plug("E" if car == "F" else car).run(700)
            plain = getattr(pile.hal, setting)
            setattr(pile.hal, setting, value)
            pile.run(50)
            setattr(pile.hal, setting, plain)
        pile.command(mailbox.CLEAR, mailbox.ALL).run(1000)
    assert _attributes(pile) == before


def test_a_gate_that_drops_says_why():
    for gate, names in (
        (0, ["gate"]),
        (GATE_STARVED, ["gate"]),
        (GATE_RCD, ["rcd_trip"]),
        (GATE_ESTOP, ["estop"]),
        (GATE_ESTOP | GATE_STARVED, ["estop"]),
        (GATE_ESTOP | GATE_RCD, ["estop", "rcd_trip"]),
    ):
        pile = Pile().charge()
        pile.hal.gate = gate
        pile.step()
        assert pile.coil() == 0
        assert pile.faults() == names


def test_a_latched_gate_says_nothing_while_no_coil_is_on():
    for gate in (0, GATE_STARVED, GATE_RCD, GATE_ESTOP):
        pile = Pile().run(3000).plug("B").run(1000)
        pile.hal.gate = gate
        pile.run(1000)
        assert (pile.state(), pile.faults()) == ("offering", [])
        pile.plug("C").run(1000)
        assert pile.state() == "charging"
        assert pile.hal.gate == GATE_ON


def test_the_gate_is_armed_in_the_tick_of_the_closing_only():
    pile = Pile().run(3000).plug("B").run(1000).plug("C")
    while not pile.coil():
        assert pile.hal.arms == 0
        pile.step()
    assert (pile.hal.arms, pile.hal.armed_for) == (1, 1)
    pile.run(2000)
    assert (pile.state(), pile.hal.arms) == ("charging", 1)


def test_an_unknown_command_is_recorded_and_does_nothing():
    pile = Pile().run(3000).plug("B").run(1000)
    head = pile.outlet.journal.events.head
    pile.command(99, mailbox.ALL).publish()
    assert pile.until(lambda: pile.outlet.commands.taken, 2 * SLOW_MS) is not None
    assert pile.outlet.journal.events.head == head + 1
    row = [0, 0, 0]
    assert pile.outlet.journal.events.get(head, row)
    assert row == [pile.hal.now_ms, EVENT_COMMAND, 99]
    pile.run(500)
    assert pile.outputs() == ("offering", 2666, 0, 0, 0)
    assert pile.why() == ["car"]
    assert pile.outlet.frame.rcd_test == 0
    assert pile.outlet.journal.events.head == head + 1


def test_every_command_does_its_own_work_only():
    for command, state, tests, bolt in (
        (mailbox.CLEAR, "offering", 0, 1),
        (mailbox.SELFTEST, "offering", 1, 1),
        (mailbox.UNLOCK, "waiting", 0, 0),
        (mailbox.WAKE, "waking", 0, 1),
    ):
        pile = Pile().run(3000).plug("B").run(1000).command(command, 99).publish()
        assert pile.until(lambda pile=pile: pile.outlet.commands.taken, 2 * SLOW_MS) is not None
        pile.run(LATE_MS)
        assert pile.state() == state
        assert pile.outlet.frame.rcd_test == tests
        pile.run(700)
        assert pile.hal.bolt == bolt


def _commands(pile):
    """Return the commands that the events tell."""
    row = [0, 0, 0]
    events = pile.outlet.journal.events
    told = [list(row) for number in range(events.head) if events.get(number, row)]
    return [row[2] for row in told if row[1] == EVENT_COMMAND]


def test_the_first_demand_with_a_command_is_obeyed():
    for number in (1, -1):
        pile = Pile()
        pile._command = (99, 0, number)
        assert _commands(pile.run(1000)) == [99]


def test_a_demand_without_a_command_is_none():
    assert _commands(Pile().run(1000)) == []


def test_a_fault_clears_by_its_number_and_all_of_them_by_one():
    by_hand = (faults.INTERNAL, faults.WELDED, faults.MIRROR, faults.LOCK_STUCK)
    for argument in by_hand + (mailbox.ALL,):
        pile = Pile().run(3000)
        for fault in by_hand:
            pile.outlet.latch.trip(fault)
        pile.run(100).command(mailbox.CLEAR, argument).publish().settle().settle().settle()
        left = [fault for fault in by_hand if argument not in (mailbox.ALL, fault)]
        assert pile.faults() == [faults.FAULTS[fault][0] for fault in left]


def test_a_number_that_is_no_fault_clears_nothing():
    for argument in (faults.COUNT, 99, -2):
        pile = Pile().run(3000)
        pile.outlet.latch.trip(faults.INTERNAL)
        pile.settle().command(mailbox.CLEAR, argument).publish().settle()
        assert pile.faults() == ["internal"]


def test_rc_003_no_command_clears_a_residual_current_fault_while_a_car_may_be_there():
    for car in "BE":  # E from the start: nobody knows
        pile = Pile(car=car).run(3000)
        pile.hal.leak = RCD_ERROR
        pile.run(100)
        pile.hal.leak = 0
        pile.settle().command(mailbox.CLEAR, faults.RCD_ERROR).run(500)
        assert "rcd_error" in pile.faults()
        pile.command(mailbox.CLEAR, mailbox.ALL).run(500)
        assert "rcd_error" in pile.faults()


def test_rc_053_a_self_test_follows_every_session():
    pile = Pile().run(3000).plug("B").run(1000)
    assert pile.outlet.frame.rcd_test == 0
    pile.plug("A")
    assert pile.until(lambda: pile.outlet.frame.rcd_test, 1000) is not None
    pile.run(3000)
    assert pile.until(lambda: pile.outlet.frame.rcd_test, 60000) is None


def test_no_self_test_with_a_contact_closed_whatever_the_coil_says():
    pile = Pile().charge()
    pile.hal.weld = 1
    pile.plug("B").command(mailbox.SELFTEST)
    for _ in range(300):
        pile.step()
        assert pile.outlet.frame.rcd_test == 0
    assert pile.faults() == ["welded"]
    pile.hal.weld = 0
    assert pile.until(lambda: pile.outlet.frame.rcd_test, WHEEL_MS) is not None


def test_a_tick_counter_that_wraps_does_not_start_the_pile_anew():
    pile = Pile(min_off_ms=2000)
    for count in range(1, 100):
        pile.step()
        assert pile.outlet.ticks == count
    pile.outlet.ticks = 0x3FFFFFFF
    pile.step()
    assert pile.outlet.ticks == 1
    pile.charge()


def test_an_exception_is_final_from_the_first_tick_on():
    pile = Pile()
    assert pile.outlet.dead == 0
    pile.hal.raises = True
    for _ in range(3):
        pile.outlet.tick()
        assert pile.outlet.dead == 1
        assert pile.hal.safe_calls == 1
    live = pile.outlet.journal.live()
    assert (live.fault, live.why, live.coils, live.duty) == (0, 1, 0, DUTY_X1)
    assert pile.outlet.ticks == 0


def test_cp_067_the_offer_is_limited_by_what_is_known_of_the_car():
    """CP-101: with no car the simplified limit does not hold, nor after a B was seen."""
    ceiling = []
    pile = Pile().run(3000)
    for car in "ACBCA":
        pile.plug(car).run(1000)
        ceiling.append(pile.outlet.journal.live().ceiling_ma)
    assert ceiling == [16000, 10000, 16000, 16000, 16000]

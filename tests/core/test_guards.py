"""When the guards look, asked one by one: what the tick's own rhythm would hide."""

from core import faults
from core.frame import DUTY_X1, MOVED, OPENING
from tests.core.whole import Whole


def _looks(whole, ms, count):
    """Return whether each of `count` looks, `ms` apart, takes a step's place."""
    taken = ""
    for _ in range(count):
        whole.advance(ms)
        whole.frame.moved = MOVED
        taken += "x" if whole.parts.guards.look(whole.frame, True) else "-"
    return taken


def test_of_five_looks_in_a_row_the_last_leaves_the_step_its_place():
    assert _looks(Whole(), 10, 18) == "xxxx-xxxx-xxxx-xxx"


def test_looks_100_ms_apart_are_not_in_a_row():
    for ms, taken in ((99, "xxxx-xxxx-xx"), (100, "x" * 12), (1000, "x" * 12)):
        assert _looks(Whole(), ms, 12) == taken, ms


def test_a_look_in_a_burst_takes_the_steps_place_and_is_done_again():
    parts = Whole().parts
    parts.guards.look(parts.frame, True)
    parts.frame.moved = MOVED
    for _ in range(10):
        assert parts.guards.look(parts.frame, False)
        assert parts.frame.moved == MOVED


def test_contacts_that_have_opened_leave_nothing_to_look_at():
    parts = Whole().parts
    frame, contactor = parts.frame, parts.contactor
    contactor.switch(frame, 1, 0)
    contactor.switch(frame, 0, 0)
    frame.moved = OPENING
    frame.mirror = 1
    assert not parts.guards.look(frame, True)
    assert frame.moved == OPENING
    frame.mirror = 0
    assert not parts.guards.look(frame, True)
    assert (frame.moved, contactor.opening) == (0, False)


def test_a_line_that_chatters_hides_no_weld():
    whole = Whole()
    parts, frame = whole.parts, whole.frame
    parts.contactor.switch(frame, 1, 0)
    parts.contactor.switch(frame, 0, 0)
    frame.mirror = 1
    for count in range(12):
        assert not parts.latch.bits, count
        whole.advance()
        frame.moved = MOVED
        frame.pe = count & 1
        parts.guards.look(frame, True)
        if parts.latch.bits:
            break
    assert parts.latch.has(faults.WELDED)


def test_a_round_looks_at_all_lines_even_while_contacts_are_opening():
    whole = Whole()
    parts, frame = whole.parts, whole.frame
    frame.moved = OPENING
    frame.estop = 1
    parts.guards.look_around(frame)
    assert parts.latch.has(faults.ESTOP)


def test_a_round_looks_at_no_line_twice_in_a_tick():
    whole = Whole()
    parts, frame = whole.parts, whole.frame
    frame.pe = 0
    parts.guards.look(frame, True)
    parts.guards.look_around(frame)
    assert parts.supply.no_pe == 1


def test_a_residual_current_test_goes_on_in_the_turn_of_the_contacts():
    whole = Whole()
    parts, frame = whole.parts, whole.frame
    parts.contactor.check(frame, True)
    frame.duty = DUTY_X1
    parts.guards.contacts(frame)
    assert frame.rcd_test == 1
    whole.advance(250)
    parts.guards.contacts(frame)
    assert frame.rcd_test == 0


def test_a_device_that_is_not_under_test_is_left_to_its_lines():
    whole = Whole()
    parts, frame = whole.parts, whole.frame
    asked = []
    parts.residual.check = lambda frame, tripped: asked.append(tripped)
    frame.coils = 1
    parts.guards.contacts(frame)
    assert asked == []
    parts.residual.active = True
    parts.guards.contacts(frame)
    assert asked == [False]


def test_until_the_pilot_tells_a_car_may_be_there_for_the_residual_current_test():
    for present, known, plugged in (
        (True, True, True),
        (False, True, False),
        (False, False, True),
        (True, False, True),
    ):
        parts = Whole().parts
        told = []
        parts.residual.run = lambda _frame, _open, plugged, told=told: told.append(bool(plugged))
        parts.pilot.present = present
        parts.pilot.known = known
        parts.guards.contacts(parts.frame)
        assert told == [plugged], (present, known)

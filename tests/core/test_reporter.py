"""What is told, and what is not, asked of the reporter itself."""

import array

from core.frame import DUTY_F, DUTY_X1
from core.journal import EVENT_CLOSE, EVENT_LETTER
from core.states import STARTUP, B, E, F
from tests.core.whole import Whole


def _told(whole):
    """Return (what, value) of the next event, None when there is none."""
    parts = whole.parts
    if not parts.reporter.tell(whole.frame):
        return None
    row = array.array("i", [0, 0, 0])
    assert parts.journal.events.get(parts.journal.events.head - 1, row)
    return (row[1], row[2])


def test_no_snapshot_is_put_in_force_that_nobody_began():
    parts = Whole().parts
    parts.reporter.publish(parts.frame)
    assert parts.journal.live().sequence == 0
    for _ in range(2):
        parts.reporter.fill(parts.frame)
        parts.reporter.publish(parts.frame)
        parts.reporter.publish(parts.frame)
    assert parts.journal.live().sequence == 2


def test_every_letter_is_told_but_the_f_that_is_the_piles_own():
    for letter, duty, told in (
        (B, DUTY_X1, (EVENT_LETTER, B)),
        (B, DUTY_F, (EVENT_LETTER, B)),
        (F, DUTY_X1, (EVENT_LETTER, F)),
        (F, DUTY_F, None),
        (E, DUTY_F, None),  # no other than before
    ):
        whole = Whole()
        assert whole.parts.charger.state == STARTUP
        whole.parts.pilot.letter = letter
        whole.frame.duty = duty
        assert _told(whole) == told, (letter, duty)


def test_a_closing_that_was_cut_at_once_is_told_as_one_of_the_first_coil():
    whole = Whole()
    contactor = whole.parts.contactor
    contactor.switch(whole.frame, 3, 0)
    contactor.switch(whole.frame, 0, 0)
    assert _told(whole) == (EVENT_CLOSE, 1)
    contactor.switch(whole.frame, 3, 0)
    assert _told(whole) == (EVENT_CLOSE, 3)

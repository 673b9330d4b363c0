"""The charger's times to the ms, and what each decision leaves behind: a tick hides both."""

from core import faults, states
from core.config import CP_SWITCH_FITTED, J1772
from core.states import (
    CHARGING,
    CLOSING,
    FAULT,
    IDLE,
    OFFERING,
    STOPPING,
    WAITING,
    WAKING,
    B,
    C,
    E,
    F,
)
from tests.core.pile import FULL, PERIOD
from tests.core.whole import Whole

SWITCH = {"fitted": FULL | CP_SWITCH_FITTED}


def _in(state, age_ms=0, letter=C, **kind):
    """Return parts long in service, `age_ms` in `state`, with energy to offer."""
    whole = Whole(**kind)
    parts = whole.parts
    whole.advance(20000)
    parts.contactor.check(whole.frame, True)
    parts.contactor._switched.clear()
    parts.lock.locked = parts.pilot.checked = parts.residual._valid = True
    parts.reasons.no_pwm = 0
    parts.pilot.letter = letter
    parts.pilot.plugged = parts.pilot.present = parts.pilot.known = True
    parts.charger.state = state
    parts.charger.entered.start((whole.frame.now_ms - age_ms) % PERIOD)
    return whole


def _next(whole):
    """Decide; return the state that follows."""
    whole.parts.charger.decide(whole.frame, whole.parts.mailbox.demand)
    return whole.parts.charger.state


def _ends(ms, state, follows, **kind):
    assert _next(_in(state, ms - 1, **kind)) == state
    assert _next(_in(state, ms, **kind)) == follows


def test_cp_118_cp_144_gb_057_a_car_has_6100_ms_to_stop():
    _ends(6100, STOPPING, WAITING)


def test_cp_151_f_lasts_500_ms_though_its_fault_has_gone():
    for age_ms, state in ((499, FAULT), (500, WAITING)):
        whole = _in(FAULT, age_ms)
        whole.parts.charger.to_f = 1
        assert _next(whole) == state


def test_cp_190_cp_191_b1_lasts_3000_ms_after_the_pulse_if_any():
    _ends(3000, WAKING, OFFERING, letter=B)
    _ends(7200, WAKING, OFFERING, letter=B, **SWITCH)


def test_cp_193_a_car_is_woken_after_the_set_time():
    _ends(1234, OFFERING, WAKING, letter=B, wake_after_ms=1234)


def test_cp_115_pwm_rests_for_3000_ms():
    for ms, state in ((2999, WAITING), (3000, OFFERING)):
        whole = _in(WAITING)
        whole.parts.charger.pwm_off.start(whole.frame.now_ms)
        whole.advance(ms)
        assert _next(whole) == state


def test_rc_037_a_trip_within_2000_ms_of_the_closing_waits_for_the_unplug():
    for ms, rule in (
        (0, faults.UNPLUG),
        (1, faults.UNPLUG),
        (1999, faults.UNPLUG),
        (2000, faults.SELF),
    ):
        whole = _in(CHARGING, profile=J1772)
        parts = whole.parts
        parts.contactor.switch(whole.frame, 1, 0)
        whole.advance(ms)
        parts.latch.trip(faults.RCD_TRIP)
        assert _next(whole) == FAULT
        assert parts.latch.rule(faults.RCD_TRIP) == rule, ms


def test_everything_good_closes_but_a_letter_that_tells_nothing_does_not():
    for letter, state in ((C, CHARGING), (E, CLOSING), (F, CLOSING)):
        assert _next(_in(CLOSING, letter=letter)) == state


def test_pp_040_a_bolt_must_be_proved_and_in_its_place():
    for locked, bolt, state in (
        (True, 1, CHARGING),
        (False, 1, CLOSING),
        (True, 0, CLOSING),
        (False, 0, CLOSING),
    ):
        whole = _in(CLOSING)
        whole.parts.lock.locked = locked
        whole.frame.bolt = bolt
        assert _next(whole) == state
        assert whole.parts.charger.no_close == (0 if state == CHARGING else 1 << states.WHY_LOCK)


def test_why_it_does_not_close_is_known_as_soon_as_the_car_asks():
    whole = _in(OFFERING)
    whole.parts.lock.locked = False
    assert _next(whole) == CLOSING
    assert whole.parts.charger.no_close == 1 << states.WHY_LOCK


def test_a_car_that_asks_by_itself_is_not_woken_by_an_old_command():
    whole = _in(OFFERING, letter=B)
    whole.parts.charger.wake()
    whole.parts.pilot.letter = C
    assert _next(whole) == CLOSING
    whole.parts.pilot.letter = B
    assert [_next(whole), _next(whole)] == [OFFERING, OFFERING]


def test_the_next_plug_comes_from_outside():
    whole = _in(IDLE)
    pilot = whole.parts.pilot
    pilot.plugged = pilot.present = False
    pilot.rests = True
    _next(whole)
    assert not pilot.rests


def test_a_car_that_has_gone_and_an_unlock_are_put_into_effect():
    for name in ("keep", "released"):
        whole = _in(IDLE)
        charger = whole.parts.charger
        whole.parts.pilot.plugged = whole.parts.pilot.present = False
        charger.settled = True
        setattr(charger, name, True)
        _next(whole)
        assert not charger.settled
        charger.settled = True
        _next(whole)
        assert charger.settled  # there was nothing to forget
    charger.unlock()
    assert not charger.settled

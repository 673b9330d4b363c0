"""What `put` makes of a state, to the ms and line by line: in a tick it waits for its turn."""

from core import states
from core.clock import LONG_AGO
from core.config import CP_SWITCH_FITTED, WAKE_F
from core.frame import DUTY_F, DUTY_X1, MOVED
from core.states import CHARGING, CLOSING, FAULT, IDLE, OFFERING, STOPPING, WAITING, WAKING
from tests.core.pile import FULL, PERIOD, Pile
from tests.core.whole import Whole

SWITCH = {"fitted": FULL | CP_SWITCH_FITTED}
PULSE_F = {"wake": WAKE_F}


def _whole(**kind):
    """Return parts whose contacts are open, with 16 A to offer and a plug at rest."""
    whole = Whole(**kind)
    parts = whole.parts
    whole.advance(5000)
    parts.contactor.check(whole.frame, True)
    parts.reasons.ceiling_ma = 16000
    parts.reasons.no_pwm = 0
    parts.pilot.plugged = parts.pilot.rests = parts.charger.begun = True
    whole.frame.moved = 0
    return whole


def _put(whole, state, age_ms=0):
    """Put the outputs of a state entered `age_ms` ago; return the frame."""
    whole.parts.charger.state = state
    whole.parts.charger.entered.start((whole.frame.now_ms - age_ms) % PERIOD)
    whole.parts.outputs.put(whole.frame)
    return whole.frame


def test_cp_151_cp_183_f_for_500_ms():
    for age_ms, duty in ((0, DUTY_F), (499, DUTY_F), (500, DUTY_X1)):
        whole = _whole()
        whole.parts.charger.to_f = 1
        assert _put(whole, FAULT, age_ms).duty == duty, age_ms


def test_cp_191_cp_193_the_pulse_lasts_4200_ms_and_its_letter_is_held_for_500_more():
    for kind, on in ((SWITCH, (1, DUTY_X1)), (PULSE_F, (0, DUTY_F))):
        for age_ms, pulse, holds in (
            (4199, True, True),
            (4200, False, True),
            (4699, False, True),
            (4700, False, False),
        ):
            whole = _whole(**kind)
            frame = _put(whole, WAKING, age_ms)
            assert (frame.cp_off, frame.duty) == (on if pulse else (0, DUTY_X1)), age_ms
            assert whole.parts.charger.holds == holds, age_ms


def test_whatever_follows_a_pulse_ends_it_and_follows_the_letter():
    for kind in (SWITCH, PULSE_F):
        for state, duty in ((OFFERING, 2666), (WAITING, DUTY_X1), (FAULT, DUTY_X1)):
            whole = _whole(**kind)
            _put(whole, WAKING, 1000)
            assert whole.parts.charger.holds
            frame = _put(whole, state)
            assert (frame.cp_off, frame.duty) == (0, duty), state
            assert not whole.parts.charger.holds, state


def test_another_wave_is_answered_by_the_lines_f_by_none():
    for state, moved in ((IDLE, 0), (OFFERING, MOVED), (FAULT, 0)):
        whole = _whole()
        whole.parts.charger.to_f = 1
        assert _put(whole, state).moved == moved, state
    whole = _whole()
    _put(whole, OFFERING).moved = 0
    assert _put(whole, OFFERING).moved == 0
    assert _put(whole, WAITING).moved == MOVED


def test_what_was_drawn_is_kept_when_the_coil_goes_off_only():
    whole = _whole()
    parts = whole.parts
    parts.reporter.opened_ma = 1
    parts.reasons.l1_ma = 5000
    for state in (OFFERING, CHARGING, CHARGING, STOPPING):
        _put(whole, state)
        assert parts.reporter.opened_ma == 1, state
    _put(whole, WAITING)
    assert parts.reporter.opened_ma == 5000
    parts.reasons.l1_ma = 0
    _put(whole, WAITING)
    assert parts.reporter.opened_ma == 5000


def test_cp_115_the_pause_runs_from_the_end_of_pwm_not_of_f():
    whole = _whole()
    parts = whole.parts
    _put(whole, OFFERING)
    _put(whole, WAITING)
    assert parts.charger.pwm_off.since(whole.frame.now_ms) == 0
    parts.charger.pwm_off.clear()
    parts.charger.to_f = 1
    _put(whole, FAULT)
    _put(whole, FAULT, 500)
    assert parts.charger.pwm_off.since(whole.frame.now_ms) == LONG_AGO


def test_what_is_put_is_settled_unless_it_has_yet_to_change():
    for state, settled in ((IDLE, True), (WAITING, True), (WAKING, False), (FAULT, False)):
        whole = _whole()
        charger = whole.parts.charger
        for before in (True, False):
            charger.settled = before
            _put(whole, state)
            assert charger.settled == settled, (state, before)
    whole = _whole()
    _put(whole, OFFERING)
    assert not whole.parts.charger.settled  # an increase would wait
    _put(whole, OFFERING)
    assert whole.parts.charger.settled


def test_after_a_reset_in_mid_session_nothing_is_settled_and_no_bolt_moves():
    whole = _whole()
    charger = whole.parts.charger
    charger.begun = False
    for before in (True, False):
        charger.settled = before
        _put(whole, WAITING)
        assert not charger.settled
        assert not whole.parts.outputs.bolt_moves()
    whole.parts.reasons.no_pwm = 1 << states.WHY_NOT_AUTHORISED
    _put(whole, WAITING)
    assert whole.parts.outputs.bolt_moves()


def test_the_bolt_waits_until_the_plug_has_rested_for_100_ms():
    for ms, lock in ((99, 0), (100, 1)):
        whole = _whole()
        parts, frame = whole.parts, whole.frame
        frame.bolt = 0
        parts.lock.check(frame, 0)
        parts.pilot.rests = False
        parts.pilot._plugged.start(frame.now_ms)
        parts.charger.keep = True
        whole.advance(ms)
        _put(whole, OFFERING)
        assert not parts.charger.settled
        parts.outputs.put_bolt(frame)
        assert frame.lock == lock, ms


def test_a_contact_that_closes_or_a_bolt_that_leaves_in_time_keeps_the_coil_off():
    for name, value in (("bolt", 0), ("mirror", 1), ("live", 7)):
        whole = _whole()
        setattr(whole.frame, name, value)
        frame = _put(whole, CHARGING, 70)
        assert (frame.coils, frame.arm, whole.parts.contactor.driven) == (0, 0, 0), name
        assert whole.parts.charger.state == CLOSING, name
        assert whole.parts.charger.entered.since(frame.now_ms) == 0


def test_a_heat_that_no_turn_has_seen_is_latched_before_the_coil_goes_on():
    for state, names in ((OFFERING, False), (CHARGING, True)):
        whole = _whole()
        whole.frame.socket_dc = 950
        _put(whole, state)
        assert bool(whole.parts.latch.bits) == names
    whole = _whole()
    _put(whole, CHARGING)
    whole.frame.socket_dc = 950
    _put(whole, CHARGING)  # from now on it has its turns
    assert not whole.parts.latch.bits


def test_a_car_that_leaves_without_an_offer_locks_nothing():
    pile = Pile().run(3000)
    pile.enable = 0
    pile.plug("B").run(2000).plug("A")
    for _ in range(100):
        pile.step()
        assert pile.outlet.frame.lock == 0
        assert not pile.outlet.charger.keep

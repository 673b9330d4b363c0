"""Checks of pilot, cable and lock, with test resistors. Loaded for a step, then dropped.

While a resistor of state C or D is connected a claim of 0 A keeps the contactor open.
"""

from core.config import LOCK_FITTED, TETHERED
from core.frame import DUTY_F, DUTY_X1, OPEN_OHM
from core.states import LETTERS, A
from service.bringup_words import (
    ABSENT,
    FAIL,
    HANDS,
    PASS,
    RUNS,
    fault_names,
    judged,
    snapshot_of,
    span,
    volts,
)

_SOURCE = "bringup"  # of the claim
_PAUSE_MS = 900000
_LOW_MV = (-12600, -11400)  # CP-002
_CABLE = 10  # percent


def _pause(app):
    """Have nothing closed meanwhile; return whether that was so before."""
    was = app.claims.find(_SOURCE) is not None
    app.claims.put(app.ports.ticks_ms(), _SOURCE, 0, _PAUSE_MS)
    app.publish(app.ports.ticks_ms())
    return was


def offer(app):
    """Let the core offer energy again."""
    app.claims.remove(_SOURCE)
    app.publish(app.ports.ticks_ms())


def idle(app, low_mv, high_mv):
    """Without a car the pilot rests at +12 V (CP-001)."""
    _pause(app)
    snapshot = snapshot_of(app)
    value = "%s, %s" % (volts(snapshot.high_mv), LETTERS[snapshot.letter])
    limits = "A, " + span(low_mv, high_mv)
    if snapshot.plugged:
        return HANDS, value, limits
    return judged(low_mv <= snapshot.high_mv <= high_mv and snapshot.letter == A, value, limits)


def level(app, letter, low_mv, high_mv):
    """A test resistor is told apart (CP-220, CP-221)."""
    snapshot = snapshot_of(app)
    limits = "%s, %s" % (letter, span(low_mv, high_mv))
    if letter == "D" and not app.outlet.config.ventilated_state:
        return ABSENT, "the profile has no state D", ""
    value = "%s, %s" % (volts(snapshot.high_mv), LETTERS[snapshot.letter])
    if not _pause(app) or snapshot.letter == A or DUTY_F < snapshot.duty < DUTY_X1:
        return HANDS, value, limits
    good = low_mv <= snapshot.high_mv <= high_mv and LETTERS[snapshot.letter] == letter
    return judged(good, value, limits)


def wave(app, low_mv, high_mv):
    """With a car in B the wave reaches both rails, and says what may be drawn."""
    offer(app)
    snapshot = snapshot_of(app)
    limits = "B, %s, %s" % (span(low_mv, high_mv), span(*_LOW_MV))
    value = "%s, %s, %s" % (
        LETTERS[snapshot.letter],
        volts(snapshot.high_mv),
        volts(snapshot.low_mv),
    )
    if snapshot.letter == A:
        return HANDS, value, limits
    if not DUTY_F < snapshot.duty < DUTY_X1:
        return (FAIL if snapshot.faults else RUNS), "%s, no wave: why()" % value, limits
    value += ", %d.%02d %%" % divmod(snapshot.duty, 100)
    good = low_mv <= snapshot.high_mv <= high_mv and LETTERS[snapshot.letter] == "B"
    return judged(good and _LOW_MV[0] <= snapshot.low_mv <= _LOW_MV[1], value, limits)


def cable(app, ohm, amps):
    """A cable's resistor is read (PP-002..PP-005)."""
    config = app.outlet.config
    if config.fitted & TETHERED or not config.reads_cable:
        return ABSENT, "no cable is read", ""
    found = app.outlet.frame.pp_ohm
    limits = "%d ohm +-%d %%: %d A" % (ohm, _CABLE, amps)
    if found >= OPEN_OHM:
        return HANDS, "open", limits
    return judged(abs(found - ohm) * 100 <= ohm * _CABLE, "%d ohm" % found, limits)


def lock(app, locked):
    """The bolt goes where it is wanted, and its contact says so (PP-040)."""
    if app.outlet.config.fitted & (LOCK_FITTED | TETHERED) != LOCK_FITTED:
        return ABSENT, "no lock", ""
    if not app.outlet.config.locks:
        return ABSENT, "the profile has no lock", ""
    offer(app)
    snapshot = snapshot_of(app)
    value = "bolt %s" % ("in" if app.outlet.frame.bolt else "out")
    limits = "bolt %s" % ("in" if locked else "out")
    stuck = [name for name in fault_names(snapshot.faults) if name.startswith("lock")]
    if stuck:
        return FAIL, value + ", " + stuck[0], limits
    if bool(snapshot.plugged) != bool(locked):
        return HANDS, value, limits
    if app.outlet.frame.bolt != locked:
        return RUNS, value, limits
    return PASS, value, limits

"""Watches the core close and open a contactor for a test car. Loaded for that step, dropped."""

import array

from core.config import MIRROR_FITTED, SENSE_FITTED
from core.faults import FAULTS, UNDER_VOLTAGE
from core.journal import EVENT_CLOSE, EVENT_FAULT, EVENT_OPEN
from service.bringup_pilot import offer
from service.bringup_words import FAIL, HANDS, PASS, RUNS, judged, snapshot_of

_LIMITS = "contacts as coils and mains are"
_DEAD_MV = 50000


def contactor(app, mains):
    """A contactor that the core closes and opens says so by its contacts (PW-008, PW-012).

    Called until both were seen. The core alone closes: nothing here asks for a coil.
    """
    dead = _dead(app)
    if dead is not None and dead == mains:
        value = "the meter measures no mains" if mains else "the meter still measures mains"
        return FAIL, value, "mains %s" % ("on" if mains else "off")
    offer(app)
    begun = app.watch.begun
    if begun[1] is None:
        begun[1] = [app.outlet.journal.events.head, None]
        return HANDS, "call again while it is closed, and when the car has gone", _LIMITS
    codes, faults = _events(app, begun[1][0])
    if not mains and "under_voltage" in faults:
        faults.remove("under_voltage")
    if faults:
        return FAIL, "faults: " + " ".join(faults), _LIMITS
    return _seen(app, mains, begun[1], codes)


def _seen(app, mains, begun, codes):
    # begun: [first event, what was seen while it was closed]
    snapshot = snapshot_of(app)
    good, text = _feedback(app, snapshot, mains)
    if snapshot.closed or snapshot.coils:
        begun[1] = (good, text)
        return RUNS, text + "; now the car must stop", _LIMITS
    if begun[1] is None:
        if not mains and snapshot.faults >> UNDER_VOLTAGE & 1:
            return PASS, "it does not close on a dead supply", "closed, or no mains measured"
        return HANDS, "it has not been seen closed: why()", _LIMITS
    if EVENT_CLOSE not in codes or EVENT_OPEN not in codes:
        return RUNS, "it opens", _LIMITS
    return judged(good and begun[1][0], "%s, then %s" % (begun[1][1], text), _LIMITS)


def _dead(app):
    # whether the meter says that there are no mains, None: nobody measures
    if not app.measured.guards():
        return None
    return max(app.measured.voltage_mv) < _DEAD_MV


def _feedback(app, snapshot, mains):
    # (good, text) of the contacts while the coils are as they are
    frame, fitted = app.outlet.frame, app.outlet.config.fitted
    wired = 0
    if snapshot.coils and mains:
        wired = 7 if snapshot.phases == 3 else 1
    mirror = frame.mirror == snapshot.coils or not fitted & MIRROR_FITTED
    live = frame.live == wired or not fitted & SENSE_FITTED
    text = "coils %d mirror %d live %d" % (snapshot.coils, frame.mirror, frame.live)
    return mirror and live, text


def _events(app, since):
    row = array.array("i", [0, 0, 0])
    ring = app.outlet.journal.events
    codes, faults = [], []
    for number in range(since, ring.head):
        if ring.get(number, row):
            codes.append(row[1])
            if row[1] == EVENT_FAULT:
                faults.append(FAULTS[row[2]][0])
    return codes, faults

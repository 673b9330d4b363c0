"""Compares what the pilot reads with rails that are known: +12 V with no car, -12 V of a wave.

Once a minute, loaded for that and dropped; what it finds is filtered over a quarter of an hour.
A notice in status() and in the event log, never a fault: the core judges CP-001 and CP-002.
"""

from micropython import const

from core.frame import DUTY_F, DUTY_X1
from core.states import A
from service.event_codes import DRIFT
from shell.on_demand import forget

forget("service", "event_codes")

_RAIL_MV = const(12000)
_LIMIT_MV = const(400)  # of the 600 that CP-001 and CP-002 allow
_BACK_MV = const(300)
_PARTS = const(8)  # of what is filtered, one is the new reading


def turn(app):
    """Look at the rail that can be seen now. Called by the comms job."""
    frame, snapshot = app.outlet.frame, app.snapshot
    high_mv, low_mv, duty = frame.high_mv, frame.low_mv, frame.duty
    if duty == DUTY_X1 and snapshot.letter == A and not snapshot.plugged:
        _take(app, "+12 V", high_mv - _RAIL_MV)
    elif DUTY_F < duty < DUTY_X1 and snapshot.plugged and not snapshot.faults:
        _take(app, "-12 V", low_mv + _RAIL_MV)


def _take(app, rail, off_mv):
    if app.rails is None:
        app.rails = {}
    last_mv, was_bad = app.rails.get(rail, (off_mv, False))
    off_mv = ((_PARTS - 1) * last_mv + off_mv) // _PARTS
    bad = abs(off_mv) > (_BACK_MV if was_bad else _LIMIT_MV)
    app.rails[rail] = (off_mv, bad)
    if bad and not was_bad:
        app.note(DRIFT, off_mv, 0, rail)

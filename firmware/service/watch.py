"""What a monitor shows twice a second, in parts so that each is a short slice (F24).

Its code stays until part "end" or another command: a monitor would have it loaded twice a second,
for 0.1 s on a Pico. Names are codes; units stand in the keys. Called by the console.
"""

import gc
import json as _json

from micropython import const

from core.clock import elapsed
from core.faults import FAULTS
from core.frame import OPEN_OHM
from core.journal import Snapshot
from core.states import LETTERS, REASONS, STATES
from power.claims import KINDS
from shell import limit_list
from shell.on_demand import forget

_ROW_MS = const(20)  # between two rows of the trace
_LOOKED = const(25)  # rows: all 150 take 45 ms on a Pico
_PAUSE_MS = const(1000)  # a longer step: the trace stood still meanwhile
_PINS = ("gate", "rcd", "estop", "pe", "mirror", "live", "bolt", "lock", "board_dc", "socket_dc")


def pile(app):
    """Return what the core measured and decided in its last tick, and the meter."""
    snapshot = app.outlet.journal.read(Snapshot())
    frame = app.outlet.frame
    measured = app.measured
    reasons = limit_list.reasons(app, snapshot)
    data = {
        "ms": frame.now_ms,
        "ticks": app.outlet.ticks,
        "dead": app.outlet.dead,
        "state": STATES[snapshot.state],
        "reasons": [REASONS[bit] for bit in range(len(REASONS)) if reasons >> bit & 1],
        "faults": [FAULTS[bit][0] for bit in range(len(FAULTS)) if snapshot.faults >> bit & 1],
        "pilot": LETTERS[snapshot.letter],
        "high_mv": snapshot.high_mv,
        "low_mv": snapshot.low_mv,
        "duty": snapshot.duty,
        "limit_ma": snapshot.limit_ma,
        "ceiling_ma": snapshot.ceiling_ma,
        "cable_ma": snapshot.cable_ma,
        "pp_ohm": -1 if frame.pp_ohm >= OPEN_OHM else frame.pp_ohm,  # -1 = open
        "coils": snapshot.coils,
        "closed": snapshot.closed,
        "current_ma": list(measured.current_ma),
        "voltage_mv": list(measured.voltage_mv),
        "meter": measured.online,
        "session": app.session.open,
        "energy_wh": app.session.energy_wh,
        "frozen": app.outlet.journal.trace.frozen(),
    }
    for name in _PINS:
        data[name] = getattr(frame, name)
    return data


def limits(app):
    """Return every limit, the one that wins first."""
    rows = []
    for limit in limit_list.limits(app, app.outlet.journal.read(Snapshot())):
        claim = limit.claim
        row = {"source": limit.code, "ma": limit.ma, "kind": "cap", "rank": limit_list.SAFETY}
        if claim is not None:
            row["kind"], row["rank"] = KINDS[claim.kind], claim.rank
            row["until_s"] = claim.until_s  # utc; 0 = none
        if limit.left_ms >= 0:
            row["left_s"] = (limit.left_ms + 999) // 1000
        rows.append(row)
    return {"limits": rows}


def unit(app):
    """Return the clock, the heap and what counts troubles."""
    clock = app.trade.clock
    data = {
        "clock": clock.quality,
        "utc_s": clock.now_s(),
        "up_s": clock.up_s,
        "closings": app.snapshot.closings,
        "crashes": list(app.crashes),
        "jitter_ms": _jitter_ms(app.outlet.journal.trace),
    }
    if hasattr(gc, "mem_free"):
        data["heap_free"] = gc.mem_free()  # walks the heap: 9 ms on a Pico
        if app.watch is not None and app.watch.hour >= 0:  # of this hour, garbage counted
            data["heap_least"] = app.watch.heap[2 * app.watch.hour % len(app.watch.heap)]
    return data


def _jitter_ms(trace):
    # the tick whose row was furthest from its time, of half a second; -1: of an old fault
    if trace.frozen():
        return -1
    worst = looked = 0
    before_ms = None
    for row in trace.rows():
        looked += 1
        if looked > _LOOKED:
            break
        if before_ms is not None:
            step_ms = elapsed(row[0], before_ms)
            if step_ms < _PAUSE_MS:
                worst = max(worst, abs(step_ms - _ROW_MS))
        before_ms = row[0]
    return worst


def end(_app):
    """Give this code back: the monitor leaves."""
    forget("shell", "limit_list")
    forget("service", "watch")
    return {}


PARTS = {"pile": pile, "limits": limits, "unit": unit, "end": end}


def line(app, part="pile", json=False, lang=None):
    """Return what to say of a part: one line of JSON, or lines for people. Never raises.

    `lang`: as every command takes one; here are only codes and figures.
    """
    if part not in PARTS:
        text = 'part is "pile", "limits", "unit" or "end"'
        return _json.dumps({"ok": False, "errors": [text]}) if json else text
    data = PARTS[part](app)
    if json:
        return _json.dumps(data)
    return "\n".join(["%s: %s" % (key, data[key]) for key in sorted(data)])

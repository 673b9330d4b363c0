"""Lists for the console: events, inputs, the trace around a fault."""

import array
import json

from micropython import const

from core import journal
from core.clock import LONG_AGO, elapsed
from core.faults import FAULTS
from core.frame import OPEN_OHM
from core.journal import EVENTS, TRACE
from core.states import LETTERS, STATES

_LAST = const(64)
_COMMANDS = ("", "clear", "selftest", "unlock", "wake")  # core.mailbox


def events(app):
    """Return [number, ms, code, value as a name or a number], oldest first."""
    ring = app.outlet.journal.events
    row = array.array("i", [0, 0, 0])
    found = []
    for number in range(max(ring.head - _LAST, 0), ring.head):
        if ring.get(number, row):
            found.append([number, row[0], EVENTS[row[1]], _meaning(row[1], row[2])])
    return found


def _meaning(code, value):
    names = None
    if code == journal.EVENT_STATE:
        names = STATES
    elif code == journal.EVENT_LETTER:
        names = LETTERS
    elif code == journal.EVENT_COMMAND:
        names = _COMMANDS
    elif code in (journal.EVENT_FAULT, journal.EVENT_CLEARED):
        return FAULTS[value][0]
    if names is not None and 0 <= value < len(names):
        return names[value]
    return value


def event_lines(app):
    """Return one line an event."""
    now_ms = app.ports.ticks_ms()
    return ["-%s %s %s" % (ago(now_ms, row[1]), row[2], row[3]) for row in events(app)]


def ago(now_ms, then_ms):
    """Return how long ago `then_ms` was, as text."""
    passed = elapsed(now_ms, then_ms)
    if passed > LONG_AGO:
        return "?"
    return "%d.%d s" % (passed // 1000, passed % 1000 // 100)


def inputs(app):
    """Return [name, value] of everything the core measured in its last tick."""
    frame = app.outlet.frame
    names = ("high_mv", "low_mv", "pp_ohm", "rcd", "gate", "estop", "pe", "mirror", "live")
    rows = [[name, getattr(frame, name)] for name in names]
    for name in ("bolt", "board_dc", "socket_dc", "duty", "coils", "lock"):
        rows.append([name, getattr(frame, name)])
    return rows


def input_lines(app):
    """Return one line an input."""
    lines = []
    for name, value in inputs(app):
        text = "open" if name == "pp_ohm" and value >= OPEN_OHM else str(value)
        lines.append("%s: %s" % (name, text))
    measured = app.measured
    lines.append("current_ma: %s" % list(measured.current_ma))
    lines.append("voltage_mv: %s" % list(measured.voltage_mv))
    lines.append("frequency_mhz: %d" % measured.frequency_mhz)
    lines.append("meter: %s" % ("online" if measured.online else "offline"))
    for part in (app.ports, app.ports.meter):  # what they count of their own troubles
        if hasattr(part, "notes"):
            for row in part.notes():
                lines.append("%s: %s" % row)
    from meter.register_notes import notes

    for row in notes(app.trade.register):
        lines.append("%s: %s" % row)
    return lines


def write_trace(app, say, as_json):
    """Say the trace row by row, oldest first: all of it at once would not fit a small heap."""
    ring = app.outlet.journal.trace
    if as_json:
        say(json.dumps({"frozen": ring.frozen(), "columns": TRACE}))
    else:
        say("frozen around a fault" if ring.frozen() else "running")
        say(" ".join(TRACE))
    for row in ring.rows():
        row[4] = STATES[row[4]]
        say(json.dumps(row) if as_json else " ".join([str(value) for value in row]))

"""A bundle as sections for people: (title, rows), each row a tuple of texts."""

import json

from service import event_list
from session.stamp import utc
from shell import fault_texts, settings, texts

_ENGLISH = 0
_STATES = {"pass": "pass", "fail": "FAIL", "absent": "not there"}
_HEADER = "form steps before".split()


def sections(bundle, seal=None):
    """Return every section of a bundle; `seal`: what tools.report.seal says of its report."""
    found = [("Diagnostics bundle", _head(bundle))]
    for name, data in bundle["parts"].items():
        if isinstance(data, dict) and set(data) == {"error"}:
            found.append((name, [("not told", data["error"])]))
        elif name == "bringup":
            found += bringup(data, seal) if data else [("Bring-up", [("no report was made",)])]
        elif data is not None:
            title, rows = _PARTS[name]
            found.append((title, rows(data)))
    return [(title, rows) for title, rows in found if rows]


def bringup(data, seal=None):
    """Return the sections of a bring-up's report, as the pile tells it."""
    report = json.loads(data["report"])
    head = [(key, _shown(key, value)) for key, value in report.items() if key not in _HEADER]
    head += [("SHA-256", data["sha256"]), ("signature", data["signature"] or "none")]
    if seal:
        head.append(("checked", seal))
    steps = [("step", "", "found", "allowed", "when, UTC")]
    for step, (state, value, limits, unix_s) in report["steps"].items():
        steps.append((step, _STATES.get(state, state), value, limits, _when(unix_s)))
    return [("Bring-up", head), ("Steps", steps)]


def text(found):
    """Return sections as lines of text."""
    lines = []
    for title, rows in found:
        lines += ["", title, "-" * len(title)] + aligned(rows)
    return lines[1:]


def aligned(rows):
    """Return rows as lines, their columns below each other."""
    count = max(len(row) for row in rows)
    widths = [max([len(row[i]) for row in rows if i < len(row) - 1] or [0]) for i in range(count)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in rows
    ]


def _when(unix_s):
    return utc(unix_s).replace("T", " ") if unix_s else "clock not set"


def _shown(key, value):
    if key.endswith("_s") and key in ("unix_s", "utc_s"):
        return _when(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items()) or "none"
    return str(value)


def _head(bundle):
    rows = [("made", bundle["made"]), ("port", bundle["port"])]
    if bundle.get("cut"):
        rows.append(("left out", f"the oldest {bundle['cut']} events, for want of room"))
    return rows


def _table(data):
    return [(key, _shown(key, value)) for key, value in sorted(data.items())]


def _why(data):
    rows = [("reasons", ", ".join(data["reasons"]) or "none")]
    for limit in data["limits"]:
        won = " (this one wins)" if limit["wins"] else ""
        rows.append((limit["source"], f"{limit['ma'] / 1000:g} A{won}"))
    return rows


def _settings(data):
    defaults = settings.defaults()
    return [
        (key, _shown("", value), "" if defaults.get(key) == value else "not the default")
        for key, value in sorted(data.items())
    ]


def _faults(data):
    rows = []
    for fault in data:
        row = fault_texts.ROWS[fault["number"]]
        rows.append((fault["fault"], row[texts.TEXT + _ENGLISH]))
        rows.append(("  cause", row[texts.CAUSE + _ENGLISH]))
        rows.append(("  do", row[texts.ACTION + _ENGLISH]))
    return rows or [("none", "")]


def _core(data):
    newest_ms = data[-1][1] if data else 0
    return [(f"-{(newest_ms - row[1]) / 1000:.2f} s", row[2], str(row[3])) for row in data]


def _trace(data):
    if not data["rows"]:
        return []
    state = "frozen around a fault" if data["frozen"] else "running"
    rows = [[state], data["columns"], *data["rows"]]
    return [tuple(str(value) for value in row) for row in rows]


def _log(data):
    events = [dict(zip(event_list.COLUMNS, row, strict=True)) for row in data]
    return [(event_list.line(event, _ENGLISH, _when),) for event in events]


def _heap(data):
    return [("hour", "least free", "most free")] + [
        (str(row[0]), str(row[1]), str(row[2])) for row in data
    ]


def _sessions(data):
    rows = [("number", "start", "kWh", "reason", "fault", "card", "")]
    for row in data:
        kwh = f"{row['energy_mwh'] / 1e6:.3f}"
        flags = ", ".join(row["flags"])
        start = row["start"] or "clock not set"
        fault = row["fault"] or "-"
        rows.append((str(row["number"]), start, kwh, row["reason"], fault, row["who"], flags))
    return rows


# part: its title, what makes rows of it
_PARTS = {
    "unit": ("Pile", _table),
    "status": ("Status", _table),
    "why": ("Why, and what limits it (lowest first)", _why),
    "settings": ("Settings", _settings),
    "inputs": ("Measured, and troubles counted", lambda data: [(line,) for line in data]),
    "faults": ("Faults", _faults),
    "core": ("Core, last events", _core),
    "trace": ("Trace", _trace),
    "log": ("Event log, UTC", _log),
    "heap": ("Memory by hour of up-time, bytes", _heap),
    "sessions": ("Last sessions", _sessions),
    "group": ("Group", _table),
}

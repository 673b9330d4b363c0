"""Checks a meter's map: each error names the field and what is allowed. Loaded on demand.

A map is data: {"about", "function", "type", ..., "rows": [{"field", "phase", "at", ...}]}.
TOP and ROW say every key; meter/maps/ has examples. Where two answers would be of one length,
"before" and "span" can make them differ: else a question must wait after a lost answer to the
other, see meter.master.
"""

import json

from meter.plan import FIELDS, UNITS, complete, number_of, place_of, span_of
from shell import check as checks
from shell.check import CHOICE, TEXT, WHOLE

TYPES = ("u16", "s16", "u32", "s32", "u64", "s64", "float32")
_WORDS = (CHOICE, ("big", "little"))  # of a value's registers, which comes first
_FUNCTION = (CHOICE, (3, 4))  # read holding registers, read input registers
_BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
# Key, kind, allowed, unit.
TOP = (
    ("about", TEXT, (60,), ""),  # maker and types
    ("function",) + _FUNCTION + ("",),
    ("type", CHOICE, TYPES, ""),  # of the rows that do not say
    ("words",) + _WORDS + ("",),
    ("address", WHOLE, (1, 248), ""),  # how the meter leaves the factory
    ("baud", CHOICE, _BAUDS, ""),
    ("parity", CHOICE, ("none", "even", "odd"), ""),
    ("stop_bits", CHOICE, (1, 2), ""),
    ("most", WHOLE, (1, 125), ""),  # registers in one answer
    ("gap", WHOLE, (0, 124), ""),  # registers without a row that may be asked for between two
    ("answer_ms", WHOLE, (20, 1000), "ms"),  # how long the meter may think
    ("fast_ms", WHOLE, (250, 1000), "ms"),
    ("slow_ms", WHOLE, (1000, 5000), "ms"),
)
ROW = (
    ("field", CHOICE, tuple([row[0] for row in FIELDS]), ""),
    ("phase", CHOICE, (1, 2, 3), ""),
    ("type", CHOICE, TYPES + ("text",), ""),
    ("words",) + _WORDS + ("",),
    ("function",) + _FUNCTION + ("",),
    ("poll", CHOICE, ("fast", "slow"), ""),
    ("before", WHOLE, (1, 124), ""),  # registers asked for ahead of it
    ("span", WHOLE, (1, 125), ""),  # registers asked for from this one on, a text's length
)
_NEEDED = ("about", "function")
_PHASED = ("current", "voltage")


def check(meter_map):
    """Return a list of errors, empty when the map is good. Without the first, no second step."""
    if type(meter_map) is not dict or type(meter_map.get("rows")) is not list:
        return ["rows: must be there, a list"]
    errors = _table("", meter_map, TOP, ("rows",))
    for key in _NEEDED:
        if key not in meter_map:
            errors.append(key + ": must be there")
    for index, row in enumerate(meter_map["rows"]):
        errors += _check_row("rows[%d]" % index, row, meter_map)
    if errors:
        return errors
    meter_map = complete(meter_map)
    return _check_spans(meter_map) or _check_overlaps(meter_map) or _check_fields(meter_map)


def check_file(path):
    """Return the errors of a map file, none when it is good; the first element of a pair is it."""
    try:
        with open(path) as file:
            meter_map = json.load(file)
    except OSError as error:
        return None, ["%s: cannot be read (%s)" % (path, error)]
    except ValueError:
        return None, [path + ": not JSON"]
    return meter_map, ["%s: %s" % (path, error) for error in check(meter_map)]


def _table(prefix, values, rows, others):
    keys = [row[0] for row in rows]
    errors = []
    for key in sorted(values):
        if key not in keys and key not in others:
            errors.append(prefix + checks.unknown(key, keys + list(others)))
    for key, kind, allowed, unit in rows:
        if key in values:
            error = checks.complaint(key, kind, allowed, unit, values[key])
            if error:
                errors.append(prefix + error)
    return errors


def _check_row(name, row, meter_map):
    prefix = name + "."
    if type(row) is not dict:
        return [name + ": must be a table of keys and values"]
    if "field" not in row:
        return [prefix + "field: must be there, " + checks.range_text(CHOICE, ROW[0][2], "")]
    errors = _table(prefix, row, ROW, ("at", "unit", "scale"))
    if errors:
        return errors
    field = row["field"]
    if not _is_register(row.get("at")):
        shown = checks.shown(row["at"]) if "at" in row else "missing"
        errors.append(prefix + 'at: %s, must be 0 to 65535 or as "0x5B00"' % shown)
    units = tuple([unit for of, unit, _ in UNITS if of == field])
    if units and row.get("unit") not in units:
        errors.append(prefix + "unit: must be there for %s, %s" % (field, " or ".join(units)))
    if not units and "unit" in row:
        errors.append(prefix + "unit: must not be there for " + field)
    if (field in _PHASED) != ("phase" in row) and field != "power":
        word = "must" if field in _PHASED else "must not"
        errors.append(prefix + "phase: %s be there for %s" % (word, field))
    return errors + _check_type(prefix, row, meter_map)


def _check_type(prefix, row, meter_map):
    kind = row.get("type") or meter_map.get("type")
    if kind is None:
        return [prefix + "type: must be there, or in the map for all rows"]
    if kind == "text" and (row["field"] != "serial" or "span" not in row):
        return [prefix + "type = text: is for serial, with span"]
    if kind == "float32" and row["field"] == "serial":
        return [prefix + "type = float32: must be whole or text for serial"]
    if "scale" not in row:
        return []
    scale = row["scale"]
    good = type(scale) is list and len(scale) == 2 and row["field"] != "serial"
    for part in scale if good else ():
        good = good and checks.fits(WHOLE, (1, 1000000), part)
    if good:
        return []
    return [prefix + "scale: must be [multiply, divide], 1 to 1000000, and not for serial"]


def _is_register(at):
    if type(at) is str:
        try:
            at = number_of(at) if at[:2] == "0x" else -1
        except ValueError:
            return False
    return type(at) is int and 0 <= at <= 65535


def _spread(meter_map):
    # (function, first register, registers of the value, name) of each row
    return [
        (
            row.get("function") or meter_map["function"],
            number_of(row["at"]),
            span_of(dict(row, span=row["span"] if row.get("type") == "text" else 0), meter_map),
            "rows[%d]" % index,
        )
        for index, row in enumerate(meter_map["rows"])
    ]


def _check_spans(meter_map):
    errors = []
    for row, place in zip(meter_map["rows"], _spread(meter_map)):
        _, at, size, name = place
        span = span_of(row, meter_map)
        before = row.get("before", 0)
        if not size <= span <= meter_map["most"]:
            errors.append(
                "%s.span = %d: must be %d to most = %d" % (name, span, size, meter_map["most"])
            )
        elif before > min(at, meter_map["most"] - span):
            errors.append(
                "%s.before = %d: with span at most = %d, and not before register 0"
                % (name, before, meter_map["most"])
            )
        elif at + span > 65536:
            errors.append("%s.at: the value ends behind the last register" % name)
    return errors


def _check_overlaps(meter_map):
    errors = []
    places = sorted(_spread(meter_map))
    for before, after in zip(places, places[1:]):
        if before[0] == after[0] and before[1] + before[2] > after[1]:
            errors.append("%s.at = 0x%04X: overlaps %s" % (after[3], after[1], before[3]))
    return errors


def _check_fields(meter_map):
    errors = []
    names = {}
    for index, row in enumerate(meter_map["rows"]):
        name = "rows[%d]" % index
        if place_of(row) in names:
            errors.append("%s.field: the same as %s" % (name, names[place_of(row)]))
        names[place_of(row)] = name
    fields = [row["field"] for row in meter_map["rows"]]
    if "energy" not in fields:
        errors.append("rows: energy must be there")
    phases = [
        sorted([row["phase"] for row in meter_map["rows"] if row["field"] == field])
        for field in _PHASED
    ]
    if phases[0] != phases[1] or phases[0] not in ([], [1], [1, 2, 3]):
        errors.append("rows: current and voltage must be there for phase 1, for all three, or not")
    return errors

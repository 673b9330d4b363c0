"""Checks and loads `board.json`: what the board is, what is fitted, which pin does what."""

import json

from micropython import const

from shell import check as checks
from shell.check import CHOICE, SWITCH, TEXT, WHOLE

# Every key must be there: what a board has is said, never guessed. Key, kind, allowed, unit.
TOP = (
    ("name", TEXT, (32,), ""),
    ("port", CHOICE, ("virtual", "rp2", "esp32"), ""),
    ("max_current_a", WHOLE, (6, 80), "A"),
    ("heap_kb", WHOLE, (64, 8192), "KB"),
)
FITTED = (
    ("rcd", CHOICE, ("none", "dc6", "dc6_ac30", "ccid20"), ""),
    ("lock", SWITCH, (), ""),
    ("mirror_contact", SWITCH, (), ""),
    ("pe_monitor", SWITCH, (), ""),
    ("voltage_sense", SWITCH, (), ""),
    ("tethered", SWITCH, (), ""),
    ("cp_switch", SWITCH, (), ""),
    ("contactors", CHOICE, (1, 2), ""),
    ("board_sensor", SWITCH, (), ""),
    ("socket_sensor", SWITCH, (), ""),
)
TABLES = ("fitted", "pins", "scales")
PIN_MAX = const(48)


def check(board):
    """Return a list of errors, empty when `board` (a dict) is good."""
    if type(board) is not dict:
        return ["board: must be a table of keys and values"]
    errors = _check_rows(board, TOP, "", TABLES)
    for name in TABLES:
        if type(board.get(name)) is not dict:
            errors.append(name + ": must be there, a table")
            return errors
    errors += _check_rows(board["fitted"], FITTED, "fitted.", ())
    errors += _check_pins(board["pins"])
    errors += _check_scales(board["scales"])
    if not errors and board["port"] == "virtual" and board["pins"]:
        errors.append("pins: must be empty on port virtual")
    return errors


def _check_rows(values, rows, prefix, others):
    errors = []
    keys = [row[0] for row in rows]
    for key in sorted(values):
        if key not in keys and key not in others:
            errors.append(prefix + checks.unknown(key, keys + list(others)))
    for key, kind, allowed, unit in rows:
        if key not in values:
            text = checks.range_text(kind, allowed, unit)
            errors.append("%s%s: must be there, %s" % (prefix, key, text))
            continue
        error = checks.complaint(key, kind, allowed, unit, values[key])
        if error:
            errors.append(prefix + error)
    return errors


def _check_pins(pins):
    errors = []
    roles = {}
    for role in sorted(pins):
        pin = pins[role]
        error = checks.complaint(role, WHOLE, (0, PIN_MAX), "", pin)
        if error:
            errors.append("pins." + error)
        elif pin in roles:
            errors.append("pins.%s = %d: is taken by %s already" % (role, pin, roles[pin]))
        else:
            roles[pin] = role
    return errors


def _check_scales(scales):
    # name: [multiply, divide, add], value = raw * multiply // divide + add
    errors = []
    for name in sorted(scales):
        scale = scales[name]
        whole = type(scale) is list and all(type(number) is int for number in scale)
        if not whole or len(scale) != 3 or scale[1] <= 0:
            errors.append(
                "scales.%s = %s: must be three whole numbers [multiply, divide, add], divide > 0"
                % (name, checks.shown(scale))
            )
    return errors


def load(path):
    """Return the board dict from the file `path`. Raises ValueError that says what is wrong."""
    try:
        with open(path) as file:
            board = json.load(file)
    except OSError as error:
        raise ValueError("%s: cannot be read (%s)" % (path, error)) from None
    except ValueError:
        raise ValueError(path + ": not JSON") from None
    errors = check(board)
    if errors:
        raise ValueError(path + ": " + "; ".join(errors))
    return board


def fit(board, changes):
    """Return a copy of `board` with `fitted` keys replaced by `changes`. Raises ValueError."""
    copy = dict(board)
    copy["fitted"] = dict(board["fitted"])
    copy["fitted"].update(changes)
    errors = check(copy)
    if errors:
        raise ValueError("; ".join(errors))
    return copy

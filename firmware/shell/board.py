"""Checks and loads `board.json`: what the board is, what is fitted, which pin does what."""

import json

from micropython import const

from shell import check as checks
from shell.check import CHOICE, SWITCH, TEXT, WHOLE
from shell.on_demand import forget

# Every key must be there: what a board has is said, never guessed. Key, kind, allowed, unit.
MODULES = (
    ("virtual", ("pc",)),
    ("rp2", ("pico", "pico_w")),
    ("esp32", ("esp32_wroom", "esp32_s3_wroom")),
)
TOP = (
    ("name", TEXT, (32,), ""),
    ("port", CHOICE, tuple([row[0] for row in MODULES]), ""),
    ("module", CHOICE, tuple([name for row in MODULES for name in row[1]]), ""),
    ("max_current_a", WHOLE, (6, 80), "A"),
    ("heap_kb", WHOLE, (64, 8192), "KB"),
)
OPTIONAL = (
    ("rcd_filter_us", WHOLE, (0, 1000), "us"),
    ("cp_inverted", SWITCH, (), ""),
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
    errors = _check_rows(board, TOP, "", OPTIONAL, TABLES)
    for name in TABLES:
        if type(board.get(name)) is not dict:
            errors.append(name + ": must be there, a table")
            return errors
    errors += _check_rows(board["fitted"], FITTED, "fitted.", (), ())
    errors += _check_pins(board["pins"])
    return errors or _check_module(board)


def _check_rows(values, rows, prefix, optional, others):
    errors = []
    keys = [row[0] for row in rows + optional]
    for key in sorted(values):
        if key not in keys and key not in others:
            errors.append(prefix + checks.unknown(key, keys + list(others)))
    for row in rows + optional:
        key, kind, allowed, unit = row
        if key in values:
            error = checks.complaint(key, kind, allowed, unit, values[key])
            if error:
                errors.append(prefix + error)
        elif row not in optional:
            text = checks.range_text(kind, allowed, unit)
            errors.append("%s%s: must be there, %s" % (prefix, key, text))
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


def _check_module(board):
    port = board["port"]
    error = checks.complaint("module", CHOICE, dict(MODULES)[port], "", board["module"])
    if error:
        return [error + " on port " + port]
    if port == "rp2" and "cp_inverted" in board:  # its driver does not invert
        return ["cp_inverted: must not be there on port " + port]
    if port == "virtual":
        return [name + ": must be empty on port virtual" for name in TABLES[1:] if board[name]]
    try:
        from shell import board_roles, board_scales

        place = getattr(__import__("shell.board_" + port), "board_" + port)
        return board_roles.check(board, place) or board_scales.check(board, place)
    finally:
        forget("shell", "board_roles", "board_scales", "board_" + port)


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

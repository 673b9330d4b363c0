"""The list of units that are to be made: a CSV file, checked whole before a board is touched.

Columns `serial` and `max_current_a` (what the installation can carry; 6 where nobody knows yet),
then what is wanted: `board_rev`, `label`, and any other setting of the pile by its name. An empty
cell leaves that at its default.
"""

import csv
import re
from dataclasses import dataclass, field

from shell import check, schema, settings

_SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_ABOUT = {"board_rev": 16, "label": 40}  # longest
_NEEDED = ("serial", "max_current_a")
_LAST = "production"  # the tool sets it, as the last thing
_SWITCH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Unit:
    """One pile to make."""

    serial: str
    board_rev: str = ""
    label: str = ""
    settings: dict = field(default_factory=dict)


class Wrong(ValueError):
    """What is wrong with the file, a line each, with row and column."""


def read(path):
    """Return the Units of a file. Raises Wrong, OSError when it cannot be read."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = list(csv.reader(file, strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise Wrong(f"{path}: not a CSV file in UTF-8 ({error})") from error
    if not rows:
        raise Wrong(f"{path}: empty; its first row names the columns: serial, ...")
    names = [name.strip() for name in rows[0]]
    errors = _columns(names)
    units = []
    if errors:
        rows = rows[:1]
    lines = {}  # serial: row
    for number, cells in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in cells):
            unit, wrong = _unit(names, cells)
            wrong += _repeated(unit, lines, number)
            errors += [f"row {number}, {text}" for text in wrong]
            units.append(unit)
    if not errors and not units:
        errors.append("row 2: no unit in it")
    if errors:
        raise Wrong("\n".join(f"{path}: {text}" for text in errors))
    return units


def _columns(names):
    errors = []
    keys = [str(row[schema.KEY]) for row in schema.ROWS if row[schema.KEY] != _LAST]
    known = {*_NEEDED, *_ABOUT, *keys}
    errors += [f"row 1: no column {name}" for name in _NEEDED if name not in names]
    for place, name in enumerate(names, 1):
        if name == _LAST:
            errors.append(
                f"row 1, column {place} ({name}): no column, the tool sets it at the end"
            )
        elif name not in known:
            errors.append(
                f"row 1, column {place} ({name}): must be serial, {', '.join(_ABOUT)} or a "
                f"setting: {', '.join(keys)}"
            )
        elif name in names[: place - 1]:
            errors.append(f"row 1, column {place} ({name}): is there twice")
    return errors


def _unit(names, cells):
    # (Unit, what is wrong with it)
    if len(cells) != len(names):
        return Unit(""), [f"has {len(cells)} cells, row 1 names {len(names)} columns"]
    cell = {name: text.strip() for name, text in zip(names, cells)}
    errors = []
    if not _SERIAL.fullmatch(cell["serial"]):
        errors.append(
            f'column serial: "{cell["serial"]}": must be 1 to 20 of A-Z a-z 0-9 . _ - and begin '
            "with a letter or digit"
        )
    if not cell["max_current_a"]:
        errors.append("column max_current_a: is empty; 6 where nobody knows the installation yet")
    for name, longest in _ABOUT.items():
        if len(cell.get(name, "")) > longest:
            errors.append(f"column {name}: must be a text of {longest} characters at most")
    chosen = {}
    for name, text in cell.items():
        row = schema.row(name)
        if row is not None and text:
            chosen[name] = _value(row, text)
            kind, allowed, unit = row[schema.KIND], row[schema.ALLOWED], row[schema.UNIT]
            complaint = check.complaint(name, kind, allowed, unit, chosen[name])
            errors += [f"column {complaint}"] if complaint else []
    if not errors:
        errors += [f"settings together: {text}" for text in settings.check(chosen)]
    about = {name: cell.get(name, "") for name in _ABOUT}
    return Unit(cell["serial"], **about, settings=chosen), errors


def _value(row, text):
    """Return what a cell means for a setting; the text itself where it means nothing there."""
    kind, allowed = row[schema.KIND], row[schema.ALLOWED]
    if kind == check.SWITCH:
        return _SWITCH.get(text.lower(), text)
    if kind == check.CHOICE:
        return next((one for one in allowed if str(one) == text), text)
    if kind == check.TEXT or text in allowed:
        return text
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _repeated(unit, lines, number):
    key = unit.serial.upper()  # a person reads aB and AB as one
    if not unit.serial:
        return []
    if key in lines:
        return [f"column serial: {unit.serial} is in row {lines[key]} already"]
    lines[key] = number
    return []

"""A scenario file into what a bench plays and what the judge checks; or what is wrong with it."""

import tomllib
from pathlib import Path

from shell import board
from shell import settings as device
from tools.scenario import schema
from tools.scenario.expect import read_expectations
from tools.scenario.fields import check, complain, us

BOARDS = Path(__file__).resolve().parents[2] / "boards"


class Malformed(Exception):
    """A file that cannot be played: `errors` lists what is wrong, one line each."""

    def __init__(self, path, errors):
        super().__init__("\n".join(f"{path}: {error}" for error in errors))
        self.errors = errors


class Scenario:
    """One parsed file."""

    def __init__(self, path, head, world, expectations):
        self.path = path
        self.title = head.get("title", Path(path).stem)
        self.source = head.get("source", "")
        self.benches = tuple(head.get("bench", schema.BENCHES))
        self.world = world  # the normalised scenario: JSON-able, what a bench takes
        self.expectations = expectations


def _tables(document, name, errors):
    tables = document.pop(name, [])
    if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
        return tables
    complain(errors, name, tables, "not a list of tables", f"[[{name}]]")
    return []


def _table(document, name, errors):
    table = document.pop(name, {})
    if isinstance(table, dict):
        return table
    complain(errors, name, table, "not a table", f"[{name}]")
    return {}


def _read_at(tables, errors):
    rows = (("ms", schema.TIME, None), *schema.WORLD)
    later = {key: part for key, _, part in schema.WORLD if part}
    entries = []
    for number, table in enumerate(tables, 1):
        where = f"at[{number}]."
        before = len(errors)
        pairs = check(rows, table, where, errors)
        if "ms" not in table:
            errors.append(f"{where}ms: missing; allowed: {schema.TIME.allowed}")
        elif len(errors) == before:
            actions = [[key, value] for key, value in pairs if key != "ms"]
            entries.append([us(table["ms"]), actions])
        errors += [
            f"{where}{key}: {later[key]} is not yet built" for key, _ in pairs if key in later
        ]
    entries.sort(key=lambda entry: entry[0])
    return entries


def _read_head(document, errors):
    allowed = ", ".join([*(row[0] for row in schema.HEAD), "[settings]", "[hardware]"])
    kinds = dict(schema.HEAD)
    for key, value in document.items():
        if key not in kinds:
            complain(errors, key, value, "unknown key", f"{allowed}, [[at]], [[expect]]")
        elif error := kinds[key].check(value):
            complain(errors, key, value, error, kinds[key].allowed)
    if "end_ms" not in document:
        errors.append(f"end_ms: missing; allowed: {kinds['end_ms'].allowed}")
    if document.get("bench") == []:
        errors.append(f"bench = []: nowhere to run; allowed: {kinds['bench'].allowed}")
    return document


def _load_board(name, errors):
    boards = sorted(path.parent.name for path in BOARDS.glob("*/board.json"))
    if name not in boards:
        complain(errors, "board", name, "no such board", f"one of {', '.join(boards)}")
        return None
    return board.load(str(BOARDS / name / "board.json"))


def _check_settings(settings):
    """Check them as the device does."""
    return [f"settings.{error}" for error in device.check(settings)]


def _hardware(fitted, changes):
    """Return what the board is fitted with: `changes` over its own; no lock on a fixed cable."""
    hardware = {key: changes.get(key, fitted[key]) for key, _ in schema.HARDWARE}
    hardware["lock"] = hardware["lock"] and not hardware["tethered"]
    return hardware


def normalise(document, path="scenario"):
    """Return the Scenario of a parsed TOML document; raise Malformed with every error in it."""
    document = dict(document)
    errors = []
    at = _read_at(_tables(document, "at", errors), errors)
    expect = _tables(document, "expect", errors)
    settings = _table(document, "settings", errors)
    hardware = _table(document, "hardware", errors)
    pairs = check(schema.HARDWARE, hardware, "hardware.", errors)
    errors += _check_settings(settings)
    head = _read_head(document, errors)
    description = _load_board(head.get("board", "virtual"), errors)
    end_ms = head.get("end_ms")
    end_us = us(schema.LAST_MS if schema.END.check(end_ms) else end_ms)
    expectations = read_expectations(expect, end_us, errors)
    if errors:
        raise Malformed(path, errors)
    world = {
        "board": head.get("board", "virtual"),
        "seed": head.get("seed", 1),
        "end_us": end_us,
        "start_ticks_ms": 0,
        "settings": settings,
        "hardware": _hardware(description["fitted"], dict(pairs)),
        "at": at,
    }
    return Scenario(path, head, world, expectations)


def load(path):
    """Return the Scenario in the file at `path`; raise Malformed."""
    try:
        with open(path, "rb") as file:
            document = tomllib.load(file)
    except OSError as error:
        raise Malformed(path, [f"cannot be read: {error.strerror}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Malformed(path, [f"not TOML: {error}"]) from None
    return normalise(document, path)

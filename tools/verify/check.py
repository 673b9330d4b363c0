"""Goes through an export row by row. What a row must say comes from the firmware's own code."""

import csv
import json

from session import export, ocmf
from session.shelf import Entry
from tools.verify import keys

_SIGNATURE = {
    "SA": "ECDSA-secp256r1-SHA256",
    "SE": "hex",
    "SM": "application/x-der",
}
_PARTS = 3


class Report:
    """What was found; `problems` is empty when all is well."""

    def __init__(self):
        self.problems = []
        self.notes = []
        self.records = 0
        self.signed = 0
        self.verified = 0
        self.vouched = 0  # number of the last record with a good signature

    def bad(self, number, text):
        """Note what is wrong with a record."""
        self.problems.append(f"record {number}: {text}")

    def summary(self):
        """Return the last line."""
        verdict = f"{len(self.problems)} problems" if self.problems else "all is well"
        good = f"{self.verified} good signatures, " if self.vouched else ""
        return f"{self.records} records, {self.signed} signed, {good}{verdict}"


def check(lines, key=None):
    """Return the Report of a CSV. Raises ValueError when it is no export at all."""
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != export.COLUMNS:
        raise ValueError(f"this is no export of a pile: line 1 is not {','.join(export.COLUMNS)}")
    found = Report()
    last = None
    for row in reader:
        entry = _entry(found, row, reader.line_num)
        if entry is None:
            continue
        found.records += 1
        _follows(found, entry, last)
        _columns(found, entry, row)
        _signature(found, entry, row["ocmf"] or "", key)
        last = entry
    _conclude(found, key, last)
    return found


def _entry(found, row, line):
    try:
        return Entry(bytes.fromhex(row["record"] or ""))
    except ValueError as error:
        number = row["number"] or "?"
        found.bad(number, f"line {line}, column record: {error}; nothing after it is proven by it")
        return None


def _follows(found, entry, last):
    if last is None:
        if any(entry.previous):
            anchor = entry.previous.hex()
            found.notes.append(f"the first record here is {entry.number}; before it: {anchor}")
        return
    if entry.number <= last.number:
        found.bad(entry.number, f"comes after {last.number}: numbers must rise")
    if entry.previous != last.hash():
        found.bad(
            entry.number,
            f"does not follow {last.number}: {last.number} was changed, "
            "or a record between the two is missing or damaged",
        )
    if entry.number > last.number + 1:
        found.notes.append(f"no session has a number from {last.number + 1} to {entry.number - 1}")


def _columns(found, entry, row):
    expected = dict(zip(export.COLUMNS, export.values(entry)))
    for name, value in expected.items():
        if name != "ocmf" and row[name] != value:
            found.bad(entry.number, f"column {name} says {row[name]!r}, the record {value!r}")
    if None in row:
        found.bad(entry.number, "has more columns than there are titles")


def _signature(found, entry, text, key):
    if not text:
        return
    found.signed += 1
    parts = text.split("|")
    try:
        if len(parts) != _PARTS or parts[0] != "OCMF":
            raise ValueError("must be OCMF|payload|signature")
        name = json.loads(parts[1])["GS"]
        expected = ocmf.payload(entry, bytes.fromhex(name))
        signature = json.loads(parts[2])
        data = bytes.fromhex(signature.pop("SD"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        found.bad(entry.number, f"column ocmf cannot be read: {error}")
        return
    if parts[1] != expected or signature != _SIGNATURE:
        found.bad(entry.number, "column ocmf is not the text of the record")
    if key is None:
        return
    if name != keys.name(key):
        found.bad(entry.number, f"is signed with the key {name}, not with {keys.name(key)}")
    elif not keys.signs(key, data, parts[1].encode()):
        found.bad(entry.number, "has a wrong signature")
    elif parts[1] == expected:
        found.verified += 1
        found.vouched = entry.number


def _conclude(found, key, last):
    if last is None:
        found.notes.append("there is no session in it")
    elif key is None:
        found.notes.append("no --key: who made this chain is not proven")
    elif found.vouched < last.number:
        found.notes.append(f"no good signature vouches for what comes after {found.vouched}")

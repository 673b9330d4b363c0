"""The days that count as holidays: a small list, kept as JSON in the store.

An entry is "2026-10-01" for one day, or "10-01" for that day of each year.
"""

import json

from dates import days

NAME = "holidays"
MOST = 200


class Holidays:
    """Made of a checked list; `changed` counts the lists it was given."""

    def __init__(self, entries=()):
        self.changed = 0
        self.put(entries)

    def put(self, entries):
        """Take another checked list."""
        self.entries = list(entries)
        self.changed += 1

    def is_one(self, year, month, day):
        """Return whether that day is a holiday. Anyone may ask."""
        each_year = "%02d-%02d" % (month, day)
        return each_year in self.entries or "%04d-%s" % (year, each_year) in self.entries


def check(entries):
    """Return what is wrong with a list, "" = nothing."""
    if type(entries) is not list or len(entries) > MOST:
        return "holidays: must be a list of %d days at most" % MOST
    for place, entry in enumerate(entries):
        if not _is_day(entry):
            shown = str(entry)[:20]
            return 'holidays[%d] = %s: must be a day as "2026-10-01", or "10-01" for each year' % (
                place,
                shown,
            )
    return ""


def _is_day(entry):
    if type(entry) is not str or len(entry) not in (5, 10):
        return False
    whole = entry if len(entry) == 10 else "2000-" + entry
    try:
        day = [int(part) for part in whole.split("-")]
    except ValueError:
        return False
    return len(day) == 3 and days.exists(*day) and "%04d-%02d-%02d" % tuple(day) == whole


def load(store):
    """Return (Holidays, message) of what `store` keeps; damaged: none, and the message says so."""
    data = store.read(NAME)
    if data is None:
        return Holidays(), ""
    try:
        entries = json.loads(data)
        problem = check(entries)
    except ValueError:
        problem = "not JSON"
    if problem:
        return Holidays(), "the kept holidays are damaged (%s): there are none" % problem
    return Holidays(entries), ""


def save(store, entries):
    """Keep a checked list. Raises OSError. Contactor open, nothing offered."""
    store.write(NAME, json.dumps(entries).encode())

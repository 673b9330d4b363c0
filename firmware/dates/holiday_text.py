"""Reads the setting `holidays`: "12-25, 2026-10-01". Loaded for that, then dropped."""

from dates import days

_ALLOWED = 'holidays: "%s" must be a day of each year as "12-25", or of one as "2026-10-01"'


def parse(text):
    """Return the entries: "12-25" of each year, "2026-10-01" of one. Raises ValueError."""
    entries = [part.strip() for part in text.split(",")] if text.strip() else []
    for entry in entries:
        if not _is_day(entry):
            raise ValueError(_ALLOWED % entry[:20])
    return entries


def _is_day(entry):
    whole = entry if len(entry) == 10 else "2000-" + entry  # a year with a 29 February
    try:
        day = [int(part) for part in whole.split("-")]
    except ValueError:
        return False
    return len(day) == 3 and days.exists(*day) and "%04d-%02d-%02d" % tuple(day) == whole

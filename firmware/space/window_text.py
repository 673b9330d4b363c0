"""Windows as they are typed and kept: "owner mon-fri 18:00-08:00; blocked wed 03:00-04:30".

Each is KIND DAYS FROM-TO. DAYS: "daily", or names and ranges with commas, "holiday" among them.
At the end "rest owner" may say of which kind the other hours are; they are the community's
otherwise. Loaded for a start or a change, then dropped.
"""

from micropython import const

from space.windows import ANY_DAY, COMMUNITY, HOLIDAY, KINDS

MOST = const(30)
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MIN = const(1440)
_ALLOWED = {
    "window": 'must be as "owner mon-fri 18:00-08:00"',
    "hours": 'must be as "18:00-08:00"',
    "kind": "must be one of: " + ", ".join(KINDS),
    "days": "must be daily, or of %s, holiday, as mon-fri,holiday" % ", ".join(_NAMES),
    "from": "must be a time from 00:00 to 23:59",
    "to": "must be a time from 00:00 to 24:00",
}


def parse(text):
    """Return (rows, rest) for space.windows.Windows. Raises ValueError that names the field."""
    parts = [part.split() for part in text.lower().split(";") if part.strip()]
    rest = COMMUNITY
    if parts and parts[-1][0] == "rest":
        words = parts.pop()
        if len(words) != 2 or words[1] not in KINDS:
            raise ValueError("windows: rest: " + _ALLOWED["kind"])
        rest = KINDS.index(words[1])
    if len(parts) > MOST:
        raise ValueError("windows: %d are the most, these are %d" % (MOST, len(parts)))
    rows = []
    for words in parts:
        try:
            rows.append(_row(words))
        except _Wrong as wrong:
            row = (len(rows), wrong.field, wrong.word[:20], _ALLOWED[wrong.field])
            raise ValueError("windows[%d]: %s %s: %s" % row) from None
    return rows, rest


class _Wrong(Exception):
    def __init__(self, field, word):
        super().__init__()
        self.field = field
        self.word = word


def _row(words):
    if len(words) != 3:
        raise _Wrong("window", " ".join(words))
    if words[0] not in KINDS:
        raise _Wrong("kind", words[0])
    start, dash, end = words[2].partition("-")
    if not dash:
        raise _Wrong("hours", words[2])
    mask = ANY_DAY if words[1] == "daily" else _days(words[1])
    return (
        KINDS.index(words[0]),
        mask,
        _minute("from", start, _DAY_MIN - 1),
        _minute("to", end, _DAY_MIN),
    )


def _days(text):
    mask = 0
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if part == "holiday":
            mask |= HOLIDAY
            continue
        if first not in _NAMES or (dash and last not in _NAMES):
            raise _Wrong("days", part)
        day = _NAMES.index(first)
        stop = _NAMES.index(last) if dash else day
        mask |= 1 << day
        while day != stop:
            day = (day + 1) % 7
            mask |= 1 << day
    return mask


def _minute(field, text, last):
    hour, colon, minute = text.partition(":")
    if colon and hour.isdigit() and minute.isdigit() and len(minute) == 2 and minute < "60":
        found = int(hour) * 60 + int(minute)
        if found <= last:
            return found
    raise _Wrong(field, text)

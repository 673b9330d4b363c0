"""Checks the slots of a weekly schedule and makes what dates.week needs of them; on demand.

50 slots take 0.1 s on a Pico: at the start, and when a person changes them.

A slot is a table: `hours` "22:00-06:00" and `amps` (0 = pause) must be there; `days`
"mon-fri,sun", `months` "11-3", `holidays` "yes" (they are days like others), "no" or "only" may.
"""

import json

from shell.check import is_number, shown

MOST = 50
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = tuple([str(month) for month in range(1, 13)])
HOLIDAYS = ("yes", "no", "only")  # in the order of dates.week
_FIELDS = ("days", "months", "holidays", "hours", "amps")
_HOURS = 'hours as "22:00-06:00", up to "24:00"'
_AMPS = "0 to pause, or a number from 6 to 80"


def compiled(slots):
    """Return the slots as dates.week needs them. Raises ValueError: which slot, which field."""
    if type(slots) is not list or len(slots) > MOST:
        raise ValueError("a schedule must be a list of %d slots at most" % MOST)
    return [_slot(place + 1, slot) for place, slot in enumerate(slots)]


def parsed(data):
    """Return (slots, the same compiled) of JSON. Raises ValueError."""
    try:
        slots = json.loads(data)
    except ValueError:
        raise ValueError("a schedule must be JSON, a list of slots") from None
    return slots, compiled(slots)


def _slot(number, slot):
    if type(slot) is not dict:
        raise ValueError("slot %d: must be a table of %s" % (number, ", ".join(_FIELDS)))
    for field in slot:
        if field not in _FIELDS:
            names = ", ".join(_FIELDS)
            raise ValueError(
                "slot %d: %s is no field; there are: %s" % (number, shown(field), names)
            )
    rows = (
        ("days", slot.get("days", "all"), _days, 'days as "mon-fri,sun", or "all"'),
        ("months", slot.get("months", "all"), _months, 'months as "11-3,7", or "all"'),
        ("holidays", slot.get("holidays", "yes"), _holidays, '"yes", "no" or "only"'),
        ("hours", slot.get("hours"), _hours, _HOURS),
        ("amps", slot.get("amps"), _limit_ma, _AMPS),
    )
    found = []
    for field, value, read, allowed in rows:
        try:
            found.append(read(value))
        except (ValueError, AttributeError, TypeError):
            words = (number, field, shown(value), allowed)
            raise ValueError("slot %d: %s = %s: must be %s" % words) from None
    bits, months, holidays, (start, end), limit_ma = found
    return bits, months, holidays, start, end, limit_ma


def _holidays(word):
    return HOLIDAYS.index(word)


def _days(text):
    return _bits(text, DAYS)


def _months(text):
    return _bits(text, MONTHS) << 1


def _bits(text, names):
    # "fri-mon,wed" as bits of the places of names
    if text == "all":
        return (1 << len(names)) - 1
    bits = 0
    for part in text.split(","):
        ends = [names.index(name.strip()) for name in part.split("-")]
        if len(ends) > 2:
            raise ValueError
        for step in range((ends[-1] - ends[0]) % len(names) + 1):
            bits |= 1 << (ends[0] + step) % len(names)
    return bits


def _hours(text):
    start, end = [_minute(part.strip()) for part in text.split("-")]
    if start == 1440:
        raise ValueError
    return start, end if end > start else end + 1440  # "00:00-00:00" is the whole day


def _minute(text):
    hour, minute = text.split(":")
    if len(hour) > 2 or len(minute) != 2 or not (hour + minute).isdigit():
        raise ValueError
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > 1440:
        raise ValueError
    return found


def _limit_ma(amps):
    if not is_number(amps) or not (amps == 0 or 6 <= amps <= 80):
        raise ValueError
    return int(amps * 1000 + 0.5)

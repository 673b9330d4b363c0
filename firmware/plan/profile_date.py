"""Dates as OCPP sends them: 2026-11-22T08:00:00Z, fractions of a second and a zone allowed."""

from dates import days

_FORM = "0000-00-00T00:00:00"


def read(text):
    """Return unix seconds, fractions cut, None when it is no date or has no zone. Anyone."""
    if type(text) is not str or not 20 <= len(text) <= 40 or not _like(text[:19], _FORM):
        return None
    zone_s = _zone_s(_without_fraction(text[19:]))
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    hour, minute, second = int(text[11:13]), int(text[14:16]), int(text[17:19])
    if zone_s is None or not days.exists(year, month, day):
        return None
    if hour > 23 or minute > 59 or second > 59 or year > 2105:
        return None
    unix_s = days.number(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - zone_s
    return unix_s if 0 <= unix_s < 0xFFFFFFFF else None


def _without_fraction(rest):
    if rest[0] != ".":
        return rest
    place = 1
    while place < len(rest) and "0" <= rest[place] <= "9":
        place += 1
    return rest[place:] if place > 1 else ""


def _zone_s(zone):
    if zone == "Z":
        return 0
    if not _like(zone, "+00:00") and not _like(zone, "-00:00"):
        return None
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 14 or minutes > 59:
        return None
    offset_s = hours * 3600 + minutes * 60
    return offset_s if zone[0] == "+" else -offset_s


def _like(text, form):
    """Return whether digits stand where `form` has 0, and what it has elsewhere."""
    if len(text) != len(form):
        return False
    for letter, wanted in zip(text, form):
        if wanted == "0":
            if not "0" <= letter <= "9":
                return False
        elif letter != wanted:
            return False
    return True

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


def parse(text):
    """Return (rows, rest) for space.windows.Windows. Raises ValueError that names the field."""
    parts = [part.split() for part in text.lower().split(";") if part.strip()]
    rest = COMMUNITY
    if parts and parts[-1][0] == "rest":
        words = parts.pop()
        if len(words) != 2:
            raise ValueError("windows: rest must be followed by one of: " + ", ".join(KINDS))
        rest = _kind("rest", words[1])
    if len(parts) > MOST:
        raise ValueError("windows: %d are the most, these are %d" % (MOST, len(parts)))
    return [_row("windows[%d]" % place, words) for place, words in enumerate(parts)], rest


def complaint(text):
    """Return what is wrong with the setting `windows`, None for nothing."""
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return None


def _row(name, words):
    if len(words) != 3:
        raise ValueError('%s: must be as "owner mon-fri 18:00-08:00"' % name)
    ends = words[2].split("-")
    if len(ends) != 2:
        raise ValueError('%s: hours %s: must be as "18:00-08:00"' % (name, words[2][:20]))
    start = _minute(name + ": from", ends[0], _DAY_MIN - 1)
    end = _minute(name + ": to", ends[1], _DAY_MIN)
    return _kind(name + ": kind", words[0]), _days(name, words[1]), start, end


def _kind(name, word):
    if word not in KINDS:
        raise ValueError("%s %s: must be one of: %s" % (name, word[:20], ", ".join(KINDS)))
    return KINDS.index(word)


def _days(name, text):
    if text == "daily":
        return ANY_DAY
    mask = 0
    for part in text.split(","):
        first, _, last = part.partition("-")
        if part == "holiday":
            mask |= HOLIDAY
        elif first in _NAMES and (last or first) in _NAMES and part[-1] != "-":
            day, stop = _NAMES.index(first), _NAMES.index(last or first)
            mask |= 1 << day
            while day != stop:
                day = (day + 1) % 7
                mask |= 1 << day
        else:
            known = ", ".join(_NAMES)
            raise ValueError(
                "%s: days %s: must be daily, or of %s, holiday, as mon-fri,holiday"
                % (name, part[:20], known)
            )
    return mask


def _minute(name, text, last):
    parts = text.split(":")
    good = len(parts) == 2 and len(parts[1]) == 2 and parts[0].isdigit() and parts[1].isdigit()
    minute = int(parts[0]) * 60 + int(parts[1]) if good else -1
    if not 0 <= minute <= last or int(parts[1]) > 59:
        shown = "%02d:%02d" % (last // 60, last % 60)
        raise ValueError("%s %s: must be a time from 00:00 to %s" % (name, text[:20], shown))
    return minute

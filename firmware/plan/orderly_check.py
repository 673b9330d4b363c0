"""Checks a plan before it is taken (S7): every field, against now and against the pile.

A plan is a table {"id", "needed_kwh", "departure", "slots": [{"start", "stop", "kw"}, ..]}. Times
are unix seconds or local time; a slot of 0 kW is a pause. Loaded on demand.
"""

import json

from micropython import const

from plan.plan_time import is_clock, moment, next_time

MOST_SLOTS = const(50)
_KEYS = ("id", "needed_kwh", "departure", "slots")
_SLOT_KEYS = ("start", "stop", "kw")
_MOST_KWH = const(1000)
_AHEAD_S = const(604800)
_LEAST_A = const(6)
_NOMINAL_V = const(230)


def parse(text):
    """Return what a JSON text says. Raises ValueError."""
    try:
        return json.loads(text)
    except ValueError:
        raise ValueError("plan: is no JSON") from None


def check(data, zone, now_s, max_a, phases):
    """Return (id, needed_mwh, departure_s, slots (start_s, stop_s, mW)).

    Raises ValueError that names the first field that is wrong, and what is allowed.
    """
    _fields(data, _KEYS, "plan")
    name = data["id"]
    if type(name) is int:
        name = str(name)
    if type(name) is not str or not 1 <= len(name) <= 40:
        raise ValueError("id: must be a text of 1 to 40 letters, or a whole number")
    needed_mwh, departure_s = goal(data["needed_kwh"], data["departure"], zone, now_s)
    rows = data["slots"]
    if type(rows) is not list or not 1 <= len(rows) <= MOST_SLOTS:
        raise ValueError("slots: must be a list of 1 to %d" % MOST_SLOTS)
    slots = []
    for place, row in enumerate(rows):
        slots.append(_slot(row, "slots[%d]" % place, zone, max_a, phases))
    _order(slots, now_s, departure_s)
    return name, needed_mwh, departure_s, slots


def goal(needed_kwh, departure, zone, now_s):
    """Return (needed_mwh, departure_s) of a plan or a wish; "07:30" is the next one."""
    if not now_s:
        raise ValueError("the clock is not set: nobody knows when a plan begins; clock(...)")
    if not _is_number(needed_kwh) or not 0 < needed_kwh <= _MOST_KWH:
        raise ValueError("needed_kwh: must be more than 0, and %d at most" % _MOST_KWH)
    if is_clock(departure):
        departure_s = next_time(zone, now_s, departure)
    else:
        departure_s = _moment("departure", zone, departure)
    if departure_s <= now_s:
        raise ValueError("departure: is in the past")
    if departure_s > now_s + _AHEAD_S:
        raise ValueError("departure: must be within 7 days from now")
    return int(needed_kwh * 1000000 + 0.5), departure_s


def _slot(row, path, zone, max_a, phases):
    _fields(row, _SLOT_KEYS, path)
    start_s = _moment(path + ".start", zone, row["start"])
    stop_s = _moment(path + ".stop", zone, row["stop"])
    if stop_s <= start_s:
        raise ValueError("%s.stop: must be later than its start" % path)
    least_w, most_w = _LEAST_A * _NOMINAL_V * phases, max_a * _NOMINAL_V * phases
    kw = row["kw"]
    power_w = int(kw * 1000 + 0.5) if _is_number(kw) and 0 <= kw <= _MOST_KWH else -1
    if power_w and not least_w <= power_w <= most_w:
        text = "%s.kw: must be 0 (a pause), or %.2f to %.2f: what this pile can offer"
        raise ValueError(text % (path, least_w / 1000, most_w / 1000))
    return start_s, stop_s, power_w * 1000


def _order(slots, now_s, departure_s):
    before_s = 0
    for place, (start_s, stop_s, _) in enumerate(slots):
        if stop_s <= now_s:
            raise ValueError("slots[%d]: is in the past" % place)
        if start_s < before_s:
            raise ValueError("slots[%d].start: the slot before has not ended then" % place)
        before_s = stop_s
    if before_s > departure_s:
        raise ValueError("departure: is before the end of the last slot")


def _fields(data, keys, path):
    if type(data) is not dict:
        raise ValueError("%s: must be a table of %s" % (path, ", ".join(keys)))
    for key in keys:
        if key not in data:
            raise ValueError("%s.%s: is missing" % (path, key))
    for key in data:
        if key not in keys:
            raise ValueError("%s.%s: no such key; there are %s" % (path, key, ", ".join(keys)))


def _moment(path, zone, value):
    try:
        found_s = moment(zone, value)
    except ValueError as error:
        raise ValueError("%s: %s" % (path, error)) from None
    if not 0 <= found_s <= 0xFFFFFFFF:
        raise ValueError("%s: %d is no unix time" % (path, found_s))
    return found_s


def _is_number(value):
    return type(value) in (int, float)

"""Checks reservations: what is typed, what was kept. Loaded on demand, then dropped."""

import json

from micropython import const

from space.reservations import MOST, Reservation

_NUMBER_MOST = const(0x7FFFFFFF)  # as in OCPP
_LONGEST_S = const(604800)
_AHEAD_S = const(31622400)
_GRACE_MOST_S = const(86400)
_EARLIEST_S = 1735689600  # 2025-01-01
_LATEST_S = 0xFFFFFFFF


def checked(number, who, group, start_s, expiry_s, grace_s, utc_s):
    """Return a Reservation. Raises ValueError that names the field and what is allowed.

    `who` and `group` are hashes; utc_s 0: of what is past and what is far off nothing is known.
    """
    _whole("id", number, 0, _NUMBER_MOST)
    _whole("start", start_s, _EARLIEST_S, _LATEST_S)
    _whole("expiry", expiry_s, _EARLIEST_S, _LATEST_S)
    _whole("grace", grace_s, 0, _GRACE_MOST_S)
    if not who and not group:
        raise ValueError("user: must be a card, or group must be one")
    if expiry_s <= start_s:
        raise ValueError("expiry: must be after start")
    if expiry_s - start_s > _LONGEST_S:
        raise ValueError("expiry: must be within 7 days of start")
    if utc_s and expiry_s <= utc_s:
        raise ValueError("expiry: is past already")
    if utc_s and start_s > utc_s + _AHEAD_S:
        raise ValueError("start: must be within 366 days")
    return Reservation(number, who, group, start_s, expiry_s, grace_s)


def kept(data):
    """Return (list of Reservation, message) of what the store had; what is damaged is left out."""
    try:
        rows = json.loads(data)
    except ValueError:
        rows = None
    if type(rows) is not list:
        return [], "the kept reservations are damaged: there are none"
    found, lost = [], 0
    for row in rows:
        try:
            number, who, group, start_s, expiry_s, grace_s = row
            who, group = _hash(who, 8), _hash(group, 4)
            found.append(checked(number, who, group, start_s, expiry_s, grace_s, 0))
        except (TypeError, ValueError):
            lost += 1
    lost += max(len(found) - MOST, 0)
    return found[:MOST], "%d kept reservations are damaged" % lost if lost else ""


def _whole(name, value, low, high):
    if type(value) is not int or not low <= value <= high:
        raise ValueError("%s: must be a whole number from %d to %d" % (name, low, high))


def _hash(text, count):
    found = bytes.fromhex(text)
    if len(found) not in (0, count):
        raise ValueError("hash")
    return found

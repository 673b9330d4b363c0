"""Checks a tariff before it is taken, and makes one of what a person types. Loaded on demand."""

import json

from session import money
from session.tariff import NAME

_KEYS = (  # key, lowest, highest
    ("version", 1, 65535),
    ("zone_min", -720, 840),
    ("grace_min", 0, 1440),
    ("overstay_e5", 0, money.MOST_E5),
    ("cap_e5", 0, money.MOST_E5),
)
_TEXTS = ("currency", "slots")
_PRICE_E5 = 2**32 - 1  # what a line of a record holds
_SLOTS_MIN = (15, 30, 60)
_PRICES = 4


def check(data):
    """Return the error texts of a tariff, [] when it is good. Each names the key."""
    if type(data) is not dict:
        return ["a tariff must be a table of keys and values"]
    errors = []
    known = ["prices", "slot_min"] + [row[0] for row in _KEYS] + list(_TEXTS)
    for key in known:
        if key not in data:
            errors.append("%s: missing" % key)
    for key in sorted([str(key) for key in data]):
        if key not in known:
            errors.append("%s: no such key; there are: %s" % (key, ", ".join(sorted(known))))
    if errors:
        return errors
    for key, low, high in _KEYS:
        if type(data[key]) is not int or not low <= data[key] <= high:
            errors.append("%s: must be a whole number from %d to %d" % (key, low, high))
    if type(data["currency"]) is not str or len(data["currency"]) > 3:
        errors.append("currency: must be a text of 3 letters at most")
    if type(data["slot_min"]) is not int or data["slot_min"] not in _SLOTS_MIN:
        errors.append("slot_min: must be 15, 30 or 60")
    if not _good_prices(data["prices"]):
        errors.append("prices: must be 1 to 4 pairs of energy and service, 1e-5 a kWh")
    return errors or _check_slots(data)


def _good_prices(prices):
    if type(prices) is not list or not 1 <= len(prices) <= _PRICES:
        return False
    for row in prices:
        if type(row) is not list or len(row) != 2:
            return False
        for price in row:
            if type(price) is not int or not 0 <= price <= _PRICE_E5:
                return False
    return True


def _check_slots(data):
    slots, count = data["slots"], 1440 // data["slot_min"]
    last = len(data["prices"]) - 1
    if slots == "":
        return []
    if type(slots) is not str or len(slots) != count:
        return ['slots: must be "" or %d digits, one each %d min' % (count, data["slot_min"])]
    for digit in slots:
        if not "0" <= digit <= chr(48 + last):
            return ["slots: %s: each must be from 0 to %d, a place in prices" % (digit, last)]
    return []


def load(store):
    """Return the tariff kept in `store`, a checked dict; None: there is none, or it is damaged."""
    data = store.read(NAME)
    if data is None:
        return None
    return _parsed(data) or _parsed(store.previous(NAME) or b"")


def _parsed(data):
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return None if check(found) else found


def typed(version, words):
    """Return a tariff of what a person types at the console; amounts as 0.35 or "0.35".

    Keys: prices [[energy, service], ..] or price and service, slots, slot_min, zone_min,
    grace_min, overstay (a minute), cap, currency, version. Raises ValueError.
    """
    words = dict(words)
    prices = words.pop("prices", None)
    if prices is None:
        prices = [[words.pop("price", 0), words.pop("service", 0)]]
    data = {
        "version": words.pop("version", version),
        "currency": words.pop("currency", ""),
        "slot_min": words.pop("slot_min", 30),
        "zone_min": words.pop("zone_min", 0),
        "prices": [[_amount("prices", price) for price in row] for row in prices],
        "slots": words.pop("slots", ""),
        "grace_min": words.pop("grace_min", 0),
        "overstay_e5": _amount("overstay", words.pop("overstay", 0)),
        "cap_e5": _amount("cap", words.pop("cap", 0)),
    }
    data.update(words)  # what is left has no such key: check says so
    errors = check(data)
    if errors:
        raise ValueError("; ".join(errors))
    return data


def _amount(key, value):
    try:
        return money.parse(value)
    except ValueError as error:
        raise ValueError("%s: %s" % (key, error)) from None

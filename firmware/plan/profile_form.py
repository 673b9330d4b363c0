"""The fields of a ChargingProfile as OCPP 1.6 sends it: which there are, and what each may be."""

from plan.profile import KINDS, MOST_PERIODS, PURPOSES, RATE_UNITS, TOP_STACK
from plan.profile_date import read as read_date

TOP_LIMIT = 1000000  # A or W
_LONGEST_S = 1 << 29  # 17 years: a small int, whatever is added to it


def tenths(value):
    """Return a limit in 0.1 of its unit."""
    return int(value * 10 + 0.5)


# a kind is (fits(value), what it must be)


def _whole(low, high):
    def fits(value):
        return type(value) is int and low <= value <= high

    return fits, "a whole number from %d to %d" % (low, high)


def _one_of(words):
    def fits(value):
        return type(value) is str and value in words

    return fits, "one of " + ", ".join(words)


def _is_limit(value):
    if type(value) not in (int, float) or not 0 <= value <= TOP_LIMIT:
        return False
    return abs(value * 10 - tenths(value)) < 0.05


_ID = _whole(-(1 << 31), (1 << 31) - 1)
_DATE = (lambda value: read_date(value) is not None, "a date as 2026-11-22T08:00:00Z")
_OBJECT = (lambda value: type(value) is dict, "an object")
_LIMIT = (_is_limit, "a multiple of 0.1 from 0 to %d" % TOP_LIMIT)
_PERIODS = (
    lambda value: type(value) is list and 1 <= len(value) <= MOST_PERIODS,
    "a list of 1 to %d periods" % MOST_PERIODS,
)

# field, whether it must be there, kind
_PROFILE = (
    ("chargingProfileId", True, _ID),
    ("transactionId", False, _ID),
    ("stackLevel", True, _whole(0, TOP_STACK)),
    ("chargingProfilePurpose", True, _one_of(PURPOSES)),
    ("chargingProfileKind", True, _one_of(KINDS)),
    ("recurrencyKind", False, _one_of(("Daily", "Weekly"))),
    ("validFrom", False, _DATE),
    ("validTo", False, _DATE),
    ("chargingSchedule", True, _OBJECT),
)
_SCHEDULE = (
    ("duration", False, _whole(1, _LONGEST_S)),
    ("startSchedule", False, _DATE),
    ("chargingRateUnit", True, _one_of(RATE_UNITS)),
    ("chargingSchedulePeriod", True, _PERIODS),
    ("minChargingRate", False, _LIMIT),
)
_PERIOD = (
    ("startPeriod", True, _whole(0, _LONGEST_S)),
    ("limit", True, _LIMIT),
    ("numberPhases", False, _whole(1, 3)),
)


def complaints(data):
    """Return what is wrong with each field of a ChargingProfile, [] = nothing."""
    errors = _of(_PROFILE, data, "")
    if errors:
        return errors
    schedule = data["chargingSchedule"]
    errors = _of(_SCHEDULE, schedule, "chargingSchedule.")
    if errors:
        return errors
    for place, period in enumerate(schedule["chargingSchedulePeriod"]):
        errors += _of(_PERIOD, period, "chargingSchedulePeriod[%d]." % place)
    return errors


def _of(rows, data, where):
    if type(data) is not dict:
        return [(where[:-1] or "the profile") + ": must be an object"]
    errors = []
    found = 0
    for key, needed, kind in rows:
        if key in data:
            found += 1
            if not kind[0](data[key]):
                errors.append("%s%s: must be %s" % (where, key, kind[1]))
        elif needed:
            errors.append("%s%s: missing" % (where, key))
    if found < len(data):
        known = [row[0] for row in rows]
        for key in sorted([str(key) for key in data if key not in known]):
            errors.append("%s%s: no such field; there are: %s" % (where, key, ", ".join(known)))
    return errors

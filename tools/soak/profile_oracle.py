"""What a stack of charging profiles allows at an instant: slowly, from the rows, not our code.

It works on the objects OCPP sends. A profile here is (connector, object).
"""

from datetime import datetime
from fractions import Fraction

SITE, DEFAULT, OWN = "ChargePointMaxProfile", "TxDefaultProfile", "TxProfile"
_EVERY_S = {"Daily": 24 * 3600, "Weekly": 7 * 24 * 3600}


def seconds(text):
    """Return unix seconds of a date."""
    return int(datetime.fromisoformat(text).timestamp())


def install(stack, profile):
    """Return the stack with one more; it replaces as OP-102 says."""

    def place(connector, data):
        return connector, data["chargingProfilePurpose"], data["stackLevel"]

    number = profile[1]["chargingProfileId"]
    kept = [old for old in stack if old[1]["chargingProfileId"] != number]
    return [old for old in kept if place(*old) != place(*profile)] + [profile]


def value(data, now_s, began_s):
    """Return the period of a profile in force, or None (OP-104, OP-105)."""
    if "validFrom" in data and now_s < seconds(data["validFrom"]):
        return None
    if "validTo" in data and now_s >= seconds(data["validTo"]):
        return None
    schedule = data["chargingSchedule"]
    if data["chargingProfileKind"] == "Relative":
        start_s = began_s
    else:
        start_s = seconds(schedule["startSchedule"])
    if data["chargingProfileKind"] == "Recurring":
        while start_s + _EVERY_S[data["recurrencyKind"]] <= now_s:
            start_s += _EVERY_S[data["recurrencyKind"]]
    if now_s < start_s or now_s - start_s >= schedule.get("duration", now_s + 1):
        return None
    found = None
    for period in schedule["chargingSchedulePeriod"]:
        if period["startPeriod"] <= now_s - start_s:
            found = period
    return found


def _first(group, now_s, began_s):
    for data in sorted(group, key=lambda data: -data["stackLevel"]):  # OP-101
        period = value(data, now_s, began_s)
        if period is not None:
            return [(data, period)]
    return []


def in_force(stack, now_s, began_s):
    """Return the [(profile, period)] that hold together (OP-100, OP-103)."""

    def group(purpose, connector):
        return [p for c, p in stack if (c, p["chargingProfilePurpose"]) == (connector, purpose)]

    of_session = (
        _first(group(OWN, 1), now_s, began_s)
        or _first(group(DEFAULT, 1), now_s, began_s)
        or _first(group(DEFAULT, 0), now_s, began_s)
    )
    return of_session + _first(group(SITE, 0), now_s, began_s)


def in_force_without_clock(stack, elapsed_s):
    """Return the same while nobody knows the time of day (OP-067; plan.profiles).

    Only Relative profiles without validity can be told. Of ChargePointMaxProfiles each of the
    others that stands above the one that speaks holds with its lowest period.
    """

    def sure(data):
        words = ("validFrom", "validTo")
        return data["chargingProfileKind"] == "Relative" and not any(w in data for w in words)

    certain = [profile for profile in stack if sure(profile[1])]
    found = in_force(certain, elapsed_s, 0)
    speaks = [d["stackLevel"] for d, _ in found if d["chargingProfilePurpose"] == SITE]
    for _, data in stack:
        if data["chargingProfilePurpose"] != SITE or sure(data):
            continue
        if not speaks or data["stackLevel"] > speaks[0]:
            found.append((data, _lowest(data)))
    return found


def _lowest(data):
    schedule = data["chargingSchedule"]
    periods = schedule["chargingSchedulePeriod"]
    phases = [period.get("numberPhases", 3) for period in periods]
    number = min(phases) if schedule["chargingRateUnit"] == "A" else max(phases)
    return {"limit": min(period["limit"] for period in periods), "numberPhases": number}


def phases_asked(found):
    """Return the fewest phases of what holds."""
    return min([period.get("numberPhases", 3) for _, period in found], default=3)


def tenths(found, unit, volts, phases):
    """Return the limit in 0.1 of `unit`, floored; None without one (OP-103, OP-106, OP-107)."""
    limits = []
    for data, period in found:
        limit = Fraction(str(period["limit"]))
        if data["chargingSchedule"]["chargingRateUnit"] != unit:
            limit = limit / (volts * phases) if unit == "A" else limit * volts * phases
        limits.append(limit * 10 // 1)
    return min(limits, default=None)

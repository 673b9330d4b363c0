"""Makes a Profile of the ChargingProfile that OCPP sends, or says what is wrong. On demand.

What OCPP leaves open: an Absolute or Recurring profile needs startSchedule (OP-104), a date a
zone. Fields that mean nothing for the kind or purpose are not looked at: startSchedule of a
Relative one, recurrencyKind of one that does not recur, transactionId of one for all sessions.
minChargingRate is advice, checked and not kept (OP-112).
"""

from array import array

from plan.profile import (
    ABSOLUTE,
    KINDS,
    NEVER_S,
    PURPOSES,
    RATE_UNITS,
    RECURRING,
    RELATIVE,
    SESSION,
    SITE,
    Profile,
)
from plan.profile_date import read as read_date
from plan.profile_form import complaints, tenths

_EVERY_S = {"Daily": 86400, "Weekly": 604800}


def read(connector, data, utc_s, session=0, transaction=None):
    """Return (Profile, []) of a ChargingProfile for `connector`, or (None, its errors).

    `utc_s` 0: the clock is not set, nothing counts as past. `session`, `transaction`: what runs,
    in our numbers and in the platform's; 0 and None: nothing.
    """
    errors = complaints(data) or _whose(connector, data, session, transaction) + _needs(data)
    if errors:
        return None, errors
    profile = _made(connector, data, session)
    errors = _order(profile) + _when(profile, utc_s)
    return (None, errors) if errors else (profile, [])


def _whose(connector, data, session, transaction):
    """Return what is wrong with connector and transaction (OP-100)."""
    purpose = data["chargingProfilePurpose"]
    site, own = purpose == PURPOSES[SITE], purpose == PURPOSES[SESSION]
    other = data.get("transactionId", transaction) != transaction
    rules = (
        (type(connector) is not int or connector not in (0, 1), "connectorId: must be 0 or 1"),
        (site and connector, "connectorId: must be 0 for a " + purpose),
        (own and not connector, "connectorId: must be 1 for a " + purpose),
        (own and not session, "chargingProfilePurpose: no session runs that it could be for"),
        (own and other, "transactionId: is not the one that runs"),
    )
    return [text for wrong, text in rules if wrong][:1]


def _needs(data):
    """Return which optional fields are missing after all (OP-104)."""
    errors = []
    kind = data["chargingProfileKind"]
    if kind != KINDS[RELATIVE] and "startSchedule" not in data["chargingSchedule"]:
        errors.append("chargingSchedule.startSchedule: missing, the profile is " + kind)
    if kind == KINDS[RECURRING] and "recurrencyKind" not in data:
        errors.append("recurrencyKind: missing, the profile is " + kind)
    return errors


def _made(connector, data, session):
    purpose = PURPOSES.index(data["chargingProfilePurpose"])
    profile = Profile(data["chargingProfileId"], connector, purpose, data["stackLevel"])
    if purpose == SESSION:
        profile.session = session
    schedule = data["chargingSchedule"]
    profile.kind = KINDS.index(data["chargingProfileKind"])
    if profile.kind == RECURRING:
        profile.every_s = _EVERY_S[data["recurrencyKind"]]
    if profile.kind != RELATIVE:
        profile.start_s = read_date(schedule["startSchedule"])
    if "validFrom" in data:
        profile.from_s = read_date(data["validFrom"])
    if "validTo" in data:
        profile.to_s = read_date(data["validTo"])
    profile.duration_s = schedule.get("duration", 0)
    profile.unit = RATE_UNITS.index(schedule["chargingRateUnit"])
    periods = schedule["chargingSchedulePeriod"]
    profile.starts = array("I", [period["startPeriod"] for period in periods])
    profile.limits = array("I", [tenths(period["limit"]) for period in periods])
    profile.phases = bytes([period.get("numberPhases", 3) for period in periods])
    return profile


def _order(profile):
    """Return what is wrong with the order of the periods (OP-105)."""
    starts = profile.starts
    if starts[0]:
        return ["chargingSchedulePeriod[0].startPeriod: must be 0"]
    for place in range(1, len(starts)):
        if starts[place] <= starts[place - 1]:
            return [
                "chargingSchedulePeriod[%d].startPeriod: must be later than the one before" % place
            ]
    if profile.every_s and profile.duration_s > profile.every_s:
        return ["chargingSchedule.duration: overlaps the next time, %d s later" % profile.every_s]
    end_s = profile.duration_s or profile.every_s
    if end_s and starts[-1] >= end_s:
        text = "chargingSchedulePeriod[%d].startPeriod: the schedule lasts %d s only"
        return [text % (len(starts) - 1, end_s)]
    return []


def _when(profile, utc_s):
    """Return why a profile can never be in force, or no longer."""
    start_s, to_s = profile.start_s, profile.to_s
    if to_s <= profile.from_s:
        return ["validTo: must be later than validFrom"]
    end_s = NEVER_S
    if profile.kind == ABSOLUTE and profile.duration_s:
        end_s = start_s + profile.duration_s
    if end_s <= profile.from_s:
        return ["chargingSchedule.duration: it ends before validFrom"]
    if start_s >= to_s:
        return ["chargingSchedule.startSchedule: must be earlier than validTo"]
    if to_s <= utc_s:
        return ["validTo: is past"]
    if end_s <= utc_s:
        return ["chargingSchedule.duration: the schedule is past"]
    return []

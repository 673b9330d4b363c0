"""Charging profiles for tests, as OCPP sends them."""

from plan import profile_check

NOW_S = 1767268800  # 2026-01-01T12:00:00Z, a Thursday
NOW = "2026-01-01T12:00:00Z"


def sent(periods, number=1, stack=0, purpose="TxDefaultProfile", kind="Absolute", **fields):
    """Return a ChargingProfile: `periods` of (start, limit) or (start, limit, phases).

    Fields of its own or of its schedule; Absolute and Recurring ones start at NOW.
    """
    rows = []
    for row in periods:
        period = {"startPeriod": row[0], "limit": row[1]}
        if len(row) == 3:
            period["numberPhases"] = row[2]
        rows.append(period)
    schedule = {"chargingRateUnit": fields.pop("unit", "A"), "chargingSchedulePeriod": rows}
    if kind != "Relative":
        schedule["startSchedule"] = NOW
    for key in ("duration", "startSchedule", "minChargingRate"):
        if key in fields:
            schedule[key] = fields.pop(key)
    data = {
        "chargingProfileId": number,
        "stackLevel": stack,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": schedule,
    }
    data.update(fields)
    return data


def made(periods, connector=1, session=0, **words):
    """Return the Profile of what is `sent`."""
    if words.get("purpose") == "ChargePointMaxProfile":
        connector = 0
    profile, errors = profile_check.read(connector, sent(periods, **words), 0, session)
    assert not errors, errors
    return profile

import json

from plan import profile_check
from plan.profile import AMPS, NEVER_S, RECURRING, SESSION, WATTS
from plan.profile_date import read as read_date
from tests.plan.profile_kit import NOW, NOW_S, sent

MAX = "ChargePointMaxProfile"
TX = "TxProfile"


def errors(data, connector=1, utc_s=NOW_S, session=0, transaction=None):
    profile, found = profile_check.read(connector, data, utc_s, session, transaction)
    assert (profile is None) == bool(found)
    return found


def named(data, **words):
    """Return the field that the only error names."""
    found = errors(data, **words)
    assert len(found) == 1, found
    return found[0].split(":")[0]


def test_every_field_of_a_whole_profile_is_taken():
    data = sent(
        [(0, 16.1), (60, 0, 1)],
        number=-5,
        stack=99,
        purpose=TX,
        kind="Recurring",
        recurrencyKind="Weekly",
        unit="W",
        duration=604800,
        validFrom="2026-01-01T12:00:00Z",
        validTo="2026-02-01T12:00:00.000Z",
        transactionId=3,
        minChargingRate=6,
    )
    text = json.dumps(data)
    profile, found = profile_check.read(1, json.loads(text), NOW_S, 7, 3)
    assert found == []
    assert (profile.number, profile.connector, profile.stack) == (-5, 1, 99)
    assert (profile.purpose, profile.session, profile.kind) == (SESSION, 7, RECURRING)
    assert (profile.every_s, profile.start_s, profile.duration_s) == (604800, NOW_S, 604800)
    assert (profile.from_s, profile.to_s) == (NOW_S, NOW_S + 31 * 86400)
    assert profile.unit == WATTS
    assert list(profile.starts) == [0, 60]
    assert list(profile.limits) == [161, 0]
    assert list(profile.phases) == [3, 1]


def test_what_is_left_out_is_open():
    profile = profile_check.read(0, sent([(0, 6)], kind="Relative"), NOW_S)[0]
    assert (profile.from_s, profile.to_s, profile.duration_s) == (0, NEVER_S, 0)
    assert (profile.unit, profile.session) == (AMPS, 0)


def test_each_purpose_is_taken_on_its_connectors_without_a_car():
    for purpose, connector in ((MAX, 0), ("TxDefaultProfile", 0), ("TxDefaultProfile", 1)):
        for kind in ("Absolute", "Relative", "Recurring"):  # REQ-SC-1
            for unit in ("A", "W"):
                data = sent([(0, 0)], purpose=purpose, kind=kind, unit=unit)
                if kind == "Recurring":
                    data["recurrencyKind"] = "Daily"
                assert errors(data, connector) == []


def test_what_means_nothing_for_its_kind_is_not_looked_at():
    data = sent([(0, 6)], kind="Relative", recurrencyKind="Daily", transactionId=9)
    data["chargingSchedule"]["startSchedule"] = "1999-01-01T00:00:00Z"
    assert errors(data) == []


def test_an_error_names_its_field():
    for field, value in (
        ("chargingProfileId", "1"),
        ("chargingProfileId", True),
        ("chargingProfileId", 1 << 31),
        ("transactionId", 1.5),
        ("stackLevel", -1),
        ("stackLevel", 100),
        ("chargingProfilePurpose", "TxdefaultProfile"),
        ("chargingProfilePurpose", []),
        ("chargingProfileKind", None),
        ("recurrencyKind", "Monthly"),
        ("validFrom", "2026-01-01"),
        ("validTo", 1767268800),
        ("chargingSchedule", []),
        ("colour", "red"),
    ):
        data = sent([(0, 16)])
        data[field] = value
        assert named(data) == field, (field, value)
    for field, value in (
        ("duration", 0),
        ("duration", 60.0),
        ("startSchedule", ""),
        ("chargingRateUnit", "kW"),
        ("chargingSchedulePeriod", []),
        ("chargingSchedulePeriod", [{"startPeriod": 0, "limit": 6}] * 51),
        ("chargingSchedulePeriod", {}),
        ("minChargingRate", -0.1),
        ("limit", 16),
    ):
        data = sent([(0, 16)])
        data["chargingSchedule"][field] = value
        assert named(data) == "chargingSchedule." + field, (field, value)
    for field, value in (
        ("startPeriod", -1),
        ("limit", -0.1),
        ("limit", "16"),
        ("limit", 16.05),
        ("limit", 16.12),
        ("limit", 1000001),
        ("limit", float("nan")),
        ("limit", float("inf")),
        ("limit", False),
        ("numberPhases", 0),
        ("numberPhases", 4),
    ):
        data = sent([(0, 16), (60, 10)])
        data["chargingSchedule"]["chargingSchedulePeriod"][1][field] = value
        assert named(data) == "chargingSchedulePeriod[1]." + field, (field, value)


def test_a_missing_field_is_named():
    for field in ("chargingProfileId", "stackLevel", "chargingProfilePurpose", "chargingSchedule"):
        data = sent([(0, 16)])
        del data[field]
        assert errors(data) == [field + ": missing"]
    for field in ("chargingRateUnit", "chargingSchedulePeriod", "startSchedule"):
        data = sent([(0, 16)])
        del data["chargingSchedule"][field]
        assert named(data) == "chargingSchedule." + field
    for field in ("startPeriod", "limit"):
        data = sent([(0, 16)])
        del data["chargingSchedule"]["chargingSchedulePeriod"][0][field]
        assert named(data) == "chargingSchedulePeriod[0]." + field
    assert named(sent([(0, 16)], kind="Recurring")) == "recurrencyKind"


def test_nonsense_anywhere_is_told():
    nonsense = (None, True, -1, 1 << 70, 1e300, -0.0, "", "x" * 300, [], [[]], {}, {"limit": 1})
    for key in sent([(0, 16)], validFrom=NOW, validTo=NOW, transactionId=1, recurrencyKind="x"):
        for value in nonsense:
            data = sent([(0, 16)])
            data[key] = value
            errors(data)
    for key in ("duration", "startSchedule", "chargingRateUnit", "chargingSchedulePeriod"):
        for value in nonsense:
            data = sent([(0, 16)])
            data["chargingSchedule"][key] = value
            assert errors(data), (key, value)
    for key in ("startPeriod", "limit", "numberPhases"):
        for value in nonsense:
            data = sent([(0, 16)])
            data["chargingSchedule"]["chargingSchedulePeriod"][0][key] = value
            assert errors(data) or value == 0, (key, value)
    for value in nonsense:
        assert errors(sent([(0, 16)]), connector=value)


def test_no_object_at_all():
    for data in (None, [], "x", 1, {}):
        assert errors(data)
    data = sent([(0, 16)])
    data["chargingSchedule"]["chargingSchedulePeriod"] = [None, 1]
    assert len(errors(data)) == 2


def test_every_error_of_a_kind_is_told_at_once():
    data = sent([(0, 16)], number="x", stack=-1)
    assert len(errors(data)) == 2


def test_connectors_and_sessions():
    assert named(sent([(0, 6)]), connector=2) == "connectorId"
    assert named(sent([(0, 6)]), connector=-1) == "connectorId"
    assert named(sent([(0, 6)]), connector=None) == "connectorId"
    assert named(sent([(0, 6)], purpose=MAX), connector=1) == "connectorId"  # OP-100
    own = sent([(0, 6)], purpose=TX, transactionId=3)
    assert named(own, connector=0, session=7, transaction=3) == "connectorId"
    assert named(own, session=0) == "chargingProfilePurpose"
    assert named(own, session=7, transaction=4) == "transactionId"
    assert errors(own, session=7, transaction=3) == []
    assert errors(sent([(0, 6)], purpose=TX), session=7, transaction=3) == []


def test_periods_that_overlap_or_never_come():
    period = "chargingSchedulePeriod[%d].startPeriod"
    assert named(sent([(60, 6)])) == period % 0  # OP-105
    assert named(sent([(0, 6), (60, 7), (60, 8)])) == period % 2
    assert named(sent([(0, 6), (60, 7), (30, 8)])) == period % 2
    assert named(sent([(0, 6), (60, 7)], duration=60)) == period % 1
    assert errors(sent([(0, 6), (60, 7)], duration=61)) == []
    daily = {"kind": "Recurring", "recurrencyKind": "Daily"}
    assert named(sent([(0, 6), (86400, 7)], **daily)) == period % 1
    assert named(sent([(0, 6)], duration=86401, **daily)) == "chargingSchedule.duration"
    assert errors(sent([(0, 6), (86399, 7)], duration=86400, **daily)) == []


def test_what_is_past_or_never_comes():
    schedule = "chargingSchedule."
    assert named(sent([(0, 6)], validTo="2026-01-01T12:00:00Z", validFrom="2026-01-01T12:00:00Z"))
    past = sent([(0, 6)], startSchedule="2025-12-31T12:00:00Z", duration=86400)
    assert named(past) == schedule + "duration"
    assert errors(past, utc_s=NOW_S - 1) == []
    assert errors(past, utc_s=0) == []
    assert errors(sent([(0, 6)], startSchedule="2025-12-31T12:00:00Z")) == []
    old = sent([(0, 6)], kind="Relative", validTo="2026-01-01T12:00:00Z")
    assert named(old) == "validTo"
    assert errors(old, utc_s=NOW_S - 1) == []
    late = sent([(0, 6)], duration=60, validFrom="2026-01-01T12:01:00Z")
    assert named(late) == schedule + "duration"
    assert named(sent([(0, 6)], validTo="2026-01-01T12:00:00Z")) == schedule + "startSchedule"


def test_limits_are_multiples_of_a_tenth():
    for limit, tenths in ((6, 60), (0.1, 1), (13.8, 138), (11040.7, 110407), (1000000, 10**7)):
        profile = profile_check.read(1, sent([(0, limit)]), NOW_S)[0]  # OP-106
        assert list(profile.limits) == [tenths]


def test_dates():
    for text, unix_s in (
        ("2026-01-01T12:00:00Z", NOW_S),
        ("2026-01-01T12:00:00.000Z", NOW_S),
        ("2026-01-01T12:00:00.123456789Z", NOW_S),
        ("2026-01-01T20:00:00+08:00", NOW_S),
        ("2026-01-01T03:30:00.5-08:30", NOW_S),
        ("2024-02-29T00:00:00Z", 1709164800),
        ("1970-01-01T00:00:00Z", 0),
    ):
        assert read_date(text) == unix_s, text
    for text in (
        "2026-01-01T12:00:00",
        "2026-01-01 12:00:00Z",
        "2026-01-01T12:00:00.Z",
        "2026-01-01T12:00:00.5",
        "2026-02-29T12:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T12:60:00Z",
        "2026-01-01T12:00:00+0800",
        "2026-01-01T12:00:00+15:00",
        "2026-01-01T12:00:00z",
        "2026-01-01T12:00:00Zulu",
        "+026-01-01T12:00:00Z",
        "2107-01-01T12:00:00Z",
        "1970-01-01T00:00:00+01:00",
        "2026-01-01T12:00:00." + "1" * 30 + "Z",
        "",
        None,
        5,
    ):
        assert read_date(text) is None, text

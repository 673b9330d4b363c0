"""OCMF text of sessions (OM-001 to OM-005), and dates."""

import json
from binascii import unhexlify
from hashlib import sha256

from session import ocmf, record, record_words
from session.archive import Archive
from session.stamp import utc
from tests.disk import Disk
from tests.session.sold import METER, START_S, failed
from tests.session.sold import record as sold

KEY = bytes(range(8))
# written by hand; the last value is the SHA-256 of what the archive stored
PAYLOAD = (
    '{"FV":"1.4","GI":"charging-pile","GS":"0001020304050607","PG":"T7","MS":"SDM630-1234567",'
    '"IS":true,"IL":"HEARSAY","IF":[],"IT":"LOCAL","ID":"0001020304050607","TT":"price 3,4",'
    '"RD":[{"TM":"2026-01-01T14:00:00,000+0000 I","TX":"B","RV":1234654.309869,'
    '"RI":"1-b:1.8.0","RU":"kWh","RT":"AC","EF":"","ST":"G"},'
    '{"TM":"2026-01-01T15:23:45,000+0000 I","TX":"E","RV":1234666.655547,'
    '"RI":"1-b:1.8.0","RU":"kWh","RT":"AC","EF":"","ST":"G"}],"ZH":"%s"}'
)


def entry(made, meter=METER):
    """Return what the archive makes of a record."""
    disk = Disk()
    archive = Archive("d", disk.open, disk)
    archive.add(made.number, made.pack(), meter)
    return next(archive.entries())


def end(**fields):
    """Return the last reading of a session with these fields."""
    made = sold(7)
    for name in fields:
        setattr(made, name, fields[name])
    return json.loads(ocmf.payload(entry(made), KEY))["RD"][1]


def test_the_text_is_exactly_this():
    found = entry(sold(7))
    hashed = "".join(["%02x" % byte for byte in sha256(found.stored).digest()])
    assert ocmf.payload(found, KEY) == PAYLOAD % hashed
    assert ocmf.payload(entry(sold(7)), KEY) == PAYLOAD % hashed


def test_a_session_without_card_clock_or_meter_says_so():
    found = json.loads(ocmf.payload(entry(failed(9), ""), KEY))
    assert (found["IS"], found["IL"], found["IT"], found["MS"]) == (False, "NONE", "NONE", "")
    assert "ID" not in found
    for reading, time in zip(found["RD"], ("00:00:00", "00:01:01")):
        assert reading["TM"] == "1970-01-01T" + time + ",000+0000 U"
        assert reading["EF"] == "Et"
        assert reading["ST"] == "S"
    assert [reading["TX"] for reading in found["RD"]] == ["B", "P"]


def test_how_it_ended():
    for reason, expected in (
        (record.RUNNING, "E"),
        (record.EV_DISCONNECTED, "E"),
        (record.LOCAL, "L"),
        (record.REMOTE, "R"),
        (record.DE_AUTHORIZED, "R"),
        (record.EMERGENCY_STOP, "A"),
        (record.POWER_LOSS, "P"),
        (record.REBOOT, "A"),
        (record.SOFT_RESET, "R"),
        (record.HARD_RESET, "R"),
        (record.UNLOCK_COMMAND, "R"),
        (record.OTHER, "A"),
    ):
        assert end(reason=reason)["TX"] == expected, reason
    assert len(record_words.REASONS) == 12
    assert end(fault=3)["TX"] == "A"
    assert end(fault=3, reason=record.POWER_LOSS)["TX"] == "P"


def test_a_clock_that_was_set_late_and_energy_that_is_estimated():
    assert end(flags=record.LATE_CLOCK)["TM"] == "2026-01-01T15:23:45,000+0000 I"
    assert (end(flags=record.ESTIMATED)["EF"], end(flags=record.ESTIMATED)["ST"]) == ("E", "S")
    assert end(start_s=0)["EF"] == "t"


def test_a_meter_that_was_lost_or_changed_marks_the_end_and_not_the_start():
    for flag, status in ((record.METER_LOST, "T"), (record.METER_GAP, "E")):
        made = sold(7)
        made.flags = flag
        first, last = json.loads(ocmf.payload(entry(made), KEY))["RD"]
        assert (first["EF"], first["ST"]) == ("", "G")
        assert (last["EF"], last["ST"]) == ("E", status)
    assert end(flags=96)["ST"] == "T"


def test_each_price_version_is_named_once():
    made = sold(7)
    made.lines = [[3, 0, 0, 0, 0], [3, 1, 0, 0, 0], [12, 0, 0, 0, 0], [3, 0, 0, 0, 0]]
    assert json.loads(ocmf.payload(entry(made), KEY))["TT"] == "price 3,12"
    made.lines = []
    assert json.loads(ocmf.payload(entry(made), KEY))["TT"] == ""


def test_der():
    small = b"\x00" * 31 + b"\x7f"
    top = b"\x00" * 31 + b"\x80"
    long = b"\xff" * 32
    for r, s, expected in (
        (small, top, "30070201" + "7f" + "0202" + "0080"),
        (long, small, "3026" + "0221" + "00" + "ff" * 32 + "0201" + "7f"),
        (long, long, "3046" + ("0221" + "00" + "ff" * 32) * 2),
        (b"\x00" * 32, b"\x01" + b"\x00" * 31, "3025" + "020100" + "022001" + "00" * 31),
    ):
        assert ocmf.der(r + s) == unhexlify(expected)


def test_the_signed_text():
    found = entry(sold(7))
    assert ocmf.text(found) == ""
    found.seal = b"\x01" * 64 + KEY
    header, payload, signature = ocmf.text(found).split("|")
    assert header == "OCMF"
    assert payload == ocmf.payload(found, KEY)
    assert signature == (
        '{"SA":"ECDSA-secp256r1-SHA256","SE":"hex","SM":"application/x-der",'
        '"SD":"3044' + ("0220" + "01" * 32) * 2 + '"}'
    )


def test_bytes_that_are_no_session_are_refused():
    disk = Disk()
    archive = Archive("d", disk.open, disk)
    archive.add(1, b"something else")
    try:
        ocmf.payload(next(archive.entries()), KEY)
    except ValueError as error:
        assert "record" in str(error)
    else:
        raise AssertionError("it was taken")


def test_dates():
    for unix_s, expected in (
        (0, "1970-01-01T00:00:00"),
        (59, "1970-01-01T00:00:59"),
        (951782399, "2000-02-28T23:59:59"),
        (951782400, "2000-02-29T00:00:00"),
        (951868800, "2000-03-01T00:00:00"),
        (1709164800, "2024-02-29T00:00:00"),
        (START_S - 1, "2025-12-31T23:59:59"),
        (START_S, "2026-01-01T00:00:00"),
        (1775001600, "2026-04-01T00:00:00"),
        (4107542400, "2100-03-01T00:00:00"),
        (4294967295, "2106-02-07T06:28:15"),
    ):
        assert utc(unix_s) == expected

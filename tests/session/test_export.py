"""The CSV of all sessions."""

from session import export
from session.archive import LONGEST, Archive
from tests.disk import Disk
from tests.session.sold import METER, archived, failed
from tests.session.sold import record as sold

ROW = (
    "7,2026-01-01T14:00:00,2026-01-01T15:23:45,5025,1234654.309869,1234666.655547,12.345678,"
    "3/0 12.000000 kWh x (0.30 + 0.05) = 4.20; 4/1 0.345678 kWh x (0.40 + 0.05) = 0.15555,"
    "660,1.10,5.45555,,,,0001020304050607,0102,SDM630-1234567,"
)


def rows(found):
    return list(export.rows(found))


def archive():
    disk = Disk()
    return Archive("d", disk.open, disk)


def fields(row):
    """Return the columns of a row without quotes."""
    assert row[-2:] == "\r\n"
    return dict(zip(export.COLUMNS, row[:-2].split(",")))


def test_an_empty_archive_has_the_titles_alone():
    assert rows(archive()) == [",".join(export.COLUMNS) + "\r\n"]


def test_a_session_in_full():
    found = archive()
    archived(found, 1, 7)
    row = rows(found)[1]
    stored = "".join(["%02x" % byte for byte in next(found.entries()).stored])
    assert row == ROW + stored + ",\r\n"


def test_a_failed_start_without_card_clock_and_meter():
    found = archive()
    found.add(9, failed(9).pack())
    row = fields(rows(found)[1])
    for name, expected in (
        ("number", "9"),
        ("start", ""),
        ("stop", ""),
        ("seconds", "61"),
        ("cost", "0.00"),
        ("reason", "PowerLoss"),
        ("flags", "estimated free"),
        ("card", ""),
        ("meter", ""),
    ):
        assert row[name] == expected, name


def test_the_fault_that_ended_it():
    found = archive()
    made = sold(1)
    made.fault = 12
    found.add(1, made.pack())
    assert fields(rows(found)[1])["fault"] == "12"


def test_a_signed_session_carries_its_ocmf_text_with_its_quotes_doubled():
    found = archive()
    archived(found, 1)
    found.seal((1, 0), b"\x01" * 64 + bytes(8))
    row = rows(found)[1]
    at = row.index(',"OCMF|{""FV"":""1.4"",')
    assert row.endswith('""}"\r\n')
    assert row[at + 2 : -3].replace('""', '"').startswith('OCMF|{"FV":"1.4",')


def test_what_is_no_session_is_exported_as_its_bytes():
    found = archive()
    found.add(3, b"?")
    found.seal((1, 0), b"\x01" * 64 + bytes(8))
    row = fields(rows(found)[1])
    assert row["number"] == "3"
    assert row["cost"] == row["ocmf"] == ""
    assert row["record"].endswith("3f")


def test_no_row_is_longer_than_4_kb():
    found = archive()
    made = sold(0xFFFFFFFF, (1 << 40) - 1)
    made.start_s = made.seconds = made.overstay_s = 0xFFFFFFFF // 2
    made.who = b"w" * 20
    made.group = b"gggg"
    made.flags = 31
    made.start_mwh = 1 << 60
    made.terms = (0xFFFF, 0xFFFFFFFF, 0)
    made.lines = [[0xFFFF, 255, 0xFFFFFFFF, 0xFFFFFFFF, (1 << 40) - 1]] * 8
    packed = made.pack()
    found.add(made.number, packed, "m" * LONGEST)
    found.seal((1, 0), b"\xff" * 72)
    row = rows(found)[1]
    assert 2000 < len(row) <= 4096
    assert METER not in row

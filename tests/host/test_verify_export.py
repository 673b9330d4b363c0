"""What the check says of an export as it came, and the command."""

import io

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from session import export
from session.archive import Archive
from tests.host.signed_export import (  # noqa: F401  fixtures
    COUNT,
    checked,
    exported,
    provisioned,
    public_key,
    rows_to_change,
    text,
)
from tests.session.sold import failed
from tools.verify import __main__ as verify
from tools.verify import keys
from tools.verify.check import check


def test_what_the_pile_exports_is_well(pile, rows, key):
    assert text(rows) == exported(pile)  # python's csv quotes as the pile does
    found = checked(rows, key)
    assert (found.problems, found.notes) == ([], [])
    assert found.summary() == "5 records, 5 signed, 5 good signatures, all is well"


def test_without_a_key_the_chain_alone_is_checked(rows):
    found = checked(rows)
    assert found.problems == []
    assert found.notes == ["no --key: who made this chain is not proven"]
    assert found.summary() == "5 records, 5 signed, all is well"


def test_unsigned_sessions_at_the_end_are_told(rows, key):
    for row in rows[3:]:
        row["ocmf"] = ""
    found = checked(rows, key)
    assert found.problems == []
    assert found.notes == ["no good signature vouches for what comes after 3"]
    assert found.signed == found.verified == 3


def test_an_export_that_begins_later_shows_its_anchor(rows, key):
    found = checked(rows[2:], key)
    assert found.problems == []
    anchor = bytes.fromhex(rows[2]["record"])[7:39].hex()
    assert found.notes == [f"the first record here is 3; before it: {anchor}"]


def test_numbers_that_are_missing_are_told_though_the_chain_is_whole(tmp_path):
    archive = Archive(str(tmp_path))
    archive.add(2, failed(2).pack())
    archive.add(5, failed(5).pack())
    found = check(io.StringIO("".join(export.rows(archive)), newline=""))
    assert found.problems == []
    assert "no session has a number from 3 to 4" in found.notes


def test_another_key_is_named(rows):
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    found = checked(rows, other)
    assert len(found.problems) == COUNT
    assert keys.name(other) in found.problems[0]


def test_the_command(pile, tmp_path, capsys):
    path = tmp_path / "sessions.csv"
    path.write_text(exported(pile), newline="")
    pem = str(pile / "public.pem")
    assert verify.main([str(path), "--key", pem]) == 0
    assert capsys.readouterr().out == "5 records, 5 signed, 5 good signatures, all is well\n"
    path.write_text(exported(pile).replace(",5.45555,", ",5.45554,", 1), newline="")
    assert verify.main([str(path), "--key", pem]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "record 1: column cost says '5.45554', the record '5.45555'",
        "5 records, 5 signed, 5 good signatures, 1 problems",
    ]


@pytest.mark.parametrize("content", [b"", b"number,cost\n1,2\n", b"\xff\xfe", b'"' * 200000])
def test_what_is_no_export_is_refused(content, tmp_path, capsys):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert verify.main([str(path)]) == 2
    assert capsys.readouterr().err.startswith("verify: ")
    assert verify.main([str(tmp_path / "none")]) == 2

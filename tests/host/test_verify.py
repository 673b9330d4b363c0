"""An export is checked with OpenSSL and with pyocmf; whatever is changed in it is found."""

import csv
import io
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyocmf import OCMF

from session import export, ocmf, p256
from session.archive import Archive
from session.signer import Signer
from shell.store import FileStore
from tests.session.sold import archived, failed
from tests.session.test_signer import sign_all
from tools.provision import key as provision
from tools.verify import __main__ as verify
from tools.verify import keys
from tools.verify.check import check

COUNT = 5


@pytest.fixture(scope="module")
def pile(tmp_path_factory):
    """Return the folder of a provisioned pile with five signed sessions."""
    folder = tmp_path_factory.mktemp("store")
    assert provision.main([str(folder)]) == 0
    archive = Archive(str(folder))
    archived(archive, COUNT - 1)
    archive.add(COUNT, failed(COUNT).pack())
    assert sign_all(Signer(FileStore(str(folder)), str(folder))) == COUNT
    return folder


@pytest.fixture(scope="module")
def key(pile):
    return keys.load(str(pile / "public.pem"))


def exported(folder):
    return "".join(export.rows(Archive(str(folder))))


@pytest.fixture
def rows(pile):
    """Return the rows of the export, dicts, to change."""
    return list(csv.DictReader(io.StringIO(exported(pile), newline="")))


def text(rows):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, export.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def checked(rows, key=None):
    return check(io.StringIO(text(rows), newline=""), key)


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


def _flip(value, at):
    digit = "0123456789abcdef"[int(value[at], 16) ^ 1]
    return value[:at] + digit + value[at + 1 :]


def _change(column, old, new):
    def act(rows):
        assert old in rows[2][column]
        rows[2][column] = rows[2][column].replace(old, new, 1)

    return act


def _swap(rows):
    rows[1], rows[2] = rows[2], rows[1]


def _remove(rows):
    del rows[2]


def _double(rows):
    rows.insert(2, dict(rows[2]))


def _in_record(at):
    def act(rows):
        rows[2]["record"] = _flip(rows[2]["record"], at)

    return act


def _short(rows):
    rows[2]["record"] = rows[2]["record"][:-2]


def _other_text(rows):
    rows[2]["ocmf"] = rows[1]["ocmf"]


def _wrong_signature(rows):
    rows[2]["ocmf"] = _flip(rows[2]["ocmf"], -10)


FORGED = {
    "cost": (_change("cost", "5", "4"), "record 3: column cost says"),
    "energy": (_change("energy_kwh", "12.", "11."), "record 3: column energy_kwh says"),
    "card": (_change("card", "07", "08"), "record 3: column card says"),
    "meter": (_change("meter", "7", "8"), "record 3: column meter says"),
    "number": (_change("number", "3", "6"), "record 3: column number says"),
    "a digit of the stored record": (_in_record(100), "record 4: does not follow 3"),
    "a digit of the hash before": (_in_record(20), "record 3: does not follow 2"),
    "the form": (_in_record(1), "record 3: line 4, column record: no archived session"),
    "a record cut short": (_short, "record 3: line 4, column record: no archived session"),
    "no hex": (_change("record", "01", "zz"), "record 3: line 4, column record:"),
    "a row removed": (_remove, "record 4: does not follow 2"),
    "a row doubled": (_double, "record 3: comes after 3: numbers must rise"),
    "rows exchanged": (_swap, "record 2: comes after 3: numbers must rise"),
    "another's signed text": (_other_text, "record 3: column ocmf is not the text of the record"),
    "the signed text": (_change("ocmf", "kWh", "Wh"), "record 3: column ocmf is not the text"),
    "text that is none": (_change("ocmf", "OCMF|", "OCMF"), "record 3: column ocmf cannot be"),
    "JSON that is none": (_change("ocmf", "{", "["), "record 3: column ocmf cannot be read"),
    "another algorithm": (_change("ocmf", "SHA256", "SHA1"), "record 3: column ocmf is not the"),
    "the signature": (_wrong_signature, "record 3: has a wrong signature"),
    "the key's name": (_change("ocmf", '"GS":"', '"GS":"00'), "record 3: is signed with the key"),
}


@pytest.mark.parametrize("case", FORGED)
def test_whatever_is_changed_names_its_record(case, rows, key):
    act, expected = FORGED[case]
    act(rows)
    found = checked(rows, key)
    assert any(line.startswith(expected) for line in found.problems), found.problems
    assert {line.split(":")[0] for line in found.problems} <= {
        "record 2",
        "record 3",
        "record 4",
    }


def test_a_row_with_a_column_too_many(pile, key):
    lines = exported(pile).split("\r\n")
    lines[3] += ",more"
    found = check(io.StringIO("\r\n".join(lines), newline=""), key)
    assert found.problems == ["record 3: has more columns than there are titles"]
    lines[3] = ",".join(lines[3].split(",")[:5])
    found = check(io.StringIO("\r\n".join(lines), newline=""), key)
    assert found.problems[0].startswith("record 3: line 4, column record: no archived session")


def test_a_record_changed_with_all_that_follows_chained_anew_has_no_good_signature(pile, key):
    forged = Archive(str(pile / "forged"), opener=open)
    (pile / "forged").mkdir()
    seals = [entry.seal for entry in Archive(str(pile)).entries()]
    for entry in Archive(str(pile)).entries():
        packed = bytearray(entry.record)
        packed[80] ^= entry.number == 3
        forged.add(entry.number, bytes(packed), entry.meter)
    for entry, seal in zip(list(forged.entries()), seals):
        forged.seal(entry.place, seal)
    found = check(io.StringIO("".join(export.rows(forged)), newline=""), key)
    assert found.problems == [f"record {n}: has a wrong signature" for n in (3, 4, 5)]
    assert found.notes == ["no good signature vouches for what comes after 2"]


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


def test_pyocmf_accepts_every_text_and_verifies_it(rows, key):
    der = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    ).hex()
    for row in rows:
        found = OCMF.from_string(row["ocmf"], strict=True)
        assert found.verify_signature(der)
        assert found.payload.PG == "T" + row["number"]
        assert [str(reading.RV) for reading in found.payload.RD] == [
            row["start_kwh"],
            row["stop_kwh"],
        ]
        errors = found.check_eichrecht(errors_only=True)
        if row["flags"]:  # energy that is estimated must not be billed, and says so (OM-010)
            assert {issue.field for issue in errors} == {"ST", "EF"}
        else:
            assert errors == []


def test_pyocmf_refuses_a_changed_text(rows, key):
    der = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    ).hex()
    changed = rows[0]["ocmf"].replace("1234580", "1234581", 1)
    assert changed != rows[0]["ocmf"]
    assert not OCMF.from_string(changed).verify_signature(der)


@pytest.mark.parametrize("seed", range(20))
def test_signatures_of_any_key_and_digest_verify(seed):
    private = ec.derive_private_key(3**150 * (seed + 1), ec.SECP256R1())
    message = bytes([seed]) * seed
    digest = hashes.Hash(hashes.SHA256())
    digest.update(message)
    signature = bytearray(64)
    number = private.private_numbers().private_value.to_bytes(32)
    for _ in p256.sign(number, digest.finalize(), signature):
        pass
    assert keys.signs(private.public_key(), ocmf.der(bytes(signature)), message)
    public = bytearray(64)
    for _ in p256.public(number, public):
        pass
    assert public == keys.point(private.public_key())


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


def test_keys_in_every_form(pile, key, tmp_path):
    der = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (tmp_path / "key.der").write_bytes(der)
    for form in (keys.point(key).hex(), der.hex(), str(tmp_path / "key.der")):
        assert keys.name(keys.load(form)) == keys.name(key)
    other = ec.generate_private_key(ec.SECP384R1()).public_key()
    (tmp_path / "p384.pem").write_bytes(
        other.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    for form in ("00" * 64, "ff", str(pile / "key"), str(tmp_path / "p384.pem")):
        with pytest.raises(ValueError, match="P-256"):
            keys.load(form)


def test_a_key_is_made_once_and_never_shown(pile, capsys):
    before = (pile / "key").read_bytes()
    assert provision.main([str(pile)]) == 2
    assert "is there" in capsys.readouterr().err
    assert (pile / "key").read_bytes() == before
    assert (pile / "key").stat().st_mode & 0o77 == 0
    assert provision.main([]) == 2


def test_a_new_key_is_named_not_shown(tmp_path, capsys):
    folder = Path(tmp_path / "new")
    assert provision.main([str(folder)]) == 0
    out = capsys.readouterr().out
    public = keys.load(str(folder / "public.pem"))
    stored = FileStore(str(folder)).read("key")
    assert keys.name(public) in out
    assert stored[:32].hex() not in out
    assert stored[32:] == keys.point(public)

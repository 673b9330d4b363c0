"""Whatever is changed in an export is found, and its record named."""

import io

import pytest

from session import export
from session.archive import Archive
from tests.host.signed_export import (  # noqa: F401  fixtures
    checked,
    exported,
    provisioned,
    public_key,
    rows_to_change,
)
from tools.verify.check import check


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

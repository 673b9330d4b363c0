"""What others wrote agrees: pyocmf on an export, OpenSSL on any signature."""

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyocmf import OCMF

from session import ocmf, p256
from tests.host.signed_export import provisioned, public_key, rows_to_change  # noqa: F401  fixtures
from tools.verify import keys


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

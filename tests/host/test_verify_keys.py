"""Keys of an export: read in every form, made once, never shown."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shell.store import FileStore
from tests.host.signed_export import provisioned, public_key  # noqa: F401  fixtures
from tools.provision import key as provision
from tools.verify import keys


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

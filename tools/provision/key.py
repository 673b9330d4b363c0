"""python -m tools.provision key FOLDER: make a pile's signing key.

FOLDER/key is for the pile, FOLDER/public.pem for whoever verifies (`python -m tools.verify`). Put
the key on a board that runs no pile, then remove it here:
mpremote connect PORT fs cp FOLDER/key :/store/key
Whoever has that file can sign in the pile's name. A pile without it chains its sessions unsigned.
"""

import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shell.store import FileStore
from tools.verify import keys

_SECRET = 0o700


def fresh():
    """Return (96 bytes for the pile's store, the public key) of a new key pair."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key()
    return private.private_numbers().private_value.to_bytes(32) + keys.point(public), public


def pem(public):
    """Return a public key as PEM, for whoever verifies."""
    return public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def make(folder):
    """Write both files; return the public key. Raises ValueError when there is a key already."""
    if (folder / "key").exists():
        raise ValueError(f"{folder}/key is there: a pile that loses its key cannot get it back")
    folder.mkdir(mode=_SECRET, parents=True, exist_ok=True)
    record, public = fresh()
    FileStore(str(folder)).write("key", record)
    (folder / "key").chmod(0o600)
    (folder / "public.pem").write_bytes(pem(public))
    return public


def main(arguments):
    """Make a key, say where it is; return the exit status."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        public = make(Path(arguments[0]))
    except (OSError, ValueError) as error:
        print(f"provision: {error}", file=sys.stderr)
        return 2
    print(f"key {keys.name(public)}: {arguments[0]}/key for the pile, /public.pem to verify with")
    return 0

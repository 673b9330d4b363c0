"""A package: a header that is text and signed, see firmware/update/header.py; then the files."""

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from shell.store import FileStore
from tools.build import ROOT, VERSION, build
from tools.build.filesystem import folder_files
from tools.build.pack import packed
from tools.verify import keys
from update.header import FORMAT, MOST_BYTES, Header

LAUNCHER = 1  # the least boot.py that starts such a version: its LAUNCHER
PRIVATE = "update.pem"
TRUSTED = "update_public.pem"
PUBLIC = "update_key"  # of the store: what provisioning gives each pile
_SEAL = b"\nsignature "
_NUMBER_BYTES = 32


class Package:
    """The bytes of a package, read. Raises ValueError that says what is wrong."""

    def __init__(self, data):
        text = data[:MOST_BYTES]
        end = text.find(b"\n", text.find(_SEAL) + 1) + 1
        try:
            self.header = Header(text[:end].decode() if end else text.decode())
        except UnicodeDecodeError:
            raise ValueError("this is no package of `python -m tools.update sign`") from None
        self.body = data[end:]
        if len(self.body) != self.header.bytes:
            raise ValueError(
                f"the package is cut short or longer than it was: {len(self.body)} bytes of "
                f"files, its header says {self.header.bytes}"
            )
        begins = 0
        for name, size, digest in self.header.files:
            if hashlib.sha256(self.body[begins : begins + size]).digest() != digest:
                raise ValueError(f"the package is damaged: {name} is not what was signed")
            begins += size

    def signed_by(self, key):
        """Return whether the signature is that of a public key."""
        numbers = self.header.signature
        r, s = numbers[:_NUMBER_BYTES], numbers[_NUMBER_BYTES:]
        seal = encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
        return keys.signs(key, seal, self.header.signed)


def read(path):
    """Return the Package in a file. Raises ValueError, OSError."""
    return Package(Path(path).read_bytes())


def sign(files, key):
    """Return the bytes of a package of {name: bytes}, `version` among them."""
    text = f"pile-update {FORMAT} {LAUNCHER}\n" + files[VERSION].decode()
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    seal = r.to_bytes(_NUMBER_BYTES) + s.to_bytes(_NUMBER_BYTES)
    text += f"signature {seal.hex()}\n"
    rows = Header(text).files
    return text.encode() + b"".join(files[name] for name, _, _ in rows)


def make(board, key):
    """Build a board's firmware and return its package. Raises ValueError."""
    folder = ROOT / "build" / board
    build(folder, board)
    return sign(folder_files(packed(folder, board)), key)


def load_private(path):
    """Return the key that signs. Raises ValueError, OSError."""
    try:
        key = serialization.load_pem_private_key(Path(path).read_bytes(), None)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: no private key as PEM without a password") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise ValueError(f"{path}: must be a key of P-256, as `python -m tools.update key` makes")
    return key


def make_key(folder):
    """Write PRIVATE, TRUSTED, and PUBLIC as a pile's store has it; return the public key.

    Raises ValueError when there is one already.
    """
    if (folder / PRIVATE).exists():
        raise ValueError(f"{folder}/{PRIVATE} is there: piles that trust it take no other")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / PRIVATE).touch(mode=0o600)
    (folder / PRIVATE).write_bytes(text)
    text = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / TRUSTED).write_bytes(text)
    FileStore(str(folder)).write(PUBLIC, keys.point(key.public_key()))
    return key.public_key()

"""Public keys of piles: ECDSA on P-256."""

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_CURVE = ec.SECP256R1
_POINT_BYTES = 64
_NAME_BYTES = 8


def point(key):
    """Return x and y, 64 bytes."""
    encoding = serialization.Encoding.X962
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_bytes(encoding, form)[1:]


def name(key):
    """Return the 16 hex digits that name a key: the gateway's serial number in OCMF."""
    return hashlib.sha256(point(key)).digest()[:_NAME_BYTES].hex()


def load(text):
    """Return the public key in a PEM file, or of hex digits: DER, or x and y.

    Raises ValueError that says what is allowed, OSError for a file that cannot be read.
    """
    wrong = f"--key {text}: must be a PEM file or hex digits of a P-256 public key"
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = Path(text).read_bytes()
    try:
        if len(data) == _POINT_BYTES:
            key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE(), b"\x04" + data)
        elif b"-----BEGIN" in data:
            key = serialization.load_pem_public_key(data)
        else:
            key = serialization.load_der_public_key(data)
    except ValueError as error:
        raise ValueError(wrong) from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, _CURVE):
        raise ValueError(wrong)
    return key


def signs(key, signature, data):
    """Return whether `signature` (DER) of `data` was made with the key's private half."""
    try:
        key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True

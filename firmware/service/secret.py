"""The installer's secret: what the factory area keeps in its place. Also for tools on a PC."""

import hashlib

_ROUNDS = 64  # 12 ms on a Pico: no slice is longer than 20 ms
MOST = 64  # characters


def digest(salt, secret):
    """Return the 64 hex digits kept for a secret. `salt`: bytes."""
    data = secret.encode()
    found = salt + data
    for _ in range(_ROUNDS):
        found = hashlib.sha256(found + data).digest()
    return "".join(["%02x" % byte for byte in found])


def same(one, other):
    """Return whether two texts are equal, in a time that tells nothing about where they differ."""
    if len(one) != len(other):
        return False
    differs = 0
    for i in range(len(one)):
        differs |= ord(one[i]) ^ ord(other[i])
    return differs == 0

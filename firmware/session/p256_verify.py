"""Checks ECDSA signatures on P-256 with SHA-256: the other half of session.p256, in its slices.

Imported for an update, and dropped again.
"""

from micropython import const

from session.p256 import N, P, add, affine, both, inverse

_BITS = const(256)
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def point(public):
    """Return (x, y) of a public key, 64 bytes. Raises ValueError when it is none."""
    x, y = int.from_bytes(public[:32], "big"), int.from_bytes(public[32:], "big")
    if len(public) != 64 or x >= P or y >= P or (y * y - x * x * x + 3 * x - _B) % P:
        raise ValueError("a public key is 64 bytes, x and y of a point of P-256")
    return x, y


def verify(public, digest, signature):
    """Return whether `signature`, r and s, 64 bytes, of a SHA-256 digest is the key's.

    A generator of slices, as `sign`. Raises ValueError when `public` is no key.
    """
    key = point(public)
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not 0 < r < N or not 0 < s < N:
        return False
    w = yield from inverse(s, N)
    total = add((_G[0], _G[1], 1), key)
    if not total[2]:  # G or its opposite: anybody's key
        return False
    total = yield from affine(total)
    points = (_G, key, total)
    found = yield from both(points, int.from_bytes(digest, "big") * w % N, r * w % N, _BITS)
    return found is not None and found[0] % N == r

"""ECDSA on P-256 with SHA-256, its nonce by RFC 6979: no random source is needed (7.4, OM-004).

Neither MicroPython nor micropython-lib signs. Everything is a generator that yields after each
doubling or addition of points, so a task can let others run: slices of about 2.5 ms on a Pico,
and a garbage collection when one falls due (tests/chip/test_signing.py).

NOT constant time: whoever can time it, or read the flash, may learn the key. It protects records
against being changed later, not a key against someone who holds the board.

Imported when there is something to sign, and dropped again: shell tasks only, never the tick.
"""

from hashlib import sha256

from micropython import const

_P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_HALF = const(128)  # bits: k G = (low half) G + (high half) 2**128 G, both halves at once
_POINTS = (  # G, 2**128 G, and their sum: public constants of the curve
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    (
        0x447D739BEEDB5E67FB982FD588C6766EFC35FF7DC297EAC357C84FC9D789BD85,
        0x2D4825AB834131EEE12E9D953A4AAFF73D349B95A7FAE5000C7E33C972E25B32,
    ),
    (
        0xEF9519328A9C72FFDDC6068BB91DFC60EF7FBD2B1A0A11B713949C932A1D367F,
        0x611E9FC37DBB2C9BC1EE9807022C219C23183B0895CA1740196035A77376D8A8,
    ),
)
_INVERSE_STEPS = const(16)  # of Euclid, between two yields
_INNER = int.from_bytes(b"\x36" * 32, "big")
_OUTER = int.from_bytes(b"\x5c" * 32, "big")


def _double(jacobian):
    x, y, z = jacobian
    delta = z * z % _P
    gamma = y * y % _P
    beta = x * gamma % _P
    alpha = 3 * (x - delta) * (x + delta) % _P
    x = (alpha * alpha - 8 * beta) % _P
    return x, (alpha * (4 * beta - x) - 8 * gamma * gamma) % _P, 2 * y * z % _P


def _add(jacobian, point):
    # of an affine point, never the same or the opposite one: the two halves of the left factor
    # are even, of the right one 0 or 1, and their sum is at most the wanted factor, below N
    x, y, z = jacobian
    zz = z * z % _P
    h = (point[0] * zz - x) % _P
    r = (point[1] * zz * z - y) % _P
    hh = h * h % _P
    hhh = h * hh % _P
    v = x * hh % _P
    x = (r * r - hhh - 2 * v) % _P
    return x, (r * (v - x) - y * hhh) % _P, z * h % _P


def _inverse(value, modulus):
    # extended Euclid
    low, high = value, modulus
    factor, before = 1, 0
    steps = 0
    while low > 1:
        quotient = high // low
        low, high = high - quotient * low, low
        factor, before = before - quotient * factor, factor
        if steps % _INVERSE_STEPS == 0:
            yield
        steps += 1
    return factor % modulus


def _times_g(factor):
    # Return factor G, affine, 0 < factor < N.
    low = factor & ((1 << _HALF) - 1)
    high = factor >> _HALF
    sum_ = None
    for bit in range(_HALF - 1, -1, -1):
        if sum_:
            sum_ = _double(sum_)
            yield
        which = (low >> bit & 1) | (high >> bit & 1) << 1
        if which:
            point = _POINTS[which - 1]
            sum_ = _add(sum_, point) if sum_ else (point[0], point[1], 1)
        yield
    x, y, z = sum_
    z = yield from _inverse(z, _P)
    zz = z * z % _P
    return x * zz % _P, y * zz * z % _P


def _hmac(key, data):
    number = int.from_bytes(key, "big")
    inner = sha256((number ^ _INNER).to_bytes(32, "big") + b"\x36" * 32)
    inner.update(data)
    outer = sha256((number ^ _OUTER).to_bytes(32, "big") + b"\x5c" * 32)
    outer.update(inner.digest())
    return outer.digest()


def _nonce(private, digest):
    # RFC 6979, 3.2: hash and curve are both of 256 bits
    hashed = (int.from_bytes(digest, "big") % _N).to_bytes(32, "big")
    key = b"\0" * 32
    value = b"\1" * 32
    for separator in (b"\0", b"\1"):
        key = _hmac(key, value + separator + private + hashed)
        value = _hmac(key, value)
        yield
    while True:
        value = _hmac(key, value)
        nonce = int.from_bytes(value, "big")
        if 0 < nonce < _N:
            return nonce
        key = _hmac(key, value + b"\0")
        value = _hmac(key, value)
        yield


def number(private):
    """Return the number of a private key, 32 bytes. Raises ValueError when it is none."""
    secret = int.from_bytes(private, "big")
    if len(private) != 32 or not 0 < secret < _N:
        raise ValueError("a private key is 32 bytes, a number from 1 to the order of P-256 - 1")
    return secret


def sign(private, digest, signature):
    """Fill `signature`, 64 bytes: r and s, of a SHA-256 digest. A generator of slices.

    Raises ValueError when `private` is no key.
    """
    secret = number(private)
    nonce = yield from _nonce(private, digest)
    x, _ = yield from _times_g(nonce)
    r = x % _N  # 0 for one nonce in 2**256: as s, not looked for
    inverse = yield from _inverse(nonce, _N)
    s = (int.from_bytes(digest, "big") + r * secret) * inverse % _N
    signature[:] = r.to_bytes(32, "big") + s.to_bytes(32, "big")


def public(private, key):
    """Fill `key`, 64 bytes: x and y of the public key. A generator of slices, as `sign`."""
    x, y = yield from _times_g(number(private))
    key[:] = x.to_bytes(32, "big") + y.to_bytes(32, "big")

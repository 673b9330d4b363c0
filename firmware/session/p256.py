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

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
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
    delta = z * z % P
    gamma = y * y % P
    beta = x * gamma % P
    alpha = 3 * (x - delta) * (x + delta) % P
    x = (alpha * alpha - 8 * beta) % P
    return x, (alpha * (4 * beta - x) - 8 * gamma * gamma) % P, 2 * y * z % P


def add(jacobian, point):
    """Return the sum with an affine point; of the same or the opposite one z is 0.

    `sign` and `public` add no such points: the two halves of the left factor are even, of the
    right one 0 or 1, and their sum is at most the wanted factor, below N.
    """
    x, y, z = jacobian
    zz = z * z % P
    h = (point[0] * zz - x) % P
    r = (point[1] * zz * z - y) % P
    hh = h * h % P
    hhh = h * hh % P
    v = x * hh % P
    x = (r * r - hhh - 2 * v) % P
    return x, (r * (v - x) - y * hhh) % P, z * h % P


def inverse(value, modulus):
    """Return 1 / value, 0 < value < modulus, by Euclid. A generator of slices."""
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


def both(points, low, high, bits):
    """Return low P + high Q, affine, of factors of so many bits; `points`: P, Q and P + Q.

    A generator of slices. Returns None where that is no point, or a sum on the way was of a
    point and the same or the opposite one: `sign` and `public` never meet either.
    """
    sum_ = None
    for bit in range(bits - 1, -1, -1):
        if sum_:
            sum_ = _double(sum_)
            yield
        which = (low >> bit & 1) | (high >> bit & 1) << 1
        if which:
            point = points[which - 1]
            sum_ = add(sum_, point) if sum_ else (point[0], point[1], 1)
        yield
    if sum_ is None or not sum_[2]:  # a sum of equals leaves z = 0, and it stays
        return None
    return (yield from affine(sum_))


def affine(jacobian):
    """Return x and y. A generator of slices."""
    x, y, z = jacobian
    z = yield from inverse(z, P)
    zz = z * z % P
    return x * zz % P, y * zz * z % P


def _times_g(factor):
    # Return factor G, affine, 0 < factor < N.
    return (yield from both(_POINTS, factor & ((1 << _HALF) - 1), factor >> _HALF, _HALF))


def _hmac(key, data):
    number = int.from_bytes(key, "big")
    inner = sha256((number ^ _INNER).to_bytes(32, "big") + b"\x36" * 32)
    inner.update(data)
    outer = sha256((number ^ _OUTER).to_bytes(32, "big") + b"\x5c" * 32)
    outer.update(inner.digest())
    return outer.digest()


def _nonce(private, digest):
    # RFC 6979, 3.2: hash and curve are both of 256 bits
    hashed = (int.from_bytes(digest, "big") % N).to_bytes(32, "big")
    key = b"\0" * 32
    value = b"\1" * 32
    for separator in (b"\0", b"\1"):
        key = _hmac(key, value + separator + private + hashed)
        value = _hmac(key, value)
        yield
    while True:
        value = _hmac(key, value)
        nonce = int.from_bytes(value, "big")
        if 0 < nonce < N:
            return nonce
        key = _hmac(key, value + b"\0")
        value = _hmac(key, value)
        yield


def number(private):
    """Return the number of a private key, 32 bytes. Raises ValueError when it is none."""
    secret = int.from_bytes(private, "big")
    if len(private) != 32 or not 0 < secret < N:
        raise ValueError("a private key is 32 bytes, a number from 1 to the order of P-256 - 1")
    return secret


def sign(private, digest, signature):
    """Fill `signature`, 64 bytes: r and s, of a SHA-256 digest. A generator of slices.

    Raises ValueError when `private` is no key.
    """
    secret = number(private)
    nonce = yield from _nonce(private, digest)
    x, _ = yield from _times_g(nonce)
    r = x % N  # 0 for one nonce in 2**256: as s, not looked for
    turned = yield from inverse(nonce, N)
    s = (int.from_bytes(digest, "big") + r * secret) * turned % N
    signature[:] = r.to_bytes(32, "big") + s.to_bytes(32, "big")


def public(private, key):
    """Fill `key`, 64 bytes: x and y of the public key. A generator of slices, as `sign`."""
    x, y = yield from _times_g(number(private))
    key[:] = x.to_bytes(32, "big") + y.to_bytes(32, "big")

"""Signatures of session.p256: the vectors of RFC 6979 A.2.5, and others made with OpenSSL."""

from binascii import hexlify, unhexlify
from hashlib import sha256

from session import p256

PRIVATE = unhexlify("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
PUBLIC = (
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
)
SIGNATURES = (
    (
        b"sample",
        (
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
        ),
    ),
    (
        b"test",
        (
            "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
            "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
        ),
    ),
)
# OpenSSL 3, deterministic: 2**127 G and 2**129 G (x), and digests of ones and of noughts
X_127 = "437a6a6e40d04569a67834270a8e16495e3bffbd135ea79f59469a0606bba654"
X_129 = "a263919b4945a1d447501f2a3c0804c3802f779ea7f6803aeb0421211a6b665e"
ALL_ONES = (
    "1f2adbc54b88764c279f689fc9505959fc9e73e80dc20889a4e0be91865de75b"
    "9d109b65e2fbfc0ae42ba0b2e5f03670cd458cff4882df6783f3d93d607d1755"
)
ALL_NOUGHT = (
    "0e6b3bb68d65aa645104de3abb94cbc6f568e2d55ea511d0e6d300e177002159"
    "167afc0b518bd63853ccc1b5292e27024c557c8924ca3dec81d59651b9021794"
)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def run(slices):
    """Run to the end; return how many slices there were."""
    count = 1
    for _ in slices:
        count += 1
    return count


def signed(private, digest):
    signature = bytearray(64)
    run(p256.sign(private, digest, signature))
    return hexlify(signature).decode()


def public(factor):
    key = bytearray(64)
    run(p256.public(factor.to_bytes(32, "big"), key))
    return hexlify(key).decode()


def test_signatures_are_those_of_rfc_6979():
    for message, expected in SIGNATURES:
        assert signed(PRIVATE, sha256(message).digest()) == expected


def test_the_public_key_is_the_one_of_rfc_6979():
    assert public(int.from_bytes(PRIVATE, "big")) == PUBLIC


def test_public_keys_of_the_edges():
    gx = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    assert public(1) == gx + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    # the opposite of G: same x, and y and its opposite make the prime
    last = public(ORDER - 1)
    assert last[:64] == gx
    prime = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
    assert int(public(1)[64:], 16) + int(last[64:], 16) == prime
    # 2 G, and points whose halves are alone
    assert public(2)[:64] == "7cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978"
    assert public(1 << 127)[:64] == X_127
    assert public(1 << 129)[:64] == X_129


def test_a_digest_above_the_order_is_signed():
    assert signed(PRIVATE, b"\xff" * 32) == ALL_ONES
    assert signed(b"\x00" * 31 + b"\x01", b"\x00" * 32) == ALL_NOUGHT


def test_what_is_no_private_key_is_refused():
    for wrong in (
        b"",
        b"\x01" * 31,
        b"\x01" * 33,
        b"\x00" * 32,
        ORDER.to_bytes(32, "big"),
        b"\xff" * 32,
    ):
        for work in (
            p256.sign(wrong, b"\x00" * 32, bytearray(64)),
            p256.public(wrong, bytearray(64)),
        ):
            try:
                run(work)
                raise AssertionError("it took the key")
            except ValueError as error:
                assert "32 bytes" in str(error)


def test_the_signature_is_filled_by_the_last_slice_alone():
    signature = bytearray(64)
    work = p256.sign(PRIVATE, sha256(b"sample").digest(), signature)
    count = run(work)
    assert signature != bytearray(64)
    again = bytearray(64)
    work = p256.sign(PRIVATE, sha256(b"sample").digest(), again)
    for _ in range(count - 1):
        next(work)
    assert again == bytearray(64)
    assert 256 < count < 350

"""Signatures that session.p256_verify takes, and all that it must not."""

from binascii import unhexlify
from hashlib import sha256

from session import p256
from session.p256_verify import point, verify
from tests.session.test_p256 import ORDER, PRIVATE, PUBLIC, SIGNATURES, public

KEY = unhexlify(PUBLIC)


def good(key, digest, signature):
    """Run to the end; return what it says."""
    work = verify(key, digest, signature)
    try:
        while True:
            next(work)
    except StopIteration as end:
        return end.value


def test_signatures_of_rfc_6979_are_taken():
    for message, signature in SIGNATURES:
        assert good(KEY, sha256(message).digest(), unhexlify(signature)) is True


def test_any_bit_that_changes_is_noticed():
    digest = sha256(b"sample").digest()
    right = unhexlify(SIGNATURES[0][1])
    for place in (0, 31, 32, 63):
        wrong = bytearray(right)
        wrong[place] ^= 1
        assert good(KEY, digest, wrong) is False
    assert good(KEY, sha256(b"Sample").digest(), right) is False
    assert good(unhexlify(public(2)), digest, right) is False


def test_numbers_out_of_range_are_no_signature():
    digest = sha256(b"sample").digest()
    r, s = unhexlify(SIGNATURES[0][1])[:32], unhexlify(SIGNATURES[0][1])[32:]
    nought, order = b"\0" * 32, ORDER.to_bytes(32, "big")
    for signature in (nought + s, r + nought, order + s, r + order, nought + nought, r, b""):
        assert good(KEY, digest, signature) is False


def test_a_sum_of_a_point_and_itself_is_refused_and_never_taken():
    # s = r, a digest of r, the key G: u1 = u2 = 1, which adds G to itself
    assert good(unhexlify(public(1)), b"\1" * 32, b"\1" * 64) is False
    assert good(unhexlify(public(ORDER - 1)), b"\1" * 32, b"\1" * 64) is False


def test_what_signs_here_is_taken_here():
    for seed in range(3):
        digest = sha256(bytes([seed])).digest()
        signature = bytearray(64)
        for _ in p256.sign(PRIVATE, digest, signature):
            pass
        assert good(KEY, digest, bytes(signature)) is True


def test_what_is_no_key_is_refused():
    for wrong in (b"", KEY[:63], KEY[:63] + b"\0", b"\xff" * 64, b"\0" * 64):
        try:
            point(wrong)
            raise AssertionError("it took the key")
        except ValueError as error:
            assert "64 bytes" in str(error)

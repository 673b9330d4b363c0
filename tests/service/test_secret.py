"""What is kept in place of the installer's secret."""

from service.secret import digest, same


def test_a_digest_is_of_its_salt_and_its_secret():
    one = digest(b"salt", "correct horse")
    assert len(one) == 64
    assert one == digest(b"salt", "correct horse")
    assert one != digest(b"salt", "correct horsf")
    assert one != digest(b"sale", "correct horse")


def test_it_is_what_another_implementation_makes_of_it():
    # sha256(found + "a"), 64 times from "a" on, by another program
    assert digest(b"", "a")[:8] == "71a754f9"


def test_texts_are_compared_in_full():
    assert same("abc", "abc")
    for other in ("", "ab", "abx", "bbc", "abcd"):
        assert not same("abc", other)

from group import message
from group.message import CYCLE_MS, GRANT, HELLO, LONGEST, SEAL_BYTES, Key

KEY = Key(b"k" * 20)


def test_the_seal_is_hmac_sha256():  # RFC 4231, test case 1 (key padded to 20 bytes) and 6
    seal = Key(b"\x0b" * 20).seal(b"Hi ", b"There")[5:]
    assert seal == bytes([0xB0, 0x34, 0x4C, 0x61, 0xD8, 0xDB, 0x38, 0x53])
    long = Key(b"\xaa" * 131)
    body = b"Test Using Larger Than Block-Size Key - Hash Key First"
    assert long.seal(b"", body)[-8:] == bytes([0x60, 0xE4, 0x31, 0x59, 0x1E, 0xE0, 0xB6, 0x7F])


def test_a_flipped_bit_another_key_or_session_breaks_it():
    data = KEY.seal(b"session", b"body")
    assert KEY.holds(b"session", data)
    assert not KEY.holds(b"other", data)
    assert not Key(b"j" * 20).holds(b"session", data)
    for at in range(len(data)):
        for bit in range(8):
            broken = bytearray(data)
            broken[at] ^= 1 << bit
            assert not KEY.holds(b"session", bytes(broken))
    for size in range(len(data)):
        assert not KEY.holds(b"session", data[:size])


def test_a_short_key_is_refused():
    try:
        Key(b"k" * 15)
    except ValueError as error:
        assert "16 bytes" in str(error)
    else:
        raise AssertionError


def test_what_is_packed_is_read():
    nonce = b"12345678"
    body = message.hello(7, 1, (1, 3), 64, 6000, nonce)
    assert message.read_hello(body) == (7, 1, (1, 3), 64, 6000, nonce)
    body = message.welcome(7, 1, 3, 1, nonce)
    assert message.read_welcome(body) == (7, 1, 3, 1, nonce)
    body = message.grant(3, 7, 1 << 29, 5, (16000, 0, 80000))
    assert message.read_grant(body) == (7, 1 << 29, 5, (16000, 0, 80000))
    body = message.ask(3, 7, 1 << 29, 4, 31, 32999, (0, 109, 16000), 100)
    assert message.read_ask(body) == (7, 1 << 29, 4, 31, 32000, (0, 100, 16000), 100)
    body = message.ask(3, 7, 9, 4, 31, 80000, None, 0)
    assert message.read_ask(body) == (7, 9, 4, 31, 80000, None, 0)


def test_a_length_that_cannot_be_is_no_message():
    data = KEY.seal(b"", message.hello(7, 1, (1, 1), 64, 6000, b"12345678"))
    assert message.kind(data) == (HELLO, 0)
    assert message.kind(data + b"0") == (-1, 0)
    assert message.kind(data[:-1]) == (-1, 0)
    assert message.kind(b"") == (-1, 0)
    assert message.kind(b"\x0f" * 22) == (-1, 0)
    data = KEY.seal(b"", message.grant(2, 7, 1, 1, (0, 0, 0)))
    assert message.kind(data) == (GRANT, 2)


def test_a_pile_takes_one_percent_of_a_bus_of_19200_baud_at_most():
    longest = 0
    down = 24
    for body in (
        message.hello(1, 1, (1, 1), 64, 0, b"12345678"),
        message.welcome(1, 1, 1, 0, b"12345678"),
        message.ask(1, 1, 1, 1, 0, 0, None, 0),
        message.grant(1, 1, 1, 1, (0, 0, 0)),
    ):
        assert len(body) % 2 == 0
        longest = max(longest, len(body) + SEAL_BYTES)
    assert longest == LONGEST == message.SIZES[0]
    assert len(body) + SEAL_BYTES == down
    request, answer, pauses, thinking = 13 + down, 5 + longest, 7, 7
    bits = (request + answer + pauses + thinking) * 11
    assert bits * 1000 * 100 <= 19200 * CYCLE_MS

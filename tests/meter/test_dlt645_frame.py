"""DL/T 645 frames against the frames of standards.md 5.7."""

from meter.dlt645_frame import (
    ANSWER,
    DAMAGED,
    FOREIGN,
    LONGEST,
    MORE,
    PART,
    READ,
    READ_ADDRESS,
    READ_NEXT,
    REFUSED,
    SILENT,
    Answer,
    address_bytes,
    item_bytes,
    request,
)

METER = "000000000001"
# Data identifier and its request, DL-020 to DL-026.
REQUESTS = (
    (0x00010000, "68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16"),
    (0x00000000, "68 01 00 00 00 00 00 68 11 04 33 33 33 33 B2 16"),
    (0x02010100, "68 01 00 00 00 00 00 68 11 04 33 34 34 35 B6 16"),
    (0x02020100, "68 01 00 00 00 00 00 68 11 04 33 34 35 35 B7 16"),
    (0x02030000, "68 01 00 00 00 00 00 68 11 04 33 33 36 35 B7 16"),
)
# Data identifier, reply, value as it stands in the data.
REPLIES = (
    (0x00010000, "68 01 00 00 00 00 00 68 91 08 33 33 34 33 9A 78 56 34 D3 16", "67 45 23 01"),
    (0x02010100, "68 01 00 00 00 00 00 68 91 06 33 34 34 35 37 55 C4 16", "04 22"),
    (0x02020100, "68 01 00 00 00 00 00 68 91 07 33 34 35 35 33 93 34 34 16", "00 60 01"),
    (0x02030000, "68 01 00 00 00 00 00 68 91 07 33 33 36 35 93 85 36 88 16", "60 52 03"),
    (0x02030000, "68 01 00 00 00 00 00 68 91 07 33 33 36 35 93 85 B6 08 16", "60 52 83"),
)
NO_DATA = "68 01 00 00 00 00 00 68 D1 01 35 D8 16"
READ_ADDRESS_FRAME = "68 AA AA AA AA AA AA 68 13 00 DF 16"


def octets(text):
    return bytes([int(pair, 16) for pair in text.split()])


def ask(item, digits=METER):
    return request(address_bytes(digits), READ, item_bytes(item))


def reply(digits, control, data):
    """A frame as a meter makes it."""
    return bytes(request(address_bytes(digits), control, data))


def heard(asked, frame, answer=None):
    """Return (judgement, answer) of bytes that came at once."""
    answer = answer or Answer()
    answer.buffer[answer.size : answer.size + len(frame)] = frame
    answer.size += len(frame)
    return answer.judge(asked), answer


def refused(function, *args):
    try:
        function(*args)
    except ValueError:
        return True
    return False


def test_requests_are_the_rows_frames_behind_a_preamble():
    for item, frame in REQUESTS:
        assert bytes(ask(item)) == b"\xfe\xfe\xfe\xfe" + octets(frame)
    assert bytes(request(address_bytes(""), READ_ADDRESS, b""))[4:] == octets(READ_ADDRESS_FRAME)


def test_replies_of_the_rows_are_understood_behind_any_preamble():
    for item, frame, value in REPLIES:
        for preamble in (b"", b"\xfe", b"\xfe" * 4, b"\x00\xff\xfe\xfe", b"\x68\xfe"):
            outcome, answer = heard(ask(item), preamble + octets(frame))
            assert outcome == ANSWER
            assert answer.data() == item_bytes(item) + octets(value)


def test_a_reply_that_comes_byte_by_byte_is_complete_with_its_last():
    item, frame, _ = REPLIES[0]
    frame = b"\xfe\xfe" + octets(frame)
    answer = Answer()
    for at in range(len(frame)):
        outcome, _ = heard(ask(item), frame[at : at + 1], answer)
        assert outcome == (ANSWER if at == len(frame) - 1 else MORE), at
    assert answer.worst == SILENT


def test_any_changed_bit_makes_it_no_answer():
    item, frame, _ = REPLIES[0]
    for at in range(len(octets(frame))):
        for bit in range(8):
            broken = bytearray(octets(frame))
            broken[at] ^= 1 << bit
            assert heard(ask(item), broken)[0] == MORE, (at, bit)


def test_an_answer_behind_a_damaged_frame_counts():
    item, frame, value = REPLIES[0]
    broken = bytearray(octets(frame))
    broken[14] ^= 4
    outcome, answer = heard(ask(item), bytes(broken) + octets(frame))
    assert (outcome, answer.worst) == (ANSWER, DAMAGED)
    assert answer.data()[4:] == octets(value)


def test_an_error_reply_tells_its_bits():
    outcome, answer = heard(ask(0x00010000), octets(NO_DATA))
    assert (outcome, answer.errors) == (REFUSED, 2)


def test_another_meter_another_item_our_own_echo_are_passed_over():
    asked = ask(0x00010000)
    data = item_bytes(0x00010000) + bytes(4)
    for frame in (
        reply("000000000002", 0x91, data),
        reply(METER, 0x91, item_bytes(0x00020000) + bytes(4)),
        reply(METER, 0x92, data),
        reply(METER, 0x91, data[:3]),
        bytes(asked),
    ):
        outcome, answer = heard(asked, frame)
        assert (outcome, answer.worst) == (MORE, FOREIGN)
        outcome, _ = heard(asked, reply(METER, 0x91, data), answer)
        assert outcome == ANSWER


def test_the_wildcard_takes_any_meters_answer():
    outcome, answer = heard(ask(0x00010000, ""), octets(REPLIES[0][1]))
    assert (outcome, answer.data()[4:]) == (ANSWER, octets(REPLIES[0][2]))


def test_a_meter_tells_its_address():
    asked = request(address_bytes(""), READ_ADDRESS, b"")
    for digits in ("012345678987", "000000000001"):
        data = address_bytes(digits)
        outcome, answer = heard(asked, reply(digits, 0x93, data))
        assert (outcome, answer.address()) == (ANSWER, digits)
        outcome, answer = heard(asked, reply("", 0x93, data))  # some leave the wildcard there
        assert (outcome, answer.address()) == (ANSWER, digits)


def test_parts_are_told_from_the_last_and_from_each_other():
    item = item_bytes(0x0001FF00)
    assert heard(ask(0x0001FF00), reply(METER, 0xB1, item + bytes(8)))[0] == PART
    asked = request(address_bytes(METER), READ_NEXT, item + b"\x02")
    assert heard(asked, reply(METER, 0xB2, item + bytes(8) + b"\x02"))[0] == PART
    assert heard(asked, reply(METER, 0x92, item + bytes(8) + b"\x02"))[0] == ANSWER
    assert heard(asked, reply(METER, 0x92, item + bytes(8) + b"\x01"))[0] == MORE


def test_a_frame_that_claims_more_than_there_is_room_for_is_passed_over():
    frame = bytearray(octets(REPLIES[0][1]))
    frame[9] = 255
    outcome, answer = heard(ask(0x00010000), bytes(frame))
    assert (outcome, answer.worst) == (MORE, DAMAGED)
    assert len(answer.buffer) == LONGEST


def test_the_longest_frame_fits_behind_its_preamble():
    item = item_bytes(0x0001FF00)
    frame = reply(METER, 0x91, item + bytes(196))
    assert heard(ask(0x0001FF00), frame)[0] == ANSWER


def test_what_is_not_ours_never_fills_the_room():
    asked = ask(0x0001FF00)
    item = item_bytes(0x0001FF00)
    answer = Answer()
    for _ in range(9):
        outcome, _ = heard(asked, reply("000000000002", 0x91, item + bytes(80)), answer)
        assert (outcome, answer.worst) == (MORE, FOREIGN)
    outcome, _ = heard(asked, reply(METER, 0x91, item + bytes(196)), answer)
    assert outcome == ANSWER
    assert len(answer.buffer) == LONGEST


def test_an_address_is_twelve_digits_or_nothing():
    assert address_bytes("123456789012") == octets("12 90 78 56 34 12")
    assert address_bytes("") == b"\xaa" * 6
    for digits in ("1", "12345678901a", "1234567890123", " 00000000001"):
        assert refused(address_bytes, digits), digits


def test_an_address_that_is_no_number_is_none():
    asked = request(address_bytes(""), READ_ADDRESS, b"")
    for data in (b"\xa1\x00\x00\x00\x00\x00", b"", b"\x01\x02", bytes(7)):
        outcome, answer = heard(asked, reply(METER, 0x93, data))
        assert (outcome, answer.address()) == (ANSWER, ""), data

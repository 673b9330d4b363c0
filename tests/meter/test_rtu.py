"""Frames of Modbus RTU. The vectors are those of standards.md 7.2, computed elsewhere."""

from meter import rtu
from meter.rtu import ANSWER, DAMAGED, FOREIGN, MORE, REFUSED, Answer, crc16, request, shape
from tests.meter.wire import frame

ASKED = request(1, 4, 0, 2)
GOOD = frame(1, 4, 4, b"\x43\x66\x33\x34")


def judged(data, asked=ASKED):
    answer = Answer()
    answer.data[: len(data)] = data
    answer.size = len(data)
    return answer.judge(asked), answer


def test_requests_are_the_vectors_of_7_2():
    for wanted, address, function, register, count in (
        (b"\x01\x04\x00\x00\x00\x02\x71\xcb", 1, 4, 0x0000, 2),
        (b"\x01\x04\x00\x34\x00\x02\x30\x05", 1, 4, 0x0034, 2),
        (b"\x01\x03\x5b\x00\x00\x02\xd7\x2f", 1, 3, 0x5B00, 2),
        (b"\x01\x03\x10\x1e\x00\x02\xa0\xcd", 1, 3, 0x101E, 2),
        (b"\xf8\x04\x00\x00\x00\x0a\x64\x64", 0xF8, 4, 0x0000, 10),
    ):
        assert bytes(request(address, function, register, count)) == wanted


def test_crc_of_a_frame_with_its_crc_is_nothing():
    assert crc16(b"\x01\x42", 0, 2) == 0x1180  # PZEM reset, 01 42 80 11
    assert crc16(b"\x01\x42\x80\x11", 0, 4) == 0
    assert crc16(b"\xff" + GOOD, 1, 1 + len(GOOD)) == 0
    assert crc16(b"", 0, 0) == 0xFFFF


def test_an_answer_is_taken_when_it_is_whole():
    for size in range(len(GOOD)):
        assert judged(GOOD[:size])[0] == MORE, size
    outcome, answer = judged(GOOD)
    assert outcome == ANSWER
    assert answer.data[answer.values] == 0x43


def test_any_wrong_bit_makes_it_something_else():
    for bit in range(8 * len(GOOD)):
        broken = bytearray(GOOD)
        broken[bit >> 3] ^= 1 << (bit & 7)
        assert judged(broken)[0] in (DAMAGED, FOREIGN, MORE), bit


def test_the_echo_of_the_request_is_not_its_answer():
    echo = bytes(ASKED)
    for size in range(len(echo) + 1):
        assert judged(echo[:size])[0] == MORE, size
    outcome, answer = judged(echo + GOOD)
    assert (outcome, answer.values) == (ANSWER, len(echo) + 3)
    assert judged(echo + echo + GOOD)[0] == FOREIGN  # once is an echo, twice is another master


def test_an_echo_whose_register_looks_like_a_byte_count():
    asked = request(1, 3, 0x0406, 2)  # 01 03 04 ...: a reply of two registers begins like that
    answer = frame(1, 3, 4, b"\x06\x00\x02\x99")
    assert judged(bytes(asked) + answer, asked)[0] == ANSWER
    assert judged(answer, asked)[0] == ANSWER


def test_what_a_driver_leaves_on_the_wires_is_skipped():
    assert judged(b"\x00" + GOOD)[0] == ANSWER
    assert judged(b"\xff\x00" + bytes(ASKED) + b"\x00" + GOOD)[0] == ANSWER
    assert judged(b"\x00" * 5 + GOOD)[0] == FOREIGN


def test_a_refusal_is_known_and_checked():
    assert judged(frame(1, 0x84, 2))[0] == REFUSED
    assert judged(frame(1, 0x84, 2)[:4])[0] == MORE
    assert judged(b"\x01\x84\x02\x00\x01")[0] == DAMAGED
    assert judged(frame(1, 0x83, 2))[0] == FOREIGN


def test_only_the_first_frame_can_be_the_answer():
    other = request(1, 4, 0x0010, 2)
    for strange in (
        frame(2, 4, 4, b"\x43\x66\x33\x34"),  # another meter's
        frame(1, 3, 4, b"\x43\x66\x33\x34"),  # another function
        frame(1, 4, 8, b"\x43\x66\x33\x34\x43\x66\x33\x34"),  # another length
        bytes(other),  # another master asks our meter
    ):
        assert judged(strange + GOOD)[0] == FOREIGN
    asks_like_an_answer = request(1, 4, 0x0410, 2)
    assert judged(bytes(asks_like_an_answer) + GOOD)[0] in (DAMAGED, FOREIGN)


def test_the_shape_tells_answers_apart():
    assert shape(request(1, 4, 0, 2)) == shape(request(9, 4, 7, 2))
    assert shape(request(1, 4, 0, 2)) != shape(request(1, 3, 0, 2))
    assert shape(request(1, 4, 0, 2)) != shape(request(1, 4, 0, 3))


def test_every_outcome_has_its_words():
    assert len(rtu.OUTCOMES) == rtu.BUSY + 1 == rtu.DOUBTED

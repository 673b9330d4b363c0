"""Decoding against exact fractions, frames against any bytes: hypothesis looks for the odd one."""

import math
import struct
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from meter.decode import number
from meter.rtu import ANSWER, REFUSED, Answer, crc16, request

SCALES = st.integers(1, 1000000)


def nearest(value):
    """Return a fraction rounded to whole, half away from zero."""
    whole = math.floor(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


@given(st.integers(0, 2**32 - 1), SCALES, SCALES)
def test_every_single_is_the_nearest_whole_number(bits, multiply, divide):
    value = struct.unpack(">f", struct.pack(">I", bits))[0]
    found = number("float32", bits, multiply, divide)
    if not math.isfinite(value) or abs(value) > 2.0**88:
        assert found is None
    elif found is not None or abs(value) < 2.0**63:
        assert found == nearest(Fraction(value) * multiply / divide)


@given(st.sampled_from(["u16", "s16", "u32", "s32", "u64", "s64"]), st.data(), SCALES, SCALES)
def test_every_whole_register_is_the_nearest_whole_number(kind, data, multiply, divide):
    size = int(kind[1:])
    bits = data.draw(st.integers(0, 2**size - 1))
    value = bits - 2**size if kind[0] == "s" and bits >> size - 1 else bits
    found = number(kind, bits, multiply, divide)
    if found is None:
        assert bits in (2**size - 1, 2 ** (size - 1) - 1, 2 ** (size - 1))  # MB-027
    else:
        assert found == nearest(Fraction(value) * multiply / divide)


@given(st.binary(max_size=60), st.integers(1, 20), st.booleans())
def test_no_bytes_are_an_answer_without_their_crc(noise, count, echo):
    asked = request(7, 3, 0x0703, count)
    data = bytes(asked) + noise if echo else noise
    answer = Answer()
    answer.data[: len(data)] = data
    answer.size = len(data)
    if answer.judge(asked) in (ANSWER, REFUSED):
        length = 5 if answer.data[answer.start + 1] & 0x80 else 5 + 2 * count
        assert crc16(answer.data, answer.start, answer.start + length) == 0
        assert answer.data[answer.start] == 7

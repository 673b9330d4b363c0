"""Registers to whole numbers: every type, both word orders, what is not measured."""

import struct

from meter.decode import bits, number, size_of, step, text


def test_a_type_says_how_many_registers_it_takes():
    sizes = (("u16", 1), ("s16", 1), ("u32", 2), ("s32", 2), ("float32", 2), ("u64", 4))
    for kind, registers in sizes + (("s64", 4), ("text", 0)):
        assert size_of(kind) == registers, kind


def test_words_come_in_either_order_bytes_never_swapped():
    data = b"\xaa\x01\x02\x03\x04\x05\x06\x07\x08"
    assert bits(False, data, 1, 2) == 0x01020304
    assert bits(True, data, 1, 2) == 0x03040102
    assert bits(False, data, 1, 4) == 0x0102030405060708
    assert bits(True, data, 1, 4) == 0x0708050603040102
    assert bits(True, data, 7, 1) == 0x0708


def test_whole_numbers_keep_sign_and_scale():
    for kind, value, multiply, divide, wanted in (
        ("u16", 2301, 100, 1, 230100),
        ("u16", 0xFFFE, 1, 1, 65534),
        ("s16", 0xFFFE, 1, 1, -2),
        ("s32", 0xFFFFFFFF, 10, 1, -10),
        ("u32", 0xFFFFFFFE, 1, 1, 4294967294),
        ("s64", (1 << 64) - 12345, 1, 1, -12345),
        ("u64", 123456789012345, 10000, 1, 1234567890123450000),
        ("u16", 15, 1, 10, 2),  # to the nearest, half away from zero
        ("u16", 14, 1, 10, 1),
        ("s16", 0x10000 - 15, 1, 10, -2),
        ("s16", 0x10000 - 14, 1, 10, -1),
    ):
        assert number(kind, value, multiply, divide) == wanted, (kind, value)


def test_what_is_not_measured_is_none():  # MB-027
    for kind, value in (
        ("u16", 0xFFFF),
        ("u32", 0xFFFFFFFF),
        ("u64", (1 << 64) - 1),
        ("s16", 0x7FFF),
        ("s32", 0x7FFFFFFF),
        ("s64", (1 << 63) - 1),
        ("s16", 0x8000),
        ("s64", 1 << 63),
        ("float32", 0x7FC00000),  # NaN
        ("float32", 0xFFFFFFFF),
        ("float32", 0x7F800000),  # infinite
        ("float32", 0xFF800000),
        ("float32", 0x7F7FFFFF),  # 3.4e38: no meter measures that
    ):
        assert number(kind, value, 1000, 1) is None, (kind, value)


def test_floats_are_exact_to_the_thousandth():
    for value, wanted in (
        (0.0, 0),
        (230.0, 230000),
        (-16.5, -16500),
        (0.0005, 1),  # nearest single: 0.0005000000237
        (-0.0005, -1),
        (0.0004, 0),
        (1e-40, 0),  # denormal
        (16777215.0, 16777215000),
        (1234567.875, 1234567875),
        (3.0e12, 3000000053248000),  # the single that is nearest
    ):
        pattern = struct.unpack(">I", struct.pack(">f", value))[0]
        assert number("float32", pattern, 1000, 1) == wanted, value
    assert number("float32", 0x80000000, 1000, 1) == 0  # minus nothing
    assert number("float32", 0x461C4000, 1000000, 10) == 1000000000  # 10000 tenths


def test_the_step_of_a_register_is_one_bit_of_it():
    assert step("u32", 5, 100000, 1) == 100001  # 0.1 kWh
    assert step("u64", 5, 1000, 1) == 1001
    assert step("float32", 0, 1000000, 1) == 1
    pattern = struct.unpack(">I", struct.pack(">f", 100000.0))[0]
    wide = step("float32", pattern, 1000000, 1)
    assert 7812 * 2 <= wide < 7812 * 5  # 100 000 kWh: singles are 7.8125 Wh apart


def test_a_text_loses_what_fills_it():
    assert text(b"\x00KX12 34\x00\x00", 1, 4) == "KX1234"
    assert text(b"\xff\xff\xff\xff", 0, 2) == ""

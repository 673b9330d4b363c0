"""The drivers of the clock chips, on registers as the data sheets have them."""

from dates.ds3231 import DS3231
from dates.pcf8563 import PCF8563
from tests.dates import chips

NOW_S = 1774745999  # 2026-03-29 00:59:59 UTC, a Sunday
KINDS = ((DS3231, chips.DS3231), (PCF8563, chips.PCF8563))


def _fitted(driver, chip):
    chip = chip()
    bus = chips.Bus({chip.ADDRESS: chip})
    return driver(bus), chip, bus


def test_what_is_set_is_read():
    for driver, kind in KINDS:
        rtc, chip, _ = _fitted(driver, kind)
        for unix_s in (NOW_S, 1735689600, 1835440200, 4102444799):
            rtc.set(unix_s)
            assert rtc.read() == unix_s
        assert chip.runs


def test_the_registers_are_those_of_the_data_sheets():
    rtc, chip, _ = _fitted(*KINDS[0])
    rtc.set(NOW_S)
    assert bytes(chip.registers[:7]) == b"\x59\x59\x00\x07\x29\x03\x26"
    assert chip.registers[0x0F] & 0x80 == 0
    rtc, chip, _ = _fitted(*KINDS[1])
    rtc.set(NOW_S)
    assert bytes(chip.registers[2:9]) == b"\x59\x59\x00\x29\x06\x03\x26"


def test_bits_beside_the_digits_do_not_count():
    rtc, chip, _ = _fitted(*KINDS[1])
    rtc.set(NOW_S)
    for register, bits in ((3, 0x80), (4, 0xC0), (5, 0xC0), (7, 0x80)):
        chip.registers[register] |= bits
    assert rtc.read() == NOW_S


def test_a_chip_that_stood_still_has_lost_the_time():
    for driver, kind in KINDS:
        rtc, chip, _ = _fitted(driver, kind)
        assert rtc.read() == 0
    rtc, chip, _ = _fitted(*KINDS[0])
    rtc.set(NOW_S)
    chip.registers[0x0F] |= 0x80
    assert rtc.read() == 0
    for register, bit in ((0, 0x20), (2, 0x80)):
        rtc, chip, _ = _fitted(*KINDS[1])
        rtc.set(NOW_S)
        chip.registers[register] |= bit
        assert rtc.read() == 0


def test_a_time_before_2025_is_lost():
    for driver, kind in KINDS:
        rtc, _, _ = _fitted(driver, kind)
        rtc.set(1735689599)
        assert rtc.read() == 0


def test_nonsense_is_no_time():
    # 5A, 1A: no digits; 60 seconds, hour 24, hours of 12, day 0 and 31 (of April), month 0 and 13
    bad = ((0, 0x5A), (0, 0x60), (1, 0x1A), (2, 0x24), (2, 0x52), (4, 0), (5, 0), (5, 0x13))
    for register, value in bad + ((6, 0xFF),):
        rtc, chip, _ = _fitted(*KINDS[0])
        rtc.set(NOW_S)
        chip.registers[register] = value
        try:
            rtc.read()
        except ValueError as error:
            assert "it shows no" in str(error)
        else:
            raise AssertionError((register, value))


def test_a_chip_that_does_not_answer():
    for driver, _ in KINDS:
        rtc = driver(chips.Bus({}))
        for call in (rtc.read, lambda rtc=rtc: rtc.set(NOW_S)):
            try:
                call()
            except OSError:
                pass
            else:
                raise AssertionError(driver)

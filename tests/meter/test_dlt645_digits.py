"""Packed decimal digits of DL/T 645, DL-020 to DL-028."""

from meter.dlt645_digits import values_of

# Data, bytes a value, signed, values.
ROWS = (
    (b"\x67\x45\x23\x01", 4, False, [1234567]),  # 12345.67 kWh
    (b"\x04\x22", 2, False, [2204]),  # 220.4 V
    (b"\x00\x60\x01", 3, True, [16000]),  # 16.000 A
    (b"\x60\x52\x03", 3, True, [35260]),  # 3.5260 kW
    (b"\x60\x52\x83", 3, True, [-35260]),
    (b"\x99\x99\x79", 3, True, [799999]),
    (b"\x99\x99\xf9", 3, True, [-799999]),
    (b"\x99\x99\x99\x99", 4, False, [99999999]),
    (b"\x04\x23\x10\x23\xff\xff", 2, False, [2304, 2310, 0]),  # a phase it has not
    (b"\xff\xff\xff", 3, True, [0]),
    (b"\x04\x22\x99", 2, False, [2204]),  # half a value is none
    (b"", 2, False, []),
    (b"\x0a\x22", 2, False, None),
    (b"\xa0\x22", 2, False, None),
    (b"\x00\x2b", 2, False, None),
    (b"\x00\xff", 2, False, None),
    (b"\x00\xff\x00", 3, True, None),
    (b"\x00\x00\xfb", 3, True, None),
)


def test_digits_are_values():
    for data, size, signed, values in ROWS:
        assert values_of(data, size, signed) == values, data

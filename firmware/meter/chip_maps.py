"""Metering chips that talk by UART, as data. Loaded once, then dropped.

Frames and scales follow what public drivers of these chips use (ESPHome among them) and two
recorded frames of an HLW8032; nothing was checked against a chip or its data sheet. The scales
belong to the makers' reference circuits: HLW8032 with 1 mohm and 1880 kohm to 1 kohm, BL0939
with 1 mohm, 1950 kohm to 0.51 kohm and 1.218 V. Other parts: `meter_voltage_scale` and
`meter_current_scale` of the settings. Both chips see one phase; of the BL0939's two currents
channel A is used.
"""

# baud, parity, stop bits: of the line.
# ask: what makes it send a frame, "" = it does by itself; every_ms: how often to ask.
# size: bytes of a frame. head: (place, byte) that begins it. little: lowest byte first.
# sum: the last byte is the sum of bytes from the first number on, plus the second, inverted by
# the third.
# Values: (place, place of what is divided by it or -1, multiply, divide, signed); 3 bytes each.
# voltage in mV, current in mA, power in mW.
# count: (places of its bytes, the highest first, bit of byte 20 above them or 0).
# pulse: (place of its factor or -1, multiply, divide): uJ of one count.
# failed: byte 0 of a frame that is not to be used, -1 = none. Where byte 0 begins with F, a bit of
# void says so too, and those of over tell the values that are too small to measure. new: bits of
# byte 20 for values that are there. Both in the order voltage, current, power.
HLW8032 = {
    "baud": 4800,
    "parity": "even",
    "stop_bits": 1,
    "ask": b"",
    "every_ms": 50,
    "size": 24,
    "head": (1, 0x5A),
    "little": False,
    "sum": (2, 0, 0),
    "values": (
        (5, 2, 1880, 1, False),
        (11, 8, 1000, 1, False),
        (17, 14, 1880, 1, False),
    ),
    "count": ((21, 22), 0x80),
    "pulse": (14, 188, 100),
    "failed": 0xAA,
    "void": 1,
    "over": (8, 4, 2),
    "new": (0x40, 0x20, 0x10),
}
BL0939 = {
    "baud": 4800,
    "parity": "none",
    "stop_bits": 2,
    "ask": b"\x55\xaa",
    "every_ms": 500,
    "size": 35,
    "head": (0, 0x55),
    "little": True,
    "sum": (0, 0x55, 255),
    "values": (
        (10, -1, 100000, 1715892, False),
        (4, -1, 1000, 266013, False),
        (16, -1, 1000000, 713105, True),
    ),
    "count": ((24, 23, 22), 0),
    "pulse": (-1, 588175063, 1),
    "failed": -1,
    "void": 0,
    "over": (),
    "new": (),
}
CHIPS = {"hlw8032": HLW8032, "bl0939": BL0939}

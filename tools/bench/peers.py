"""What other controllers do at the same events; from the project's study of their latency.

OpenEVSE 8.2.3 was run: the full, unmodified firmware in simavr, in AVR cycles, pin to pin, min /
median / max over 30 random phases or more. The other three were not
run: sums of the constants in their sources, without any jitter of their scheduling.
"""

from tools.bench.cases import COIL_OFF, COIL_ON, PWM_ON

# Column heads; what comes of OpenEVSE was measured, the rest is arithmetic.
MEASURED = ("OpenEVSE stock", "without MENNEKES_LOCK")
ARITHMETIC = ("esp32-evse", "SmartEVSE", "Tinkerforge")
NOT_RUN = "~"  # before every figure that is arithmetic

# event, our case and end beside it, then a figure a column, ms; None = not known
ROWS = (
    ("C -> A", "c_a", COIL_OFF, (346, 379, 398), (46, 84, 99), "0-61", "24-36", "45-75"),
    ("C -> B", "c_b", COIL_OFF, (302, 326, 345), (300, 314, 343), "0-61", "24-36", "60-85"),
    (
        "CP short",
        "short_0",
        COIL_OFF,
        (310, 334, 356),
        (310, 338, 355),
        "5-75",
        "535-550",
        "50-150, probably",
    ),
    (
        "diode shorted",
        "diode",
        COIL_OFF,
        (311, 332, 355),
        (311, 336, 355),
        "5-75",
        "not monitored in C",
        "75-175",
    ),
    (
        "RCD output",
        "rcd",
        COIL_OFF,
        (0.0096, 0.0096, 0.0151),
        (0.0063, 0.0063, 0.0064),
        "0-61",
        "1-12",
        "50 + one loop",
    ),
    (
        "A -> B, PWM on",
        "plug",
        PWM_ON,
        (361, 377, 392),
        (303, 316, 335),
        "45-135",
        "24-36, duty 0-2000 later",
        "10-25",
    ),
    (
        "B -> C, coil on",
        "close",
        COIL_ON,
        (1372, 1389, 1403),
        (1372, 1388, 1402),
        "5-75",
        "535-550",
        "490-540",
    ),
)

NOTES = (
    "OpenEVSE 8.2.3, EU build, V5 pins: measured in simavr, 30 phases or more an event.",
    "Its figures hold its processor's time, as the emulated Pico's do; the virtual port's do not.",
    "Its MENNEKES_LOCK, in every release, blocks for 300 ms before the relay opens.",
    NOT_RUN
    + " not run, arithmetic: esp32-evse c3cd0bcc, SmartEVSE 2d95cf08, Tinkerforge 14b1455d.",
    "RCD output: an interrupt in OpenEVSE; here a gate, on a Pico with a filter of 50 us.",
    "B -> C: OpenEVSE tests its residual-current device in it, 1 s; here that was done before.",
)

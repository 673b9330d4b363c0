"""What the pins of ESP32 modules can do. Loaded for a check only (`shell.board_roles`)."""

from shell import board_roles

# There is no PIO: a circuit of the board drops the coil when `heartbeat` stops, and says so.
ALWAYS = ("coil", "cp_pwm", "cp_adc", "estop", "heartbeat", "gate")
ABSENT = ()
FULL = (0, 3100)  # raw readings, mV

_ADC = "ADC1; ADC2 stops while Wi-Fi runs"
_STRAP = "a strapping pin moves, or decides how the chip starts, while it resets"
# Every role that must be quiet, and must not hold the chip, during a reset.
_QUIET = (
    "coil",
    "coil_2",
    "cp_pwm",
    "lock_in",
    "lock_out",
    "rcd_test",
    "heartbeat",
    "uart_tx",
    "bus_tx",
    "reader_tx",
) + board_roles.INPUTS
# Module: rows of roles (none: every role), GPIOs they may be on, why.
PLACES = {
    "esp32_wroom": (
        (board_roles.ANALOGUE, ((32, 36), (39, 39)), _ADC),
        (board_roles.OUTPUTS, ((0, 33),), "34-39 are inputs only"),
        (_QUIET, ((4, 4), (13, 14), (16, 39)), _STRAP),
        (
            (),
            ((0, 0), (2, 2), (4, 5), (12, 19), (21, 23), (25, 27), (32, 36), (39, 39)),
            "1 and 3 are the console, 6-11 the flash, the others are not there",
        ),
    ),
    "esp32_s3_wroom": (
        (board_roles.ANALOGUE, ((1, 10),), _ADC),
        (_QUIET, ((1, 2), (4, 44), (47, 48)), _STRAP),
        (
            (),
            ((0, 18), (21, 21), (38, 42), (45, 48)),
            "19, 20, 43 and 44 are the console, 26-37 flash and PSRAM, 22-25 are not there",
        ),
    ),
}


def together(pins):
    """Return the errors of pins that are good alone and not beside each other."""
    if "bus_tx" in pins and "reader_tx" in pins:
        return ["pins.bus_tx: not beside reader_tx, there are two UARTs besides the console"]
    return []  # every peripheral reaches every pin

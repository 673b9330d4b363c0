"""What the pins of RP2040 modules can do. Loaded for a check only (`shell.board_roles`)."""

ALWAYS = ("coil", "cp_pwm", "cp_adc", "estop")
ABSENT = ("heartbeat", "gate", "board_adc")  # the PIO gate and the chip's own sensor
FULL = (0, 4095)  # raw readings

_COMMON = (
    (("cp_pwm",), ((0, 7), (16, 22)), "PWM slices 4-7 run on through a soft reset"),
    (("cp_adc", "pp_adc", "socket_adc"), ((26, 28),), "these have the converter"),
    (("uart_tx",), ((0, 0), (4, 4), (8, 8), (12, 12), (16, 16), (20, 20)), "a UART sends there"),
    (("uart_rx",), ((1, 1), (5, 5), (9, 9), (13, 13), (17, 17), (21, 21)), "one receives there"),
)
# Module: rows of roles (none: every role), GPIOs they may be on, why.
PLACES = {
    "pico": _COMMON
    + (((), ((0, 22), (25, 28)), "23, 24 and 29 belong to the supply of the Pico"),),
    "pico_w": _COMMON
    + (((), ((0, 22), (26, 28)), "23, 24, 25 and 29 belong to the radio of the Pico W"),),
}
_GATE = ("rcd", "rcd_ac", "estop")


def together(pins):
    """Return the errors of pins that are good alone and not beside each other."""
    errors = []
    if "coil_2" in pins and pins["coil_2"] != pins["coil"] + 1:
        errors.append(
            "pins.coil_2 = %d: must be %d, next to coil: one gate drives both"
            % (pins["coil_2"], pins["coil"] + 1)
        )
    gate = [role for role in _GATE if role in pins]
    for place, role in enumerate(gate):
        wanted = pins[gate[0]] + place
        if pins[role] != wanted:
            errors.append(
                "pins.%s = %d: must be %d, the gate reads %s as neighbours"
                % (role, pins[role], wanted, ", ".join(gate))
            )
    if "uart_tx" in pins and _uart(pins["uart_tx"]) != _uart(pins["uart_rx"]):
        errors.append(
            "pins.uart_rx = %d: is of UART%d, uart_tx of the other"
            % (pins["uart_rx"], _uart(pins["uart_rx"]))
        )
    return errors


def _uart(pin):
    return (pin + 4) >> 3 & 1

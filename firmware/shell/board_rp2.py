"""What the pins of RP2040 modules can do. Loaded for a check only (`shell.board_roles`)."""

ALWAYS = ("coil", "cp_pwm", "cp_adc", "estop")
ABSENT = ("heartbeat", "gate", "board_adc")  # the PIO gate and the chip's own sensor
FULL = (0, 4095)  # raw readings


def _every(step, first):
    return tuple([(pin, pin) for pin in range(first, 23, step)])


_COMMON = (
    (("cp_pwm",), ((0, 7), (16, 22)), "PWM slices 4-7 run on through a soft reset"),
    (("cp_adc", "pp_adc", "socket_adc"), ((26, 28),), "these have the converter"),
    (("uart_tx", "bus_tx", "reader_tx"), _every(4, 0), "a UART sends there"),
    (("uart_rx", "bus_rx", "reader_rx"), _every(4, 1), "one receives there"),
    (("reader_sda", "rtc_sda"), _every(2, 0), "the data of an I2C"),
    (("reader_scl", "rtc_scl"), _every(2, 1), "the clock of an I2C"),
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
    for name, one, other, unit in _WIRES:
        if one in pins and unit(pins[one]) != unit(pins[other]):
            errors.append(
                "pins.%s = %d: is of %s%d, %s of the other"
                % (other, pins[other], name, unit(pins[other]), one)
            )
    for name, one, other, unit in _ALONE:
        if one in pins and other in pins and unit(pins[one]) == unit(pins[other]):
            row = (other, pins[other], name, unit(pins[other]), one)
            errors.append("pins.%s = %d: is of %s%d, as %s is" % row)
    return errors


def _uart(pin):
    return (pin + 4) >> 3 & 1


def _i2c(pin):
    return pin >> 1 & 1


_WIRES = (
    ("UART", "uart_tx", "uart_rx", _uart),
    ("UART", "bus_tx", "bus_rx", _uart),
    ("UART", "reader_tx", "reader_rx", _uart),
    ("I2C", "reader_sda", "reader_scl", _i2c),
    ("I2C", "rtc_sda", "rtc_scl", _i2c),
)
_ALONE = (
    ("UART", "uart_tx", "reader_tx", _uart),
    ("UART", "uart_tx", "bus_tx", _uart),
    ("UART", "reader_tx", "bus_tx", _uart),
    ("I2C", "reader_sda", "rtc_sda", _i2c),
)

"""The wires of a card reader on the pins that a board names. Imported when one is set."""

from machine import I2C, UART, Pin
from micropython import const

_BAUDS = {"pn532_uart": 115200, "line": 9600}
_ESP32_UART = const(2)  # 0 is the console, 1 the meter's
_ESP32_I2C = const(0)
_I2C_HZ = const(100000)
_I2C_US = const(10000)  # a transaction takes 5 ms; without pull-ups it ends here


def open_reader(board, kind):
    """Return a UART or an I2C: see hal.ports."""
    pins, rp2 = board["pins"], board["port"] == "rp2"
    uart = kind in _BAUDS
    roles = ("reader_tx", "reader_rx") if uart else ("reader_sda", "reader_scl")
    if roles[0] not in pins:
        raise ValueError("the board has no pins %s and %s" % roles)
    first, second = [pins[role] for role in roles]
    if not uart:
        number = first >> 1 & 1 if rp2 else _ESP32_I2C
        return I2C(number, sda=Pin(first), scl=Pin(second), freq=_I2C_HZ, timeout=_I2C_US)
    number = (first + 4) >> 3 & 1 if rp2 else _ESP32_UART
    return UART(number, baudrate=_BAUDS[kind], tx=Pin(first), rx=Pin(second), timeout=0)

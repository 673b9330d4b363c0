"""An I2C on the pins that a board names for it. Imported where something on one is set."""

from machine import I2C, Pin
from micropython import const

_HZ = const(100000)
_TIMEOUT_US = const(10000)  # a transaction takes 1 ms; without pull-ups it ends here
_ESP32 = {"rtc": 1}  # peripheral 0 is the card reader's


def open_i2c(board, role):
    """Return an I2C: see hal.ports."""
    pins = board["pins"]
    sda, scl = role + "_sda", role + "_scl"
    if sda not in pins:
        raise ValueError("the board has no pins %s and %s" % (sda, scl))
    number = pins[sda] >> 1 & 1 if board["port"] == "rp2" else _ESP32[role]
    return I2C(number, sda=Pin(pins[sda]), scl=Pin(pins[scl]), freq=_HZ, timeout=_TIMEOUT_US)

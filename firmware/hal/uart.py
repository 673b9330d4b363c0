"""A serial line on the pins that a board names. Imported when a meter or a bus wants it."""

from machine import UART, Pin
from micropython import const

_PARITY = {"none": None, "even": 0, "odd": 1}
_ESP32_UART = {"uart": 1, "bus": 2}  # 0 is the console
_BUFFER_BYTES = const(512)  # the longest answer, and what another master says beside it


def open_uart(board, baud, parity, stop_bits, role):
    """Return (uart, drive): `drive(1)` takes the wires. See hal.ports."""
    pins = board["pins"]
    tx, rx = pins[role + "_tx"], pins[role + "_rx"]
    number = tx + 4 >> 3 & 1 if board["port"] == "rp2" else _ESP32_UART[role]
    uart = UART(
        number,
        baudrate=baud,
        bits=8,
        parity=_PARITY[parity],
        stop=stop_bits,
        tx=Pin(tx),
        rx=Pin(rx),
        rxbuf=_BUFFER_BYTES,
        timeout=0,
    )
    if role + "_de" not in pins:
        return uart, None
    return uart, Pin(pins[role + "_de"], Pin.OUT, value=0).value

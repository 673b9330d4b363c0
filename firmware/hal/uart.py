"""A serial line on the pins that a board names. Imported when a meter wants it."""

from machine import UART, Pin
from micropython import const

_PARITY = {"none": None, "even": 0, "odd": 1}
_ESP32_UART = const(1)  # 0 is the console
_BUFFER_BYTES = const(512)  # the longest answer, and what another master says beside it


def open_uart(board, baud, parity, stop_bits):
    """Return (uart, drive): `drive(1)` takes the wires. See hal.ports."""
    pins = board["pins"]
    tx, rx = pins["uart_tx"], pins["uart_rx"]
    number = tx + 4 >> 3 & 1 if board["port"] == "rp2" else _ESP32_UART
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
    if "uart_de" not in pins:
        return uart, None
    return uart, Pin(pins["uart_de"], Pin.OUT, value=0).value

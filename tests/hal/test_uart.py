"""The serial line of the meter: on the pins of each board, the right peripheral, driver low."""

import json
import sys

from hal.ports import Ports

BOARDS = __file__[: -len("tests/hal/test_uart.py")] + "boards/"


class Pin:
    OUT = 3

    def __init__(self, number, mode=None, value=None):
        self.number = number
        self.levels = [] if mode is None else [value]

    def value(self, level):
        self.levels.append(level)


class UART:
    def __init__(self, number, **options):
        self.number = number
        self.options = options


class Machine:
    pass


def opened(board, *args):
    """Return what `Ports.open_uart` gives where `machine` is a fake."""
    before = sys.modules.get("machine")
    sys.modules["machine"] = Machine
    Machine.Pin, Machine.UART = Pin, UART
    sys.modules.pop("hal.uart", None)
    try:
        return Ports(None, None).open_uart(board, *args)
    finally:
        sys.modules.pop("hal.uart", None)
        del sys.modules["machine"]
        if before is not None:
            sys.modules["machine"] = before


def board_of(name):
    with open(BOARDS + name + "/board.json") as file:
        return json.load(file)


def test_each_board_opens_the_peripheral_of_its_pins():
    for name, number in (("pico", 0), ("pico_w", 0), ("esp32_evse", 1), ("esp32_devkit", 1)):
        board = board_of(name)
        uart, _ = opened(board, 9600, "none", 1)
        assert uart.number == number, name
        options = uart.options
        assert options["tx"].number == board["pins"]["uart_tx"]
        assert options["rx"].number == board["pins"]["uart_rx"]
        assert (options["baudrate"], options["bits"], options["timeout"]) == (9600, 8, 0)
        assert options["rxbuf"] >= 256 + 8  # an answer and an echo


def test_the_other_uart_of_an_rp2040():
    for tx, number in ((0, 0), (4, 1), (8, 1), (12, 0), (16, 0), (20, 1)):
        uart, drive = opened(
            {"port": "rp2", "pins": {"uart_tx": tx, "uart_rx": tx + 1}}, 1, "odd", 2
        )
        assert (uart.number, drive) == (number, None)
        assert (uart.options["parity"], uart.options["stop"]) == (1, 2)


def test_a_bus_beside_the_meter_has_the_other_uart():
    pins = {"uart_tx": 16, "uart_rx": 17, "bus_tx": 4, "bus_rx": 5}
    for port, number in (("rp2", 1), ("esp32", 2)):
        uart, drive = opened({"port": port, "pins": pins}, 19200, "none", 1, "bus")
        assert (uart.number, uart.options["tx"].number, drive) == (number, 4, None)


def test_the_driver_starts_off_the_wires():
    uart, drive = opened(board_of("pico"), 19200, "even", 1)
    assert uart.options["parity"] == 0
    drive(1)
    drive(0)
    pin = drive.__self__ if hasattr(drive, "__self__") else None
    if pin is not None:  # MicroPython's bound methods do not tell
        assert (pin.number, pin.levels) == (18, [0, 1, 0])


def test_a_board_without_the_pins_says_so():
    try:
        opened({"port": "rp2", "pins": {}}, 9600, "none", 1)
        raised = ""
    except ValueError as error:
        raised = str(error)
    assert "uart_tx" in raised

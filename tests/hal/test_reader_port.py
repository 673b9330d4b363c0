"""The wires of a card reader: the peripheral that is on its pins, and nothing that waits."""

import sys

from hal.ports import Ports


class Pin:
    def __init__(self, number):
        self.number = number


class Bus:
    def __init__(self, number, **options):
        self.number = number
        self.pins = [
            options.pop(key).number for key in ("tx", "rx", "sda", "scl") if key in options
        ]
        self.options = options


class UART(Bus):
    pass


class I2C(Bus):
    pass


class Machine:
    pass


def opened(port, kind, **pins):
    """Return what `Ports.open_reader` gives."""
    return opened_by(
        port, "reader_port", lambda ports, board: ports.open_reader(board, kind), pins
    )


def opened_by(port, module, opening, pins):
    """Return what `opening` gets of hal.`module` where `machine` is a fake."""
    before = sys.modules.get("machine")
    Machine.Pin, Machine.UART, Machine.I2C = Pin, UART, I2C
    sys.modules["machine"] = Machine
    sys.modules.pop("hal." + module, None)
    try:
        return opening(Ports(None, None), {"port": port, "pins": pins})
    finally:
        sys.modules.pop("hal." + module, None)
        del sys.modules["machine"]
        if before is not None:
            sys.modules["machine"] = before


def test_a_uart_of_the_pins():
    for tx, number in ((0, 0), (4, 1), (8, 1), (12, 0), (16, 0), (20, 1)):
        for kind, baud in (("pn532_uart", 115200), ("line", 9600)):
            uart = opened("rp2", kind, reader_tx=tx, reader_rx=tx + 1)
            assert isinstance(uart, UART)
            assert (uart.number, uart.pins) == (number, [tx, tx + 1])
            assert uart.options == {"baudrate": baud, "timeout": 0}
    assert opened("esp32", "line", reader_tx=25, reader_rx=26).number == 2


def test_an_i2c_of_the_pins():
    for sda, number in ((0, 0), (2, 1), (4, 0), (14, 1), (20, 0), (22, 1)):
        i2c = opened("rp2", "pn532_i2c", reader_sda=sda, reader_scl=sda + 1)
        assert isinstance(i2c, I2C)
        assert (i2c.number, i2c.pins) == (number, [sda, sda + 1])
        assert i2c.options == {"freq": 100000, "timeout": 10000}
    assert opened("esp32", "pn532_i2c", reader_sda=21, reader_scl=22).number == 0


def test_a_board_without_the_pins():
    for kind, pins, roles in (
        ("line", {"reader_sda": 0, "reader_scl": 1}, "reader_tx and reader_rx"),
        ("pn532_i2c", {"reader_tx": 0, "reader_rx": 1}, "reader_sda and reader_scl"),
    ):
        try:
            opened("rp2", kind, **pins)
        except ValueError as error:
            assert str(error) == "the board has no pins " + roles
        else:
            raise AssertionError(kind)

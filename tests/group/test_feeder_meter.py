from group import feeder_meter
from shell import settings

BOARD = {"pins": {"uart_tx": 0, "uart_rx": 1}}
TWO = {"pins": {"uart_tx": 0, "uart_rx": 1, "bus_tx": 4, "bus_rx": 5}}


class Config:
    frequency_low_mhz = 47000
    frequency_high_mhz = 53000


class Ports:
    def __init__(self):
        self.opened = []

    def ticks_ms(self):
        return 0

    def open_uart(self, _board, baud, parity, stop_bits, role):
        self.opened.append((baud, parity, stop_bits, role))
        return None, None


def wire(board=BOARD, ports=None, **changes):
    ports = ports or Ports()
    values = settings.complete(dict({"group": "udp", "group_fuse_a": 63}, **changes))
    problem = feeder_meter.wire(ports, values, board, Config)
    return ports, problem


def test_it_is_a_meter_of_three_phases_on_the_free_line():
    ports, problem = wire()
    assert problem == "" and ports.opened[0][3] == "uart"
    assert hasattr(ports.feeder_meter, "run") and hasattr(ports.feeder_meter, "read")
    ports, problem = wire(TWO, meter="sdm72")
    assert problem == "" and ports.opened[0][3] == "bus"


def test_a_line_that_others_have_is_refused():
    for board, changes, words in (
        (BOARD, {"meter": "sdm72"}, "the meter sdm72 has the serial line"),
        (BOARD, {"group": "rs485"}, "others talk on the serial line"),
        (TWO, {"modbus": "rtu"}, "others talk on the serial line"),
    ):
        ports, problem = wire(board, **changes)
        assert words in problem and "nothing is offered" in problem
        assert ports.feeder_meter is None and not ports.opened

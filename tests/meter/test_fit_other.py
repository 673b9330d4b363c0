"""The meters that are no Modbus map: built from the settings, or refused with the reason."""

import sys

from core.config import Config
from meter import fit
from meter.chip import ChipMeter
from meter.dlt645 import Dlt645
from meter.pulse import PulseMeter
from shell import schema, settings
from tests.meter.wire import Wire

BOARD = {"port": "rp2", "pins": {"uart_tx": 16, "uart_rx": 17, "s0": 1}}
NONE = "the one of the port"


class Ports(Wire):
    """Ports with a serial line and pulses; `opened` is how the line was asked for."""

    def __init__(self):
        Wire.__init__(self)
        self.meter = NONE
        self.opened = None

    def open_uart(self, board, baud, parity, stop_bits):
        assert board is BOARD
        self.opened = (baud, parity, stop_bits)
        return self, None

    def open_pulses(self, board):
        if "s0" not in board["pins"]:
            raise ValueError("the board has no pin s0")
        return self

    def count(self):
        return 0


class Bare:
    """Ports of a bench."""

    meter = NONE


def wired(ports=None, board=BOARD, **values):
    """Return (ports, what is wrong) with these settings."""
    ports = ports or Ports()
    values = dict(settings.defaults(), **values)
    return ports, fit.wire(ports, values, board, Config(0))


def test_every_one_is_a_choice():
    choices = schema.row("meter")[schema.ALLOWED]
    for name in ("dlt645", "s0", "bl0939", "hlw8032"):
        assert name in choices


def test_a_dlt645_meter_has_even_parity_and_its_slowest_speed():
    ports, wrong = wired(meter="dlt645")
    assert (wrong, ports.opened) == ("", (2400, "even", 1))
    assert isinstance(ports.meter, Dlt645)
    assert ports.meter._reading.serial == ""
    ports, wrong = wired(meter="dlt645", meter_baud=9600, meter_serial="201708001234")
    assert (wrong, ports.opened) == ("", (9600, "even", 1))
    assert ports.meter._reading.serial == "201708001234"
    assert ports.meter._reading.frequency_mhz == 50000


def test_a_serial_number_of_other_than_12_digits_is_refused_by_name():
    ports, wrong = wired(meter="dlt645", meter_serial="1234")
    assert 'meter_serial = "1234": must be the 12 digits of the meter' in wrong
    assert ports.meter == NONE


def test_an_s0_meter_counts_the_pulses_of_the_board():
    ports, wrong = wired(meter="s0", s0_pulses_per_kwh=500)
    assert wrong == ""
    assert isinstance(ports.meter, PulseMeter)
    ports.count = lambda: 1
    assert ports.meter.read().energy_mwh == 2000
    assert "the board has no pin s0" in wired(meter="s0", board={"port": "rp2", "pins": {}})[1]
    assert "no pulse input here" in wired(Bare(), meter="s0")[1]


def test_chips_see_one_phase_and_are_corrected():
    for name, opened in (("hlw8032", (4800, "even", 1)), ("bl0939", (4800, "none", 2))):
        ports, wrong = wired(meter=name, phases=3)
        assert "do set(phases=1)" in wrong
        assert ports.meter == NONE
        ports, wrong = wired(meter=name, phases=1, meter_voltage_scale=1.01, meter_current_scale=2)
        assert (wrong, ports.opened) == ("", opened)
        assert isinstance(ports.meter, ChipMeter)
        assert ports.meter._ppm == (1010000, 2000000, 2020000)


def test_without_a_serial_line_none_of_them_is_wired():
    for name in ("dlt645", "hlw8032"):
        ports, wrong = wired(Bare(), meter=name, phases=1)
        assert "no serial line" in wrong
        assert ports.meter == NONE


def test_what_is_needed_once_is_dropped():
    wired(meter="hlw8032", phases=1)
    for name in ("meter.fit_other", "meter.chip_maps"):
        assert name not in sys.modules

"""The meter that the settings name: built, or refused with the reason."""

import json
import os
import sys

from core.config import Config
from meter import fit
from shell import schema, settings
from tests.meter.maps import NAMES, small
from tests.meter.wire import Wire

BOARD = {"port": "rp2", "pins": {"uart_tx": 16, "uart_rx": 17}}
FILE = "meter_test.json"


class Ports(Wire):
    """Ports with a serial line; `opened` is how it was asked for."""

    def __init__(self):
        Wire.__init__(self)
        self.meter = "the one of the port"
        self.opened = None

    def open_uart(self, board, baud, parity, stop_bits):
        assert board is BOARD
        self.opened = (baud, parity, stop_bits)
        return self, None


def wired(ports=None, **values):
    """Return (ports, what is wrong) with these settings."""
    ports = ports or Ports()
    config = Config(0)
    return ports, fit.wire(ports, dict(settings.defaults(), **values), BOARD, config)


def address_of(ports):
    return ports.meter.blocks[0].request[0]


def test_every_shipped_map_is_a_choice_and_can_be_wired():
    choices = schema.row("meter")[schema.ALLOWED]
    for name in NAMES:
        assert name in choices
        ports, wrong = wired(meter=name, phases=1)
        assert wrong == ""
        assert address_of(ports) == 1
        assert ports.meter.notes()
        try:
            ports.meter.read()
            known = True
        except OSError:
            known = False
        assert not known


def test_every_choice_has_a_driver():
    choices = schema.row("meter")[schema.ALLOWED]
    assert sorted(choices) == sorted(NAMES + fit._NO_MAP + ("none", "custom"))


def test_a_map_that_is_not_on_the_flash_is_named():
    folder = fit._MAPS
    fit._MAPS = "nowhere/%s.json"
    try:
        assert "nowhere/sdm630.json cannot be read" in wired(meter="sdm630")[1]
    finally:
        fit._MAPS = folder


def test_the_factory_settings_of_a_meter_can_be_overruled():
    ports, _ = wired(meter="iem3155")
    assert (ports.opened, address_of(ports)) == ((19200, "even", 1), 1)
    ports, _ = wired(meter="iem3155", meter_baud=9600, meter_address=247)
    assert (ports.opened, address_of(ports)) == ((9600, "even", 1), 247)


def test_a_meter_of_one_phase_is_refused_for_three():
    ports, wrong = wired(meter="sdm120", phases=3)
    assert wrong.startswith("meter = sdm120: it measures one phase; do set(phases=1)")
    assert ports.meter == "the one of the port"
    assert wired(meter="sdm120", phases=1)[1] == ""
    assert wired(meter="sdm72", phases=3)[1] == ""


def test_a_port_without_a_serial_line_says_so():
    class Bare:
        meter = None

    assert "no serial line" in wired(Bare(), meter="sdm630")[1]

    class Broken(Ports):
        def open_uart(self, board, baud, parity, stop_bits):
            raise ValueError("the board has no pins uart_tx and uart_rx")

    assert "no pins uart_tx" in wired(Broken(), meter="sdm630")[1]


def test_a_map_of_ones_own_is_checked_and_wired():
    fit.CUSTOM = FILE
    try:
        for change, wrong in (
            ({}, ""),
            ({"colour": "red"}, "colour: no such key"),
            ({"rows": []}, "energy must be there"),
        ):
            with open(FILE, "w") as file:
                json.dump(dict(small(), **change), file)
            ports, said = wired(meter="custom", phases=1)
            assert (wrong in said) if wrong else said == ""
            assert (ports.meter == "the one of the port") == bool(wrong)
    finally:
        os.remove(FILE)
    assert "cannot be read" in wired(meter="custom", phases=1)[1]


def test_frequency_is_the_middle_of_the_window_where_a_map_has_none():
    fit.CUSTOM = FILE
    with open(FILE, "w") as file:
        json.dump(small(), file)
    try:
        for profile, wanted in ((0, 50000), (2, 55000)):
            config = Config(profile)
            ports = Ports()
            values = dict(settings.defaults(), meter="custom", phases=1)
            assert fit.wire(ports, values, BOARD, config) == ""
            assert ports.meter._reading.frequency_mhz == wanted
    finally:
        os.remove(FILE)


def test_what_is_needed_once_is_dropped():
    wired(meter="sdm630")
    for name in ("meter.plan", "meter.check_map"):
        assert name not in sys.modules

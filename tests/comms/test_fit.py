"""The slave as a pile has it: the settings ask for it, and what is written reaches the pilot."""

import json

from comms import bus
from comms.tcp_slave import TcpSlave
from tests.meter.wire import Wire
from tests.shell.fakes import BOARD, Pile


def pile(**changes):
    values = {"max_current_a": 16, "modbus": "tcp"}
    values.update(changes)
    return Pile(json.dumps(values).encode())


def test_without_the_setting_there_is_none():
    assert pile(modbus="none").app.rounds is None


def test_a_write_is_on_offer_within_300_ms():
    one = pile()
    point = one.app.rounds.fitted[0].source
    assert type(point.slave) is TcpSlave
    assert point.slave.port == 502
    one.charge()
    one.run(530)
    point.write("set_current", 1000)
    one.run(300)
    assert one.core.limit_ma in range(9950, 10001)
    assert point.slave.server.answer(bytes((3, 0, 12, 0, 8)))[2:] == b"modbus" + bytes(10)
    point.write("set_pause", 1)
    one.run(8000)
    assert not one.core.closed
    point.write("set_pause", 0)
    point.write("set_current", 65535)
    one.run(8000)
    assert one.core.limit_ma > 15950


def test_a_manager_that_falls_silent_leaves_the_fallback():
    one = pile(claim_policy="fallback", fallback_a=6, modbus_watchdog_s=30)
    one.charge()
    one.run(2000)
    assert one.core.limit_ma == 6000  # nobody has written since the start
    point = one.app.rounds.fitted[0].source
    point.write("set_current", 1200)
    one.run(20000)
    assert one.core.limit_ma > 11950
    one.run(12000)
    assert one.core.limit_ma == 6000


def test_without_a_line_the_policy_of_claims_holds():
    one = pile(modbus="rtu", claim_policy="stop")
    one.charge()
    assert not one.core.closed
    assert "modbus does not work: ValueError: there is no serial line" in one.app.rounds.message


def test_a_meter_on_the_line_keeps_it():
    class Ports(Wire):
        def open_uart(self, _board, baud, parity, stop_bits, role):
            assert (baud, parity, stop_bits) == (19200, "none", 1)
            self.role = role
            return self, None

    ports = Ports()
    values = {"modbus": "rtu", "modbus_baud": 19200, "meter": "sdm630", "group": "none"}
    said = bus.wire(ports, values, BOARD)
    assert said == "no serial line for modbus: the meter sdm630 has the serial line"
    assert ports.bus is None
    values["meter"] = "s0"
    assert bus.wire(ports, values, BOARD) == ""
    assert ports.bus.char_us == 572
    values["group"] = "rs485"
    assert "group and modbus cannot share it" in bus.wire(ports, values, BOARD)
    values["modbus"] = "none"
    assert bus.wire(ports, values, BOARD) == ""
    assert ports.role == "uart"
    values["meter"] = "sdm630"
    assert bus.wire(ports, values, {"pins": {"bus_tx": 4, "bus_rx": 5}}) == ""
    assert ports.role == "bus"

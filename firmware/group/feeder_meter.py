"""Opens the meter of the feeder: a Modbus meter on a serial line of its own (F3).

Loaded for the start of a leader that has one, then dropped.
"""

from meter import fit
from shell.on_demand import forget

_NOT_SERIAL = ("none", "s0")  # meters of the pile that leave the line free


class _Ports:
    """What meter.fit needs, with the line that is free."""

    def __init__(self, ports, role):
        self._ports = ports
        self._role = role
        self.ticks_ms = ports.ticks_ms

    def open_uart(self, board, baud, parity, stop_bits):
        """Open it."""
        return self._ports.open_uart(board, baud, parity, stop_bits, self._role)


def wire(ports, values, board, config):
    """Put the driver in `ports.feeder_meter`; return what is wrong, "" = nothing."""
    ports.feeder_meter = None
    role = "bus" if "bus_tx" in board["pins"] else "uart"
    asked = {"meter_baud": 0, "meter_address": values["group_meter_address"], "phases": 3}
    try:
        if role == "uart" and values["meter"] not in _NOT_SERIAL:
            raise ValueError("the meter %s has the serial line" % values["meter"])
        if values["group"] == "rs485" or values["modbus"] == "rtu":
            raise ValueError("others talk on the serial line; set(group='udp', modbus='none')")
        if not hasattr(ports, "open_uart"):
            raise ValueError("there is no serial line here")
        name = values["group_meter"]
        ports.feeder_meter = fit.fit(name, asked, board, _Ports(ports, role), config)
        return ""
    except (ValueError, OSError) as error:
        return "group_meter = %s: %s; nothing is offered" % (values["group_meter"], error)
    finally:
        forget("meter", "fit", "chip_maps", "plan", "check_map")
        forget("hal", "uart")
        forget("group", "feeder_meter")

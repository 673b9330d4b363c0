"""Opens the serial line that others share with the pile. Loaded for a start, then dropped."""

from meter.line import Line
from shell.on_demand import forget

_NOT_SERIAL = ("none", "s0")  # meters that leave the line free
_GROUP_BAUD = 19200


def wire(ports, values, board):
    """Put a meter.line.Line in `ports.bus`; return what is wrong, "" = nothing.

    One asks on a line: a pile with a meter, the leader of a group, or an energy manager. A board
    without pins bus_tx and bus_rx has one line for all of them.
    """
    ports.bus = None
    role = "bus" if "bus_tx" in board["pins"] else "uart"
    group = values["group"] == "rs485"
    baud = _GROUP_BAUD if group else values["modbus_baud"]
    try:
        if role == "uart" and values["meter"] not in _NOT_SERIAL:
            raise ValueError("the meter %s has the serial line" % values["meter"])
        if group and values["modbus"] == "rtu":
            raise ValueError("group and modbus cannot share it")
        if not hasattr(ports, "open_uart"):
            raise ValueError("there is none here")
        uart, drive = ports.open_uart(board, baud, "none", 1, role)
        ports.bus = Line(uart, baud, drive, ports.ticks_ms)
        return ""
    except (ValueError, OSError) as error:
        return "no serial line for %s: %s" % ("group" if group else "modbus", error)
    finally:
        forget("comms", "bus")
        forget("hal", "uart")

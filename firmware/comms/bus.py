"""Opens the serial line that others share with the pile. Loaded for a start, then dropped."""

from meter.line import Line
from shell.on_demand import forget

_NOT_SERIAL = ("none", "s0")  # meters that leave the line free


def wire(ports, values, board, key, baud):
    """Put a meter.line.Line in `ports.bus` for setting `key`; return what is wrong, "" = nothing.

    A board has one serial line: a meter on it is asked by us, and nobody else may ask there.
    """
    ports.bus = None
    try:
        if values["meter"] not in _NOT_SERIAL:
            raise ValueError("the meter %s has the serial line" % values["meter"])
        if not hasattr(ports, "open_uart"):
            raise ValueError("there is no serial line here")
        uart, drive = ports.open_uart(board, baud, "none", 1)
        ports.bus = Line(uart, baud, drive, ports.ticks_ms)
        return ""
    except (ValueError, OSError) as error:
        return "%s = %s: %s" % (key, values[key], error)
    finally:
        forget("comms", "bus")
        forget("hal", "uart")

"""Makes the card reader that is set. Loaded at start where one is, then dropped."""

from shell.on_demand import forget


def wire(ports, kind, board):
    """Put the reader of setting `reader` in `ports.reader`; return what is wrong, "" = nothing.

    `ports`: ticks_ms, open_reader(board, kind) -> a UART, or an I2C.
    """
    try:
        if not hasattr(ports, "open_reader"):
            raise ValueError("there are no wires here")
        ports.reader = make(kind, ports.open_reader(board, kind), ports.ticks_ms)
        return ""
    except (ValueError, OSError) as error:
        return "reader = %s: %s; no card is read" % (kind, error)
    finally:
        forget("session.readers", "factory")


def make(kind, port, ticks_ms):
    """Return a reader on its wires."""
    if kind == "line":
        from session.readers.line import LineReader

        return LineReader(port, ticks_ms)
    if kind == "pn532_i2c":
        from session.readers.pn532_i2c import Port

        port = Port(port)
    from session.readers.pn532 import PN532

    return PN532(port, ticks_ms)

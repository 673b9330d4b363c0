"""Makes the reader that is set. Loaded for that only."""

import sys

from session import readers


def make(kind, ports, ticks_ms):
    """Return the reader of setting `reader`, None for "none" or where no pins are wired for it.

    `ports`: open_reader(kind) -> a UART, an I2C, or None.
    """
    try:
        port = None if kind == "none" else ports.open_reader(kind)
        if port is None:
            return None
        if kind == "line":
            from session.readers.line import LineReader

            return LineReader(port, ticks_ms)
        if kind == "pn532_i2c":
            from session.readers.pn532_i2c import Port

            port = Port(port)
        from session.readers.pn532 import PN532

        return PN532(port, ticks_ms)
    finally:
        if sys.modules.pop(__name__, None):
            delattr(readers, "factory")

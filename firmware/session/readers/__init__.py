"""Card readers. Each has `poll()` -> the id of a card as hex digits, or None; it never blocks.

`failed` says that it does not answer (OP-030); `notes()` gives lines of (what, number).
"""


def make(kind, ports, ticks_ms):
    """Return the reader of setting `reader`, None for "none" or where no pins are wired for it.

    `ports`: open_reader(kind) -> a UART, an I2C, or None.
    """
    port = None if kind == "none" else ports.open_reader(kind)
    if port is None:
        return None
    if kind == "line":
        from session.readers.line import LineReader

        return LineReader(port, ticks_ms)
    from session.readers.pn532 import PN532

    if kind == "pn532_uart":
        from session.readers.pn532_uart import Link
    else:
        from session.readers.pn532_i2c import Link
    return PN532(Link(port), ticks_ms)

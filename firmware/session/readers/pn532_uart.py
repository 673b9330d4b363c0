"""A PN532 on a UART (HSU, 115200 8N1)."""

_WAKE = b"\x55\x55" + bytes(14)  # UM0701-02 7.2.11: it wakes at the first edges, then needs 2 ms


class Link:
    """Frames over a UART with `write`, `any` and `read`."""

    whole = False

    def __init__(self, uart):
        self._uart = uart

    def send(self, frame, wake):
        """Send a frame, to a chip that may sleep."""
        self._uart.write(_WAKE + frame if wake else frame)

    def read(self):
        """Return what has come."""
        waiting = self._uart.any()
        return (self._uart.read(waiting) or b"") if waiting else b""

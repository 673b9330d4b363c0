"""A PN532 on I2C, 100 or 400 kHz. A chip that sleeps may refuse the first address."""

from micropython import const

_ADDRESS = const(0x24)
_LONGEST = const(48)  # a card of 10 bytes with its ATS, 3 ms at 100 kHz


class Link:
    """Frames over an I2C with `writeto` and `readfrom`."""

    whole = True

    def __init__(self, i2c):
        self._i2c = i2c

    def send(self, frame, _wake):
        """Send a frame; the address wakes the chip."""
        self._i2c.writeto(_ADDRESS, frame)

    def read(self):
        """Return a frame and what follows it, b"" while none is ready (UM0701-02 6.2.4)."""
        if not self._i2c.readfrom(_ADDRESS, 1)[0] & 1:
            return b""
        return self._i2c.readfrom(_ADDRESS, _LONGEST + 1)[1:]

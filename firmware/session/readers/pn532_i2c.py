"""A PN532 on I2C, 100 or 400 kHz, as if it were on a UART. The address wakes it."""

from micropython import const

_ADDRESS = const(0x24)
_WAKE_BYTES = const(16)  # of a UART
_LONGEST = const(48)  # a card of 10 bytes with its ATS: 4.5 ms at 100 kHz


class Port:
    """`i2c`: writeto, readfrom."""

    def __init__(self, i2c):
        self._i2c = i2c

    def write(self, frame):
        """Send a frame. Raises OSError: a chip that sleeps may refuse the first one."""
        self._i2c.writeto(_ADDRESS, frame[_WAKE_BYTES:] if frame[0] else frame)

    def any(self):
        """Return how much to read, 0 while no frame is ready (UM0701-02 6.2.4)."""
        return _LONGEST if self._i2c.readfrom(_ADDRESS, 1)[0] & 1 else 0

    def read(self, count):
        """Return the frame up to its checksum: what follows is no data."""
        frame = self._i2c.readfrom(_ADDRESS, count + 1)[1:]
        return frame[: frame[3] + 6]

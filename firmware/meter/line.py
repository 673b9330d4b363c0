"""A serial line with a meter on it, two wires or four: sending, and what has come in."""

import asyncio

from micropython import const

_SPIN_MS = const(5)  # longest stand-still before the driver lets go of the wires


async def _sleep_ms(ms):
    await asyncio.sleep(ms / 1000)


pause_ms = getattr(asyncio, "sleep_ms", _sleep_ms)  # CPython's asyncio has no sleep_ms


class Line:
    """`uart`: write(bytes), any(), read(count), and flush() where `drive` is given.

    `drive(1)` takes the wires, `drive(0)` lets go of them; None where the board does it.
    """

    def __init__(self, uart, baud, drive, ticks_ms, pause=pause_ms):
        self._uart = uart
        self._drive = drive
        self.char_us = 11000000 // baud  # start, eight, parity or a second stop, stop
        self.ticks_ms = ticks_ms
        self.pause_ms = pause

    def lasts_ms(self, count):
        """Return how long so many bytes take on the wires, rounded up."""
        return (count * self.char_us + 999) // 1000

    async def send(self, frame):
        """Send, and return when the last bit is out: whoever answers finds the wires free."""
        uart, drive = self._uart, self._drive
        wait_ms = self.lasts_ms(len(frame))
        if drive is None:
            uart.write(frame)
            await self.pause_ms(wait_ms)
            return
        drive(1)
        try:
            uart.write(frame)
            if wait_ms > _SPIN_MS:
                await self.pause_ms(wait_ms - _SPIN_MS)
            uart.flush()
        finally:
            drive(0)

    def take(self, buffer, size):
        """Put what has come in into `buffer` from `size` on; return the new size.

        What does not fit stays where it is.
        """
        count = min(self._uart.any(), len(buffer) - size)
        if count <= 0:
            return size
        data = self._uart.read(count)
        if not data:
            return size
        buffer[size : size + len(data)] = data
        return size + len(data)

    def discard(self):
        """Forget what has come in; return whether anything had."""
        count = self._uart.any()
        if count:
            self._uart.read(count)
        return count > 0

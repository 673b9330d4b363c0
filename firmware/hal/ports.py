"""What the shell is handed on a chip where nothing better is wired: see tools/world/ports.py."""

import os
import sys

from micropython import const

from shell.lamp import TABLE

_ENODEV = const(19)
_COLOURS = {"white": 7, "green": 2, "yellow": 3, "blue": 4, "red": 1}  # bits: red, green, blue


def open_flash(part):
    """Return the raw flash of "journal", "events" or "factory", a block device of 4 KB blocks.

    None where the image keeps none: then it is for whoever asks to use a file. `forget` the
    module hal.PORT_flash afterwards.
    """
    if sys.platform not in ("rp2", "esp32"):
        return None
    return __import__("hal.%s_flash" % sys.platform, None, None, ("flash",)).flash(part)


class NoMeter:
    """No meter is wired: every reading fails, and the profile's policy follows."""

    def read(self):
        """Raise OSError, as a meter that does not answer does."""
        raise OSError(_ENODEV)


class NoLink:
    """Nobody claims anything from outside."""

    def poll(self):
        """Return the next claim: there is none."""
        return None


class Lamp:
    """Three lamps, or fewer, that show a pattern of shell.lamp; `None` is a lamp not fitted."""

    def __init__(self, red, green, blue):
        self._pins = (red, green, blue)
        self._colour = 0
        self._on_ms = 1
        self._period_ms = 1
        self._lit = -1

    def show(self, pattern):
        """Show the pattern of that name from now on."""
        for name, colour, on_ms, off_ms in TABLE:
            if name == pattern:
                self._colour = _COLOURS[colour]
                self._on_ms = on_ms
                self._period_ms = on_ms + off_ms
        self._put(self._colour)

    def step(self, now_ms):
        """Blink. Called by the shell more often than the shortest flash lasts."""
        self._put(self._colour if now_ms % self._period_ms < self._on_ms else 0)

    def _put(self, lit):
        if lit == self._lit:
            return
        self._lit = lit
        for i in range(3):
            if self._pins[i]:
                self._pins[i].value(lit >> i & 1)


class Ports:
    """Everything the shell talks to but the core."""

    root = ""  # of the file system that boot.py starts a version from; a bench has none

    def __init__(self, lamp, ticks_ms):
        self.meter = NoMeter()
        self.link = NoLink()
        self.lamp = lamp
        self.ticks_ms = ticks_ms  # the counter of `frame.now_ms`
        self.warm = False  # the chip was reset, it did not lose its power

    def open_uart(self, board, baud, parity, stop_bits, role="uart"):
        """Return (uart, drive) of the pins uart_tx, uart_rx and uart_de; drive None without it.

        Parity is "none", "even" or "odd". Raises ValueError on a board without such pins.
        """
        if role + "_tx" not in board["pins"]:
            raise ValueError("the board has no pins uart_tx and uart_rx")
        from hal.uart import open_uart  # only where a meter wants it

        return open_uart(board, baud, parity, stop_bits, role)

    def open_pulses(self, board):
        """Return what counts the pulses on pin s0: count(). Raises ValueError without it."""
        if "s0" not in board["pins"]:
            raise ValueError("the board has no pin s0")
        name = "hal.%s_pulse" % board["port"]  # only where a meter wants it
        return __import__(name, None, None, ("Pulses",)).Pulses(board["pins"]["s0"])

    def open_flash(self, part):
        """Return the raw flash of "journal", "events" or "factory"; None where there is none."""
        return open_flash(part)

    def reset_cause(self):
        """Return machine.reset_cause(): why the chip starts."""
        from machine import reset_cause

        return reset_cause()

    def launcher(self):
        """Return the number of the boot.py that started this, 0 of one that counts no starts."""
        import __main__  # type: ignore[import-not-found]

        return getattr(__main__, "LAUNCHER", 0)

    def open_reader(self, board, kind):
        """Return the wires of a card reader of setting `reader`: a UART, or an I2C.

        Raises ValueError on a board without pins for it.
        """
        from hal.reader_port import open_reader  # only where a reader is set

        return open_reader(board, kind)

    def open_i2c(self, board, role):
        """Return the I2C of the pins ROLE_sda and ROLE_scl. Raises ValueError without them."""
        from hal.i2c_port import open_i2c  # only where something on one is set

        return open_i2c(board, role)

    def open_udp(self, port):
        """Return a non-blocking UDP socket on `port`. Raises OSError without a network."""
        from hal.udp_port import open_udp  # only for a group on a network

        return open_udp(port)

    def random(self, count):
        """Return a number of 0..count-1 that two piles switched on together do not share."""
        return int.from_bytes(os.urandom(3), "big") % count

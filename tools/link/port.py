"""The serial port: opened, read and written; what fails is said in one sentence."""

import serial  # type: ignore[import-untyped]
from serial.tools import list_ports  # type: ignore[import-untyped]

_BAUD = 115200  # of a board with a serial chip; USB and pseudo-terminals do not care
_READ_S = 0.05
_WRITE_S = 10
_LOCKED = ("exclusively lock", "Resource temporarily unavailable", "busy", "PermissionError(13")
_FORBIDDEN = ("Permission denied", "Errno 13")


class LinkError(Exception):
    """What happened, why, and what to do."""


class Gone(LinkError):
    """The port was there and is not any more: the board restarts, or was unplugged."""


def usb_ports():
    """Return the ports of this PC that have something on USB, as text for a message."""
    found = sorted(port.device for port in list_ports.comports() if port.vid is not None)
    return ", ".join(found) or "none"


class Port:
    """A port that nobody else uses meanwhile. Raises LinkError."""

    def __init__(self, name):
        self.name = name
        try:
            self._serial = serial.serial_for_url(
                name, baudrate=_BAUD, timeout=_READ_S, write_timeout=_WRITE_S, exclusive=True
            )
        except (OSError, ValueError) as error:
            raise LinkError(_why_not(name, str(error))) from None

    def close(self):
        """Leave it to others."""
        self._serial.close()

    def write(self, data):
        """Send bytes."""
        try:
            self._serial.write(data)
        except OSError as error:
            raise self._gone(error) from None

    def read(self):
        """Return what has come, perhaps nothing after a twentieth of a second."""
        try:
            return self._serial.read(max(1, self._serial.in_waiting))
        except (OSError, TypeError) as error:  # TypeError: pyserial, closed under its hands
            raise self._gone(error) from None

    def _gone(self, error):
        return Gone(
            f"port {self.name} has gone ({error}): the board restarts or was unplugged. "
            f"Plug it in and try again; ports with something on USB: {usb_ports()}"
        )


def _why_not(name, text):
    if any(word in text for word in _LOCKED):
        return (
            f"port {name} is in use by another program (a terminal, a monitor, mpremote): "
            "close that one, then try again"
        )
    if any(word in text for word in _FORBIDDEN):
        return (
            f"port {name} may not be opened by this user: on Linux be in the group dialout "
            "(sudo usermod -aG dialout $USER, then log in again)"
        )
    return (
        f"port {name} cannot be opened ({text}): it is not there, or no serial port. "
        f"Ports with something on USB: {usb_ports()}; `make run LIVE=1` prints that of a "
        "simulated pile"
    )

"""What MicroPython starts by name, as source: so little, for the chip compiles it each time."""

import micropython

micropython.kbd_intr(-1)
try:
    closed = b'"production": true' in open("/store/settings", "rb").read()
except OSError:
    closed = False
if not closed:
    micropython.kbd_intr(3)  # until the watchdog runs, whoever is at the cable may stop a start
try:
    import unpack  # noqa: F401
except (ImportError, OSError):
    pass  # its files lie here one by one, or in the image
from shell.run import main  # noqa: E402

if __name__ == "__main__":
    main()

"""What MicroPython starts by name, as source: so little, for the chip compiles it each time."""

try:
    import unpack  # noqa: F401
except (ImportError, OSError):
    pass  # its files lie here one by one, or in the image
from shell.run import main

if __name__ == "__main__":
    main()

"""What MicroPython starts by name, as source: a few lines, for the chip compiles them each time."""

from shell.run import main

if __name__ == "__main__":
    main()

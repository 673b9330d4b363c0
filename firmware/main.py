"""What MicroPython starts by name, as source: so little, for the chip compiles it each time."""

from shell.run import main

if __name__ == "__main__":
    main()

"""A pile on this PC: the firmware in the real MicroPython, in the world of `tools/world`."""

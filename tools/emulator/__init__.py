"""A real MicroPython image on an emulated RP2040, with what the stock emulator gets wrong mended.

`rebuild/` makes a fast, event-exact copy of the installed `rp2040py` package (it is used where it
can be built), `corrections/` mend its peripherals one subject at a time, `machine.py` is the chip
without a program, `chip.py` the chip with MicroPython on it.
"""

"""The chip bench: the plant of tools.world at the pins of an emulated RP2040 with our firmware."""

"""The world's own random numbers: the same on CPython and MicroPython."""

_MASK = 0x3FFFFFFF


class Noise:
    """A linear congruential generator of 30 bits, full period; allocates nothing (64 bit)."""

    def __init__(self, seed):
        self.state = (seed * 2654435 + 97) & _MASK
        self.below(2)

    def below(self, count):
        """Return a number of 0..count-1; count up to 100000."""
        self.state = state = (self.state * 1103515245 + 12345) & _MASK
        return (state >> 8) % count

    def about(self, peak):
        """Return a number of -peak..peak."""
        return self.below(2 * peak + 1) - peak

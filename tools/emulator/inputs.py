"""What the ADC's five channels see."""

import math

FULL_SCALE_V = 3.3
_TEMPERATURE = 4
_ROOM_V = 0.706 - (25 - 27) * 0.001721  # the chip's sensor at 25 degrees
_SETTLED = 40.0  # time constants after which a level is reached exactly


def counts_of(volts):
    """Return the 12-bit reading of a voltage."""
    return max(0, min(4095, int(volts / FULL_SCALE_V * 4095 + 0.5)))


class Pilot:
    """A voltage that follows a pin of the chip between two levels, with a time constant."""

    def __init__(self, clock, level):
        self._clock = clock
        self._level = level
        self.high_v = self.low_v = 0.0
        self.tau_ns = 0.0
        self.start_v = self.target_v = 0.0
        self.since_ns = 0.0

    def set(self, high_v, low_v, tau_us=0.0):
        """Change the levels now: what a car or a fault does."""
        self.high_v, self.low_v, self.tau_ns = high_v, low_v, tau_us * 1000.0
        self.turn(self._level)

    def turn(self, level):
        """The pin has changed now: 1 is high, anything else low."""
        now = self._clock.nanos
        self.start_v = self.volts(now)
        self._level = level
        self.target_v = self.high_v if level == 1 else self.low_v
        self.since_ns = now

    def volts(self, t_ns):
        """Return the voltage at a time not before the last change."""
        waited = t_ns - self.since_ns
        if waited >= _SETTLED * self.tau_ns:
            return self.target_v
        return self.target_v + (self.start_v - self.target_v) * math.exp(-waited / self.tau_ns)


class Inputs:
    """Five channels, each a function of time in ns to volts; None reads 0 V."""

    def __init__(self):
        self._sources = {_TEMPERATURE: lambda _: _ROOM_V}

    def connect(self, channel, source):
        """Connect fn(t_ns) -> volts to a channel."""
        self._sources[channel] = source

    def counts(self, channel, t_ns):
        """Return the reading of a channel at a time."""
        source = self._sources.get(channel)
        return counts_of(source(t_ns)) if source else 0

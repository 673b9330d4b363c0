"""What the ADC's five channels see."""

import math
from array import array

FULL_SCALE_V = 3.3
_CHANNELS = 5
_TEMPERATURE = 4
_ROOM_V = 0.706 + (27 - 25) * 0.001721  # the chip's sensor at 25 degrees
_SETTLED = 40.0  # time constants after which a level is reached exactly
_ASK = -1


def counts_of(volts):
    """Return the 12-bit reading of a voltage."""
    return max(0, min(4095, int(volts / FULL_SCALE_V * 4095 + 0.5)))


class Inputs:
    """The channels: a constant in counts in `fixed`, or asked for each sample."""

    def __init__(self):
        self.fixed = array("i", [0] * _CHANNELS)
        self._sources = {}
        self.hold(_TEMPERATURE, _ROOM_V)

    def hold(self, channel, volts):
        """Let a channel see a constant voltage."""
        self.fixed[channel] = counts_of(volts)

    def ask(self, channel, source):
        """Let a channel see source(t_ns) -> volts."""
        self._sources[channel] = source
        self.fixed[channel] = _ASK

    def counts(self, channel, t_ns):
        """Return the reading of a channel at a time."""
        counts = self.fixed[channel] if channel < _CHANNELS else 0
        return counts_of(self._sources[channel](t_ns)) if counts == _ASK else counts


class Pilot:
    """A channel that follows a pin of the chip between two voltages, with a time constant."""

    def __init__(self, clock, inputs, channel, level):
        self._clock = clock
        self._inputs = inputs
        self._channel = channel
        self._high = level == 1
        self._high_v = self._low_v = 0.0
        self._start_v = self._target_v = 0.0
        self._since_ns = 0.0
        self._tau_ns = 0.0
        self._noise = None

    def set(self, high_v, low_v, tau_us=0.0):
        """Change the levels now: what a car or a fault does."""
        now_v = self.volts(self._clock.nanos)
        self._high_v, self._low_v = high_v, low_v
        self._tau_ns = tau_us * 1000.0
        self._turn(now_v)

    def disturb(self, noise):
        """Add noise() volts to every sample from now on; None ends it."""
        self._noise = noise
        self._turn(self.volts(self._clock.nanos))

    def follow(self, level):
        """The pin has changed now: 1 is high, anything else low."""
        now_v = self.volts(self._clock.nanos)
        self._high = level == 1
        self._turn(now_v)

    def _turn(self, now_v):
        self._start_v = now_v
        self._target_v = self._high_v if self._high else self._low_v
        self._since_ns = self._clock.nanos
        if self._noise:
            self._inputs.ask(self._channel, self._disturbed)
        elif self._tau_ns:
            self._inputs.ask(self._channel, self.volts)
        else:
            self._inputs.hold(self._channel, self._target_v)

    def volts(self, t_ns):
        """Return the voltage at a time not before the last change."""
        waited = t_ns - self._since_ns
        if waited >= _SETTLED * self._tau_ns:
            if not self._noise:
                self._inputs.hold(self._channel, self._target_v)
            return self._target_v
        gone = math.exp(-waited / self._tau_ns)
        return self._target_v + (self._start_v - self._target_v) * gone

    def _disturbed(self, t_ns):
        return self.volts(t_ns) + self._noise()

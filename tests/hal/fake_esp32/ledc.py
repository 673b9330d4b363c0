"""One channel of the LEDC: coarse steps, a latch at the period's end, one update a period."""


class Channel:
    """Drives a pad; `duty` is raw, of 2**bits."""

    def __init__(self, chip, invert):
        self._bits = chip.ledc_bits
        self._period_ns = chip.period_ns
        self._invert = 1 if invert else 0
        self._duty = 0  # in force
        self._waiting = -1  # written, in force from the next period on
        self._period = 0  # in which it was written
        self._stopped = -1  # idle level after a stop

    def write(self, now_us, u16):
        """Write the duty as `duty_u16` does. A second write within a period is ignored."""
        self._latch(now_us)
        if self._waiting >= 0:
            return
        self._stopped = -1
        self._waiting = (65536 if u16 == 65535 else u16) >> 16 - self._bits
        self._period = now_us * 1000 // self._period_ns

    def read(self, now_us):
        """Return the duty in force, not what was written last, in `duty_u16`'s scale."""
        self._latch(now_us)
        return min(self._duty << 16 - self._bits, 65535)

    def stop(self, idle):
        """Hold the signal at `idle`; the matrix goes on inverting."""
        self._stopped = idle

    def pad(self, now_us):
        """Return the level on the pad."""
        self._latch(now_us)
        return self._signal(now_us) ^ self._invert

    def pad_duty(self):
        """Return the share of the coming period for which the pad is high, 0.01 %."""
        if self._stopped >= 0:
            share = 10000 * self._stopped
        else:
            duty = self._duty if self._waiting < 0 else self._waiting
            share = duty * 10000 >> self._bits
        return 10000 - share if self._invert else share

    def _signal(self, now_us):
        if self._stopped >= 0:
            return self._stopped
        on_ns = self._duty * self._period_ns >> self._bits
        return 1 if now_us * 1000 % self._period_ns < on_ns else 0

    def _latch(self, now_us):
        if self._waiting >= 0 and now_us * 1000 // self._period_ns != self._period:
            self._duty = self._waiting
            self._waiting = -1

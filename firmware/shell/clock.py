"""The wall clock: unix seconds, how far they can be trusted, and seconds since the start."""

from micropython import const

# quality of the time, and rank of its source
UNSET = const(0)
RTC = const(1)  # a battery-backed clock, or what the chip kept over a reset
PLATFORM = const(2)  # the platform, or a person at the console
NTP = const(3)
QUALITIES = ("unset", "rtc", "platform", "ntp")

_FRESH_S = const(86400)  # so long a better source's word stands against a worse one
_MASK = const(0x3FFFFFFF)


class Clock:
    """Counts on the tick counter (wraps at 2**30 ms): `step` at least once in 6 days."""

    def __init__(self, now_ms):
        self.quality = UNSET
        self.up_s = 0  # whole seconds since the start
        self._offset_s = 0  # unix time at up_s = 0
        self._set_s = 0  # up_s when it was set
        self._at_ms = now_ms  # tick counter at up_s

    def step(self, now_ms):
        """Return the whole seconds that passed since the last call. Called by the main job."""
        passed_s = ((now_ms - self._at_ms) & _MASK) // 1000
        if passed_s:
            self.up_s += passed_s
            self._at_ms = (self._at_ms + passed_s * 1000) & _MASK
        return passed_s

    def now_s(self):
        """Return unix seconds, 0 while the clock is not set."""
        return self._offset_s + self.up_s if self.quality else 0

    def set(self, unix_s, quality):
        """Take the time from a source; return whether it was taken.

        A worse source does not overwrite a better one that spoke in the last day.
        """
        if quality < self.quality and self.up_s - self._set_s < _FRESH_S:
            return False
        self._offset_s = unix_s - self.up_s
        self._set_s = self.up_s
        self.quality = quality
        return True

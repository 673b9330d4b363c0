"""The wall clock: unix seconds, how far they can be trusted, and seconds since the start.

Nothing that charges counts on it: sessions and timers count `up_s` or ticks, so a clock that is
put forward or back ends none of them (REQ-T-1, REQ-T-2).
"""

from micropython import const

from shell.on_demand import borrow

# quality of the time, and rank of its source
UNSET = const(0)
RTC = const(1)  # a battery-backed clock
PLATFORM = const(2)  # the platform, or a person at the console
NTP = const(3)
QUALITIES = ("unset", "rtc", "platform", "ntp")

EARLIEST_S = 1735689600  # 2025-01-01: an earlier time is a mistake (REQ-MV-1)
LATEST_S = 0xFFFFFFFF
_FRESH_S = const(86400)  # so long a better source's word stands against a worse one
_MASK = const(0x3FFFFFFF)


class Clock:
    """Counts on the tick counter (wraps at 2**30 ms): `step` at least once in 6 days."""

    def __init__(self, now_ms):
        self.quality = UNSET
        self.up_s = 0  # whole seconds since the start
        self.sets = 0  # how often a source was taken
        self.set_s = 0  # up_s when one was, last
        self.keeper = None  # of a clock chip: dates.rtc.Keeper
        self._zone_text = ""  # the settings
        self._holiday_text = ""
        self._zone = None
        self._holidays = None
        self._offset_s = 0  # unix time at up_s = 0
        self._at_ms = now_ms  # tick counter at up_s

    def keep(self, keeper):
        """Go on from a clock chip, and with it."""
        self.keeper = keeper
        keeper.second(self)

    def step(self, now_ms):
        """Return the whole seconds that passed since the last call. Called by the main job."""
        passed_s = ((now_ms - self._at_ms) & _MASK) // 1000
        if passed_s:
            self.up_s += passed_s
            self._at_ms = (self._at_ms + passed_s * 1000) & _MASK
            if self.keeper is not None:
                self.keeper.second(self)
        return passed_s

    def now_s(self):
        """Return unix seconds, 0 while the clock is not set."""
        return self._offset_s + self.up_s if self.quality else 0

    def set(self, unix_s, quality):
        """Take the time from a source; return whether it was taken.

        A worse source does not overwrite a better one that spoke in the last day; nobody is
        believed a time before EARLIEST_S.
        """
        if quality < self.quality and self.up_s - self.set_s < _FRESH_S:
            return False
        if not EARLIEST_S <= unix_s <= LATEST_S:
            return False
        self._offset_s = unix_s - self.up_s
        self.set_s = self.up_s
        self.quality = quality
        self.sets += 1
        return True

    def apply(self, values):
        """Take zone and holidays of checked settings."""
        if values["zone"] != self._zone_text:
            self._zone_text = values["zone"]
            self._zone = None
        if values["holidays"] != self._holiday_text:
            self._holiday_text = values["holidays"]
            if self._holidays is not None:
                self._holidays.put(self._entries())

    def zone(self):
        """Return the dates.zone.Zone of now: loaded by who asks first."""
        if self._zone is None:
            from dates.zone import Zone

            self._zone = Zone(self._zone_text)
        return self._zone

    def holidays(self):
        """Return the dates.holidays.Holidays: always the same, whatever the setting becomes."""
        if self._holidays is None:
            from dates.holidays import Holidays

            self._holidays = Holidays(self._entries())
        return self._holidays

    def _entries(self):
        return borrow("dates", "holiday_text").parse(self._holiday_text)

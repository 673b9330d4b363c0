"""Whose hours these are: the space's windows by weekday and holiday, in local time (S2).

The first window that covers a minute counts; what none covers is of the kind `rest`. A window
that ends before it begins runs past midnight: it belongs to the day it begins on. A holiday is a
day of its own kind when any window names holidays, else it is its weekday.

Windows are read off the clock on the wall: an hour that is put back comes twice, with what is
written there; one that is skipped never comes.
"""

from micropython import const

from dates import days

COMMUNITY = const(0)  # public: whoever is authorised
OWNER = const(1)  # private
BLOCKED = const(2)  # nobody
KINDS = ("community", "owner", "blocked")

HOLIDAY = const(0x80)  # beside a bit a weekday, Monday is 1
ANY_DAY = const(0xFF)

_DAY_S = const(86400)
_DAY_MIN = const(1440)
_AHEAD_S = const(86400)


class Windows:
    """`rows` of space.window_text.parse: (kind, days, from, to), minutes of the local day."""

    def __init__(self, rows, rest, zone, holidays):
        self.then = rest  # what begins at the until_s of `at`; the same kind: not looked at yet
        self._rows = rows
        self._rest = rest
        self._zone = zone
        self._holidays = holidays
        self._named = bool([1 for row in rows if row[1] & HOLIDAY and row[1] != ANY_DAY])
        self._now = rest
        self._from_s = 0
        self._until_s = 0
        self._changed = 0  # list of holidays that was asked
        self._day = -1  # the two masks are of
        self._masks = (0, 0)  # of that day, and of the day before

    def at(self, utc_s):
        """Return (kind, until_s): what holds at that unix second, and until when at least.

        Each call looks past one window's end further, a day ahead at most: `then` is what
        begins at `until_s`, once it is something else. 2 ms on the Pico. Called by tasks.
        """
        known = self._from_s <= utc_s < self._until_s
        if not known or self._changed != self._holidays.changed:
            self._day = -1
            self._changed = self._holidays.changed
            self._now = self.then = self.kind(utc_s)
            self._from_s, self._until_s = utc_s, self._edge_s(utc_s)
        elif self.then == self._now and self._until_s - utc_s < _AHEAD_S:
            self.then = self.kind(self._until_s)
            if self.then == self._now:
                self._until_s = self._edge_s(self._until_s)
        return self._now, self._until_s

    def kind(self, utc_s):
        """Return the kind at that unix second."""
        day, second = divmod(utc_s + self._zone.offset_s(utc_s), _DAY_S)
        today, before = self._masks_of(day)
        minute = second // 60
        for kind, on, start, end in self._rows:
            if start < end:
                if start <= minute < end and on & today:
                    return kind
            elif (minute >= start and on & today) or (minute < end and on & before):
                return kind
        return self._rest

    def _edge_s(self, utc_s):
        # the next instant at which a window, a day or the offset of the zone may end
        second = (utc_s + self._zone.offset_s(utc_s)) % _DAY_S
        minute = second // 60
        edge = _DAY_MIN
        for _, _, start, end in self._rows:
            if minute < start < edge:
                edge = start
            if minute < end < edge:
                edge = end
        return min(utc_s - second + edge * 60, self._zone.until_s(utc_s))

    def _masks_of(self, day):
        if day != self._day:
            self._day = day
            self._masks = (self._mask(day), self._mask(day - 1))
        return self._masks

    def _mask(self, day):
        if self._named and self._holidays.is_one(*days.date(day)):
            return HOLIDAY
        return 1 << days.weekday(day)

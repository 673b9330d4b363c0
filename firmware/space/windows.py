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
        self.then = rest  # what begins at the until_s of `at`; the same kind: ask again then
        self._rows = rows
        self._rest = rest
        self._zone = zone
        self._holidays = holidays
        self._named = bool([1 for row in rows if row[1] & HOLIDAY and row[1] != ANY_DAY])
        self._kind = rest
        self._from_s = 0
        self._until_s = 0
        self._changed = 0  # list of holidays that was asked

    def at(self, utc_s):
        """Return (kind, until_s): what holds at that unix second, and when something else does.

        With no change in the next day `until_s` is when to ask again. Called by tasks.
        """
        known = self._from_s <= utc_s < self._until_s
        if not known or self._changed != self._holidays.changed:
            self._look(utc_s)
        return self._kind, self._until_s

    def _look(self, utc_s):
        kind, until_s = self._stretch(utc_s)
        then = kind
        while then == kind and until_s - utc_s < _AHEAD_S:
            then, end_s = self._stretch(until_s)
            if then == kind:
                until_s = end_s
        self._kind, self.then = kind, then
        self._from_s, self._until_s = utc_s, until_s
        self._changed = self._holidays.changed

    def _stretch(self, utc_s):
        # the kind then, and how far it goes at most: to its end, that of the day, or of the offset
        zone = self._zone
        day, second = divmod(utc_s + zone.offset_s(utc_s), _DAY_S)
        kinds = self._minutes(day)[second // 60 :]
        rest = kinds.lstrip(kinds[:1])
        end_s = utc_s - second + (_DAY_MIN - len(rest)) * 60
        return kinds[0], min(end_s, zone.until_s(utc_s))

    def _minutes(self, day):
        # the kind of each minute of a local day
        kinds = bytearray(bytes([self._rest]) * _DAY_MIN)
        today, before = self._mask(day), self._mask(day - 1)
        for place in range(len(self._rows) - 1, -1, -1):
            kind, on, start, end = self._rows[place]
            if start < end:
                if on & today:
                    kinds[start:end] = bytes([kind]) * (end - start)
                continue
            if on & today:
                kinds[start:] = bytes([kind]) * (_DAY_MIN - start)
            if on & before:
                kinds[:end] = bytes([kind]) * end
        return bytes(kinds)

    def _mask(self, day):
        if self._named and self._holidays.is_one(*days.date(day)):
            return HOLIDAY
        return 1 << days.weekday(day)

"""Local time: what the clock on the wall shows, by the rules of a POSIX time zone (S23).

A wall clock that is put forward skips times, one that is put back shows times twice. `to_utc`
takes a time that was skipped with the offset of before (02:30 becomes 03:30), and of two the
first: as RFC 5545 does.
"""

from micropython import const

from dates import days
from shell.on_demand import forget

_DAY_S = const(86400)
_NEVER_S = 1 << 33


class Zone:
    """One zone, of a text as "CST-8" or "CET-1CEST,M3.5.0,M10.5.0/3". Anyone may call.

    Raises ValueError that says what is allowed.
    """

    def __init__(self, text):
        from dates import zone_text

        self._winter_s, self._summer_s, self._start, self._end = zone_text.parse(text)
        forget("dates", "zone_text")
        self._offset_s = self._winter_s  # holds from ..
        self._from_s = -_NEVER_S
        self._until_s = -_NEVER_S if self._start else _NEVER_S

    def offset_s(self, utc_s):
        """Return what the wall clock is ahead of UTC, seconds."""
        if not self._from_s <= utc_s < self._until_s:
            self._look(utc_s)
        return self._offset_s

    def until_s(self, utc_s):
        """Return the utc second at which the wall clock is put forward or back next."""
        self.offset_s(utc_s)
        return self._until_s

    def local(self, utc_s):
        """Return (year, month, day, hour, minute, second, weekday), Monday is 0."""
        day, second = divmod(utc_s + self.offset_s(utc_s), _DAY_S)
        minute, second = divmod(second, 60)
        return days.date(day) + (minute // 60, minute % 60, second, days.weekday(day))

    def midnight(self, utc_s):
        """Return the utc second at which the local day began."""
        return self._utc_s((utc_s + self.offset_s(utc_s)) // _DAY_S * _DAY_S)

    def to_utc(self, year, month, day, minute_of_day):
        """Return the utc second of a local time; minutes past 1439 are on the next day."""
        return self._utc_s(days.number(year, month, day) * _DAY_S + minute_of_day * 60)

    def _utc_s(self, wall_s):
        before_s = self.offset_s(wall_s - _DAY_S)
        utc_s = wall_s - before_s
        after_s = self.offset_s(utc_s)
        # Between the two: put back, it was that time already; put forward, it never was.
        if after_s == before_s or wall_s - after_s < self._from_s:
            return utc_s
        return wall_s - after_s

    def _look(self, utc_s):
        year = days.date((utc_s + self._winter_s) // _DAY_S)[0]
        changes = []
        for y in range(year - 1, year + 3):  # a rule may strike a week before its year
            changes.append((_at(self._end, y) - self._summer_s, 0, self._winter_s))
            changes.append((_at(self._start, y) - self._winter_s, 1, self._summer_s))
        changes.sort()
        for at_s, _, offset_s in changes:
            if at_s > utc_s:
                self._until_s = at_s
                return
            self._from_s = at_s
            self._offset_s = offset_s


def _at(rule, year):
    # the wall clock, as seconds, at which the rule strikes in that year
    month, week, day, second = rule
    if month:  # `week`th `day` (0 = Sunday) of the month, 5 = the last one
        first = days.number(year, month, 1)
        number = first + (day - days.weekday(first) - 1) % 7 + 7 * (week - 1)
        if week == 5 and number >= days.number(year + month // 12, month % 12 + 1, 1):
            number -= 7
    else:
        number = days.number(year, 1, 1) + day
        if week and day >= 59 and days.exists(year, 2, 29):  # 29 February is not counted
            number += 1
    return number * _DAY_S + second

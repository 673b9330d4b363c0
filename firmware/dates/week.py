"""The weekly schedule: which current holds at which time of the local week (F5).

Slots are tuples of dates.week_check: days and months as bits, HOLIDAYS, first minute of the day,
minute after the last one (past 1440: on the next day), mA a phase. The first slot that fits
holds, whatever the wall clock does: a slot holds while the clock on the wall shows a time in it,
so a night that skips an hour is shorter and one that repeats an hour is longer. What runs past
midnight belongs to the day it began on.
"""

from micropython import const

from dates import days

# what a slot says of holidays
AS_ANY = const(0)  # they are days like others
NOT = const(1)
ONLY = const(2)

_DAY_S = const(86400)
_DAY_MIN = const(1440)
_AHEAD_S = const(691200)  # a change further away than 8 days is not looked for


class Week:
    """Answers once a second. A new zone, other holidays or slots: a new Week."""

    def __init__(self, slots, zone, holidays):
        self._slots = slots
        self._zone = zone
        self._holidays = holidays
        self._limit = None  # it holds from ..
        self._from_s = self._until_s = 0
        self._ends = False  # whether another limit follows then
        self._day = -1  # of this, and of the day before: see _tell
        self._today = self._before = (0, 0, 0)

    def at(self, utc_s):
        """Return (mA a phase, None = no slot, and the utc second at which that changes).

        The second is 0 until it is known: each call looks one change of slots further ahead.
        With 50 slots that takes 6 ms on a Pico at most, and 60 us while nothing changes.
        """
        if not self._from_s <= utc_s < self._until_s:
            self._limit, self._until_s = self._piece(utc_s)
            self._from_s = utc_s
            self._ends = False
        elif not self._ends and self._until_s - utc_s < _AHEAD_S:
            limit, until_s = self._piece(self._until_s)
            self._ends = limit != self._limit
            if not self._ends:
                self._until_s = until_s
        return self._limit, self._until_s if self._ends else 0

    def _piece(self, utc_s):
        # (limit, how long no slot above it begins and it does not end): within one day, and
        # until the clock on the wall is put elsewhere
        offset_s = self._zone.offset_s(utc_s)
        day, second = divmod(utc_s + offset_s, _DAY_S)
        if day != self._day:
            self._before, self._today = self._tell(day - 1), self._tell(day)
            self._day = day
        minute, limit, end_min = second // 60, None, _DAY_MIN
        for slot in self._slots:
            start, end = slot[3:5]
            if minute < end and _fits(slot, self._today):
                if minute < start:
                    end_min = min(end_min, start)
                else:
                    limit, end_min = slot[5], min(end_min, end)
                    break
            end -= _DAY_MIN
            if minute < end and _fits(slot, self._before):
                limit, end_min = slot[5], min(end_min, end)
                break
        return limit, min(day * _DAY_S + end_min * 60 - offset_s, self._zone.until_s(utc_s))

    def _tell(self, day):
        # bit of the weekday, bit of the month, what a slot must not say of holidays
        date = days.date(day)
        wrong = NOT if self._holidays.is_one(*date) else ONLY
        return 1 << days.weekday(day), 1 << date[1], wrong


def _fits(slot, day):
    return slot[0] & day[0] and slot[1] & day[1] and slot[2] != day[2]

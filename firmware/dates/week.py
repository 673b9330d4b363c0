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
        self._day = -1  # of these pieces: (minute after the last one, limit)
        self._pieces = []

    def at(self, utc_s):
        """Return (mA a phase, None = no slot, and the utc second at which that changes).

        The second is 0 until it is known: each call looks one change of slots further ahead. A
        call takes 10 ms on a Pico at the first of a day with 50 slots, else 50 us.
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
        # (limit, until when) within the day, and until the clock on the wall is put elsewhere
        offset_s = self._zone.offset_s(utc_s)
        day, second = divmod(utc_s + offset_s, _DAY_S)
        if day != self._day:
            self._pieces = self._painted(day)
            self._day = day
        place = 0
        while second >= self._pieces[place][0] * 60:
            place += 1
        end_min, limit = self._pieces[place]
        return limit, min(day * _DAY_S + end_min * 60 - offset_s, self._zone.until_s(utc_s))

    def _painted(self, day):
        # the last slot first, so that the first one is on top
        paint = bytearray(_DAY_MIN)
        edges = {_DAY_MIN}
        today, before = self._told(day), self._told(day - 1)
        for place in range(len(self._slots) - 1, -1, -1):
            start, end = self._slots[place][3:5]
            if _fits(self._slots[place], today):
                _fill(paint, edges, start, min(end, _DAY_MIN), place)
            if end > _DAY_MIN and _fits(self._slots[place], before):
                _fill(paint, edges, 0, end - _DAY_MIN, place)
        edges.discard(0)
        pieces = []
        minute = 0
        for edge in sorted(edges):
            place = paint[minute]
            limit = self._slots[place - 1][5] if place else None
            if pieces and pieces[-1][1] == limit:
                pieces.pop()
            pieces.append((edge, limit))
            minute = edge
        return pieces

    def _told(self, day):
        # bit of the weekday, bit of the month, what a slot must not say of holidays
        date = days.date(day)
        wrong = NOT if self._holidays.is_one(*date) else ONLY
        return 1 << days.weekday(day), 1 << date[1], wrong


def _fits(slot, told):
    return slot[0] & told[0] and slot[1] & told[1] and slot[2] != told[2]


def _fill(paint, edges, start, end, place):
    paint[start:end] = bytes([place + 1]) * (end - start)
    edges.add(start)
    edges.add(end)

"""A plan of charging while it runs: what it allows now, and what became of each slot (S7).

The rules of one plan:
- A slot's power is not exceeded. Before, between and after the slots the car pauses.
- Once the needed energy is there, a plan that `stops` gives no more; another goes on.
- After the departure a plan says nothing any more: a car that still needs energy gets it.
- A plan cannot be met when what is left of its slots is too little for what is still needed, by
  more than a meter of 0.1 kWh may err: `short_mwh` says by how much, `failed` that it was so.

The same for slots of a platform and for those that plan.plan_maker finds. Times count from
`base_s`, where they are small integers. No I/O; called by plan.plan_source, once a second.
"""

from micropython import const

START = const(0)  # columns of a row; seconds from base_s
STOP = const(1)
POWER = const(2)  # mW
GOT = const(3)  # mWh
WHY = const(4)  # what kept it longest from its energy: below, or a claim's name; "" = nothing

CAR = "car"  # it did not take what was offered
ABSENT = "absent"  # there was none
FAULT = "fault"
PILE = "pile"  # its own limits and delays
DONE = "done"  # no more was needed
OFF = "off"  # nobody counted: power cut, restart, a jump of the clock

_KEPT = const(50)  # rows of the past
_ERROR_MWH = const(200000)  # two steps of a coarse meter
_ERROR_PARTS = const(50)  # 2 % of the energy
_SHORT_PARTS = const(20)  # 5 % of a slot: a reason that held for less is none


class Orderly:
    """One plan."""

    def __init__(self, base_s, needed_mwh, departure_s, stops):
        self.base_s = base_s
        self.needed_mwh = needed_mwh
        self.departure_s = departure_s
        self.stops = stops
        self.got_mwh = 0
        self.rows = []
        self.at = 0  # the row that runs, or comes next
        self.short_mwh = 0
        self.failed = False
        self.turned = False  # a slot has ended since somebody set it back
        self._causes = {}  # of the row `at`: seconds in which it was not filled
        self._seen_s = 0  # of the same: seconds that were counted

    def put(self, utc_s, slots, zero_s=0):
        """Replace what comes from now on; what was stays.

        Slots are (start, stop, mW), in order, seconds from the unix time `zero_s`.
        """
        now = utc_s - self.base_s
        zero = zero_s - self.base_s
        self._turn(now)
        rows = self.rows
        running = None
        if self.at < len(rows) and rows[self.at][START] < now:
            running = rows[self.at]
        del rows[self.at :]
        for start, stop, power_mw in slots:
            row = [max(zero + start, now), zero + stop, power_mw, 0, ""]
            if row[STOP] <= row[START]:
                continue
            if running is not None:
                goes_on = row[START] == now and power_mw == running[POWER]
                running[STOP] = row[STOP] if goes_on else now
                rows.append(running)
                running = None
                if goes_on:
                    continue
            rows.append(row)
        if running is not None:
            running[STOP] = now
            rows.append(running)
        self._turn(now)
        while self.at > _KEPT:
            rows.pop(0)
            self.at -= 1

    def row(self, utc_s):
        """Return the row that runs, None in a pause."""
        if self.at < len(self.rows):
            row = self.rows[self.at]
            if row[START] <= utc_s - self.base_s < row[STOP]:
                return row
        return None

    def done(self):
        """Return whether it stops because all that is needed is there."""
        return self.stops and self.got_mwh >= self.needed_mwh

    def allowed(self, utc_s):
        """Return (mW, unix time at which that changes, 0 = never); None: it says nothing."""
        if self.done():
            return 0, 0
        if utc_s >= self.departure_s:
            return None
        row = self.row(utc_s)
        if row is not None:
            return row[POWER], self.base_s + row[STOP]
        if self.at < len(self.rows):
            return 0, self.base_s + self.rows[self.at][START]
        return 0, self.departure_s

    def count(self, utc_s, passed_s, delta_mwh, cause):
        """Take what came in the last `passed_s`, and why it was less than the slot's, "" = not."""
        self._turn(utc_s - self.base_s)
        self.got_mwh += delta_mwh
        row = self.row(utc_s)
        if row is None:
            if self.at:  # a meter tells a little late
                self.rows[self.at - 1][GOT] += delta_mwh
            return
        row[GOT] += delta_mwh
        self._seen_s += passed_s
        if cause:
            self._causes[cause] = self._causes.get(cause, 0) + passed_s

    def judge(self, utc_s, most_mw):
        """Find out whether it can still be met by a car that takes `most_mw` at most."""
        now = utc_s - self.base_s
        room_mws = 0
        for place in range(self.at, len(self.rows)):
            row = self.rows[place]
            room_mws += min(row[POWER], most_mw) * (row[STOP] - max(row[START], now))
        short_mwh = self.needed_mwh - self.got_mwh - room_mws // 3600
        small = short_mwh <= max(_ERROR_MWH, self.needed_mwh // _ERROR_PARTS)
        self.short_mwh = 0 if small else short_mwh
        self.failed = self.failed or not small

    def _turn(self, now):
        # go to the row of now: forward, or back after a step of the clock
        rows = self.rows
        while self.at and rows[self.at - 1][STOP] > now:
            self.at -= 1
            self._begin()
        while self.at < len(rows) and rows[self.at][STOP] <= now:
            self._end(rows[self.at])
            self.at += 1
            self._begin()

    def _begin(self):
        self.turned = True
        self._causes = {}
        self._seen_s = 0

    def _end(self, row):
        causes = self._causes
        duration_s = row[STOP] - row[START]
        causes[OFF] = duration_s - self._seen_s
        longest_s = duration_s // _SHORT_PARTS
        for cause, seconds in causes.items():
            if seconds > longest_s:
                longest_s = seconds
                row[WHY] = cause


def planned(row):
    """Return the mWh that a row was to bring."""
    return row[POWER] * (row[STOP] - row[START]) // 3600

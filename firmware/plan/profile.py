"""One charging profile of OCPP 1.6: when its limits hold (OP-100 .. OP-106).

Its schedule is piecewise constant: arrays of seconds from its start, limits in 0.1 A or 0.1 W,
and phases. Made by plan.profile_check; it never changes, a new one takes its
place.
"""

from micropython import const

# What a platform may ask for: the values of its configuration keys (OP-083)
MOST_PROFILES = const(8)  # MaxChargingProfilesInstalled
MOST_PERIODS = const(50)  # ChargingScheduleMaxPeriods
TOP_STACK = const(99)  # ChargeProfileMaxStackLevel
UNITS = ("Current", "Power")  # ChargingScheduleAllowedChargingRateUnit

# purposes: places in PURPOSES (OP-100)
SITE = const(0)  # of the whole charge point
DEFAULT = const(1)  # of any session
SESSION = const(2)  # of the one that runs
PURPOSES = ("ChargePointMaxProfile", "TxDefaultProfile", "TxProfile")

# kinds: places in KINDS (OP-104)
ABSOLUTE = const(0)
RECURRING = const(1)
RELATIVE = const(2)  # from the start of the session
KINDS = ("Absolute", "Recurring", "Relative")

# units of a limit: places in RATE_UNITS (OP-106)
AMPS = const(0)
WATTS = const(1)
RATE_UNITS = ("A", "W")

NONE = const(-1)  # no period is in force
NEVER_S = 0xFFFFFFFF


class Profile:
    """Plain attributes; times are unix seconds. `find` may be called by anyone."""

    def __init__(self, number, connector, purpose, stack):
        self.number = number  # chargingProfileId
        self.connector = connector
        self.purpose = purpose
        self.stack = stack
        self.session = 0  # a TxProfile's: it ends with this one (OP-110)
        self.kind = RELATIVE
        self.every_s = 0  # a recurring one's: a day or a week
        self.start_s = 0
        self.from_s = 0
        self.to_s = NEVER_S
        self.duration_s = 0  # 0 = open
        self.unit = AMPS
        self.starts = None  # array of seconds, the first is 0
        self.limits = None  # array, 0.1 A a phase or 0.1 W in all
        self.phases = b""

    def rank(self):
        """Return what sorts profiles by who is asked first (OP-100, OP-101, OP-103)."""
        if self.purpose == SITE:
            group = 0
        elif self.purpose == SESSION:
            group = 1
        else:
            group = 2 if self.connector else 3
        return group, -self.stack

    def replaces(self, other):
        """Return whether this one takes the place of `other` (OP-102)."""
        if self.number == other.number:
            return True
        return self.rank() == other.rank()

    def needs_clock(self):
        """Return whether nobody can tell without the time of day what it says."""
        return self.kind != RELATIVE or self.from_s > 0 or self.to_s != NEVER_S

    def find(self, unix_s, began_s):
        """Return (place of the period in force or NONE, when that changes or NEVER_S).

        `began_s`: when the session began. Of OP-104, OP-105.
        """
        if unix_s < self.from_s:
            return NONE, self.from_s
        if unix_s >= self.to_s:
            return NONE, NEVER_S
        start_s = began_s if self.kind == RELATIVE else self.start_s
        if unix_s < start_s:
            return NONE, start_s
        elapsed_s = unix_s - start_s
        until_s = self.to_s
        if self.every_s:
            elapsed_s %= self.every_s
            until_s = min(until_s, unix_s - elapsed_s + self.every_s)
        if self.duration_s and elapsed_s >= self.duration_s:
            return NONE, until_s
        place = self._place(elapsed_s)
        if place + 1 < len(self.starts):
            until_s = min(until_s, unix_s - elapsed_s + self.starts[place + 1])
        elif self.duration_s:
            until_s = min(until_s, unix_s - elapsed_s + self.duration_s)
        return place, until_s

    def _place(self, elapsed_s):
        low, high = 0, len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            if self.starts[middle] <= elapsed_s:
                low = middle
            else:
                high = middle
        return low

    def cap(self, place):
        """Return (limit, unit, phases) of a period."""
        return self.limits[place], self.unit, self.phases[place]

    def lowest(self):
        """Return the least it may ever allow, as `cap` does."""
        phases = min(self.phases) if self.unit == AMPS else max(self.phases)
        return min(self.limits), self.unit, phases

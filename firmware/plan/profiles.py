"""The charging profiles installed, and the limit they give at an instant (OP-100..112).

Two halves hold at once, and the lower one counts (OP-103): the ChargePointMaxProfiles, and what
is set for sessions: TxProfile, else TxDefaultProfile of the connector, else of connector 0.
Within each the first profile by rank that has a value speaks (OP-101).

Without a session a Relative profile says what it would say to a car that came now. While the
clock is not set only Relative ones without validFrom and validTo can be told (OP-067). The others
do not limit sessions then; a ChargePointMaxProfile, which protects the site, does: with the
lowest limit it has.
"""

from plan.profile import (
    AMPS,
    DEFAULT,
    MOST_PROFILES,
    NEVER_S,
    NONE,
    SESSION,
    SITE,
)

_TOP_MA = 1000000  # of a claim


class Profiles:
    """All of one outlet. Called from tasks only."""

    def __init__(self, installed=()):
        self.installed = sorted(installed, key=_rank)
        self.unsaved = False  # what outlives a restart has changed (OP-110)
        self._caps = None  # in force; None: to be found
        self._found_utc_s = self._found_elapsed_s = 0  # found at
        self._span_s = 0  # they hold so long

    def put(self, profile):
        """Install one in the place of those it replaces. Raises ValueError: nothing changed.

        Platforms send the same one again and again: that is no reason to write it.
        """
        for other in self.installed:
            if other.__dict__ == profile.__dict__:
                return
        kept = [other for other in self.installed if not profile.replaces(other)]
        if len(kept) >= MOST_PROFILES:
            raise ValueError("%d charging profiles are the most; clear one first" % MOST_PROFILES)
        self.change(kept + [profile])

    def clear(self, number=None, connector=None, purpose=None, stack=None):
        """Remove by id, or by all of the others that are given; return how many (OP-111)."""

        def goes(profile):
            if number is not None:
                return profile.number == number
            return (
                connector in (None, profile.connector)
                and purpose in (None, profile.purpose)
                and stack in (None, profile.stack)
            )

        before = len(self.installed)
        self.change([profile for profile in self.installed if not goes(profile)])
        return before - len(self.installed)

    def end_sessions(self, but):
        """Remove the TxProfiles of all sessions but one (OP-110)."""
        for profile in self.installed:
            if profile.purpose == SESSION and profile.session != but:
                self.change([p for p in self.installed if p.session in (0, but)])
                return

    def change(self, installed):
        """Have these installed instead."""
        if lasting(installed) != lasting(self.installed):
            self.unsaved = True
        self.installed = sorted(installed, key=_rank)
        self._caps = None

    def at(self, utc_s, elapsed_s, volts, phases):
        """Return (mA a phase or None = no limit, phases, unix second it changes or 0 = unknown).

        `utc_s` 0: the clock is not set. `elapsed_s`: since the session began, 0 without one.
        `volts` of a phase, `phases` that can carry current now; those returned are what the
        profiles ask for. Cheap to ask each second: profiles are looked at where one may change.
        """
        if self._caps is None or not self._holds(utc_s, elapsed_s):
            moment_s, began_s = moment(utc_s, elapsed_s)
            self._caps, until_s = self.in_force(moment_s, began_s, utc_s != 0)
            self._found_utc_s, self._found_elapsed_s = utc_s, elapsed_s
            self._span_s = until_s - moment_s
        until_s = self._found_utc_s + self._span_s if self._found_utc_s else NEVER_S
        limit_ma = None
        if self._caps:
            limit_ma = min(lowest(self._caps, AMPS, volts * phases) * 100, _TOP_MA)
        return limit_ma, asked(self._caps), until_s if until_s < NEVER_S else 0

    def _holds(self, utc_s, elapsed_s):
        # Either clock may step: the one that was put right does not move what the other counts.
        if (utc_s == 0) != (self._found_utc_s == 0):
            return False
        return (
            0 <= utc_s - self._found_utc_s < self._span_s
            and 0 <= elapsed_s - self._found_elapsed_s < self._span_s
        )

    def in_force(self, moment_s, began_s, clock):
        """Return ([(limit, unit, phases)..] that all hold, when that changes or NEVER_S).

        Without a `clock` both times count from the start of the session.
        """
        caps = []
        told = [False, False]  # of each half: somebody has spoken
        until_s = NEVER_S
        for profile in self.installed:
            half = profile.purpose != SITE
            if told[half]:
                continue
            if not clock and profile.needs_clock():
                if not half:
                    caps.append(profile.lowest())
                continue
            place, changes_s = profile.find(moment_s, began_s)
            until_s = min(until_s, changes_s)
            if place != NONE:
                caps.append(profile.cap(place))
                told[half] = True
        return caps, until_s


def moment(utc_s, elapsed_s):
    """Return (now, start of the session) on the time scale profiles are asked in."""
    return (utc_s, utc_s - elapsed_s) if utc_s else (elapsed_s, 0)


def lowest(caps, unit, ampere_w):
    """Return the limit in 0.1 of `unit` that exceeds none of `caps` (OP-103, OP-107).

    Amps are those of each phase, watts those of all together. `ampere_w`: the watts of an ampere
    on each phase that can carry current, whatever number of phases a profile asks for.
    """
    limits = []
    for limit, its_unit, _ in caps:
        if its_unit == unit:
            limits.append(limit)
        else:
            limits.append(limit // ampere_w if unit == AMPS else limit * ampere_w)
    return min(limits)


def asked(caps):
    """Return how many phases the profiles allow, 1 to 3."""
    return min([cap[2] for cap in caps] or [3])


def lasting(profiles):
    """Return those that outlive a restart (OP-110)."""
    return [profile for profile in profiles if profile.purpose in (SITE, DEFAULT)]


def _rank(profile):
    return profile.rank()

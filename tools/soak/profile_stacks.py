"""Random stacks of charging profiles: plan.profiles and plan.composite against the oracle."""

import itertools
import random
from datetime import UTC, datetime

from plan import profile_check
from plan.composite import composite
from plan.profile import AMPS, MOST_PERIODS, MOST_PROFILES, WATTS
from plan.profiles import Profiles
from tools.soak import profile_oracle as oracle

NOW_S = 1793000000  # October 2026
_DAY_S = 86400
_SESSION = 7
_LIMITS = {"A": (0, 5.9, 6, 10, 13.8, 16, 32), "W": (0, 1380, 2300.5, 4140, 11000, 22080)}
_SPANS_S = (1, 59, 60, 300, 3600, 3601, _DAY_S, 3 * _DAY_S)
_INSTANTS = 120  # a stack
_WALK_S = 200  # of a stack that is looked at each second
_WALKS = 20  # one in so many


def compare_stacks(number, count):
    """Compare `count` stacks from seed `number`. Raises AssertionError that tells the seed."""
    for seed in range(number, number + count):
        try:
            _Stack(seed).compare(walk=seed % _WALKS == 0)
        except AssertionError as error:
            raise AssertionError(f"stack of seed {seed}: {error}") from error


class _Stack:
    def __init__(self, seed):
        self.dice = random.Random(seed)
        dice = self.dice
        self.runs = dice.random() < 0.6
        self.clock = dice.random() < 0.9
        self.elapsed_s = dice.choice((0, 1, 59, 600, 5000)) if self.runs else 0
        self.volts = dice.randint(207, 253)
        self.phases = dice.choice((1, 3, 3))
        self.switches = dice.random() < 0.5
        self.sent = []
        self.profiles = Profiles()
        for number in range(1, dice.randint(2, MOST_PROFILES + 1)):
            self._install(number)

    def _install(self, number):
        while True:
            connector, data = self._profile(number)
            profile, _ = profile_check.read(connector, data, NOW_S, _SESSION * self.runs)
            if profile is not None:
                break
        self.sent = oracle.install(self.sent, (connector, data))
        self.profiles.put(profile)

    # one random profile

    def _profile(self, number):
        dice = self.dice
        purposes = [oracle.SITE, oracle.DEFAULT] + [oracle.OWN] * self.runs
        purpose = dice.choice(purposes)
        connector = {oracle.SITE: 0, oracle.OWN: 1}.get(purpose, dice.randint(0, 1))
        unit = dice.choice("AW")
        kind = dice.choice(("Absolute", "Recurring", "Relative"))
        schedule = {
            "chargingRateUnit": unit,
            "chargingSchedulePeriod": self._periods(unit),
            "startSchedule": self._date(NOW_S - dice.choice(_SPANS_S), NOW_S + 9000),
        }
        if dice.random() < 0.7:
            schedule["duration"] = dice.choice(_SPANS_S) + dice.randint(0, 4000)
        data = {
            "chargingProfileId": number if dice.random() < 0.9 else 0,
            "stackLevel": dice.randint(0, 9),
            "chargingProfilePurpose": purpose,
            "chargingProfileKind": kind,
            "chargingSchedule": schedule,
        }
        if kind == "Recurring":
            data["recurrencyKind"] = dice.choice(("Daily", "Weekly"))
        if dice.random() < 0.2:
            data["validFrom"] = self._date(NOW_S - _DAY_S, NOW_S + _DAY_S)
        if dice.random() < 0.2:
            data["validTo"] = self._date(NOW_S, NOW_S + 2 * _DAY_S)
        return connector, data

    def _periods(self, unit):
        dice = self.dice
        longest = dice.choice((20, 900, 40000))
        start_s = 0
        periods = []
        for _ in range(dice.choice((1, 2, 4, 8, 8, MOST_PERIODS))):
            period = {"startPeriod": start_s, "limit": dice.choice(_LIMITS[unit])}
            if dice.random() < 0.4:
                period["numberPhases"] = dice.randint(1, 3)
            periods.append(period)
            start_s += dice.randint(1, longest)
        return periods

    def _date(self, first_s, last_s):
        unix_s = self.dice.randint(first_s, last_s)
        if self.dice.random() < 0.5:
            unix_s -= unix_s % 60
        return datetime.fromtimestamp(unix_s, UTC).isoformat().replace("+00:00", "Z")

    # both at once

    def compare(self, walk):
        duration_s = self.dice.choice((1, 300, 7200, 7200, _DAY_S, _DAY_S, 8 * _DAY_S))
        unit = self.dice.choice((AMPS, WATTS))
        wires = (self.volts, self.phases, self.switches)
        utc_s = NOW_S * self.clock
        told, covered_s = composite(self.profiles, utc_s, self.elapsed_s, duration_s, unit, wires)
        assert covered_s == duration_s or (covered_s < duration_s and len(told) == MOST_PERIODS)
        assert told[0][0] == 0 and len(told) <= MOST_PERIODS
        for one, other in itertools.pairwise(told):
            assert one[0] < other[0] and one[1:] != other[1:], f"not merged: {one} {other}"
        for after_s in self._instants(told, covered_s, walk):
            row = [row[1:] for row in told if row[0] <= after_s][-1]
            expected = self._composite(after_s, unit)
            assert row == expected, f"composite after {after_s} s: {row}, not {expected}"
        self._compare_at(self._instants(told, duration_s, walk))

    def _instants(self, told, end_s, walk):
        """Return seconds from now, in order: where it changes, beside that, and any."""
        edges = {row[0] for row in told} | self._edges()
        beside = {0, end_s - 1} | {edge + step for edge in edges for step in (-1, 0)}
        instants = sorted(second for second in beside if 0 <= second < end_s)
        if len(instants) > _INSTANTS:
            instants = self.dice.sample(instants, _INSTANTS)
        instants += [self.dice.randrange(end_s) for _ in range(10)]
        if walk:
            first = self.dice.choice(instants)
            instants += range(first, min(first + _WALK_S, end_s))
        return sorted(set(instants))

    def _edges(self):
        """Return seconds from now at which something begins or ends, of any profile."""
        edges = set()
        for _, data in self.sent:
            for word in ("validFrom", "validTo"):
                if word in data:
                    edges.add(oracle.seconds(data[word]) - NOW_S)
            schedule = data["chargingSchedule"]
            starts = [-self.elapsed_s]
            if data["chargingProfileKind"] != "Relative":
                start_s = oracle.seconds(schedule["startSchedule"]) - NOW_S
                starts = range(start_s, 8 * _DAY_S, _DAY_S)
            for start_s in starts:
                edges.add(start_s + schedule.get("duration", 0))
                for period in schedule["chargingSchedulePeriod"]:
                    edges.add(start_s + period["startPeriod"])
        return edges

    def _composite(self, after_s, unit):
        found = self._found(after_s, self.elapsed_s + after_s)
        phases = self.phases
        if self.switches and oracle.phases_asked(found) < phases:
            phases = 1
        return oracle.tenths(found, "AW"[unit], self.volts, phases), phases

    def _found(self, after_s, elapsed_s):
        if not self.clock:
            return oracle.in_force_without_clock(self.sent, elapsed_s)
        now_s = NOW_S + after_s
        return oracle.in_force(self.sent, now_s, now_s - elapsed_s)

    def _compare_at(self, instants):
        until_s = 0
        before = None
        for after_s in instants:
            elapsed_s = self.elapsed_s + after_s if self.runs else 0
            utc_s = (NOW_S + after_s) * self.clock
            limit_ma, phases, changes_s = self.profiles.at(
                utc_s, elapsed_s, self.volts, self.phases
            )
            found = self._found(after_s, elapsed_s)
            tenths = oracle.tenths(found, "A", self.volts, self.phases)
            expected = (None if tenths is None else tenths * 100, oracle.phases_asked(found))
            told = (limit_ma, phases)
            assert told == expected, f"at {after_s} s: {told}, not {expected}"
            assert told == before or utc_s >= until_s, f"changed at {utc_s}, before {until_s}"
            before, until_s = told, changes_s

"""The leader's book: what each pile may be using at most, phase by phase. All safety is here.

A pile counts with the highest of
    every grant that it may still act on: sent, and neither expired nor superseded by a later one
    that the pile has said to be in force,
    and its fallback, unless it has pledged to use no fallback as long as a grant of now lasts.
What is `free` of the limit after that may be granted to one pile: the sum stays below the limit
at once, for as long as the grant lasts, and whatever message is lost.

A pledge: in force with a grant of ours, stamped t, a member does not belong to another leader,
and does not take its fallback, before t + REST. More than half of the piles must have pledged
(`majority`) before anything above a fallback is granted: two leaders cannot both have that.
Times are beats of the leader.
"""

from array import array

from micropython import const

from group.beats import COUNTED

_TRUST = const(160)  # PLEDGED - COUNTED - what passes between two sweeps
_SWEEP = const(8)
_NEVER = const(0x3FFFFFFF)


class Ledger:
    """For piles 0 to `count` - 1; fallback_ma: 3 numbers for each, limit_ma: 3."""

    def __init__(self, fallback_ma, limit_ma):
        count = len(fallback_ma) // 3
        self.count = count
        self.limit_ma = array("i", limit_ma)
        self.granted_ma = array("i", bytes(12 * count))  # the newest grants
        self.majority = False
        self.ready = False  # to grant more than fallbacks: the leader says
        self.confirmed = bytearray(count)  # the newest grant is in force
        self._fallback_ma = array("i", fallback_ma)
        self._before_ma = array("i", bytes(12 * count))  # older ones that may be acted on
        self._counted_ma = array("i", fallback_ma)
        self._total_ma = array("i", bytes(12))
        self._until = array("i", bytes(4 * count))  # of the newest
        self._before_until = array("i", bytes(4 * count))
        self._since = array("i", [_NEVER] * count)  # stamp of the first with the newest value
        self.pledge = array("i", bytes(4 * count))  # stamp of the last one known in force
        self.pledged = bytearray(count)
        self.sweep(0)

    def sweep(self, now):
        """Let time pass: grants expire and pledges end. Once a second; else `free` does it."""
        self._swept = now
        votes = 0
        total_ma = self._total_ma
        total_ma[0] = total_ma[1] = total_ma[2] = 0
        for pile in range(self.count):
            stamp = self.pledge[pile]
            self.pledged[pile] = 1 if stamp and now - stamp <= _TRUST else 0
            if self.pledged[pile]:
                votes += 2 + (pile == 0)  # of two halves one is enough: the one with the first
            self._recount(pile, now)
        self.majority = votes > self.count

    def free(self, pile, phase, now):
        """Return what `pile` may be granted on `phase`, mA; it can be negative."""
        if now - self._swept >= _SWEEP:
            self.sweep(now)
        counted_ma = self._counted_ma[3 * pile + phase]
        free_ma = self.limit_ma[phase] - self._total_ma[phase] + counted_ma
        if not (self.majority and self.ready):
            free_ma = min(free_ma, self._fallback_ma[3 * pile + phase])
        return free_ma

    def grant(self, pile, limits_ma, stamp, asked):
        """Note a grant that goes out now and answers the question that was heard at `asked`.

        It must be `free`; or no more than before, and answer the same question as before.
        """
        at = 3 * pile
        granted_ma = self.granted_ma
        same = self._since[pile] != _NEVER
        for phase in range(3):
            same = same and granted_ma[at + phase] == limits_ma[phase]
        if not same:
            self._age(pile, stamp)
            live = self._until[pile] > stamp
            for phase in range(3):
                old_ma = granted_ma[at + phase] if live else 0
                self._before_ma[at + phase] = max(self._before_ma[at + phase], old_ma)
                granted_ma[at + phase] = limits_ma[phase]
            self._before_until[pile] = max(self._before_until[pile], self._until[pile])
            self._since[pile] = stamp
            self.confirmed[pile] = 0
        self._until[pile] = asked + COUNTED
        self._take_out(pile)
        self._recount(pile, stamp)

    def in_force(self, pile, stamp, now):
        """Note that the grant of `stamp` is in force at `pile`; return whether that was news."""
        self.pledge[pile] = max(self.pledge[pile], stamp)
        if self.confirmed[pile] or stamp < self._since[pile]:
            return False
        self.confirmed[pile] = 1
        self._before_until[pile] = 0
        self._take_out(pile)
        self._recount(pile, now)
        return True

    def renew(self, pile, now):
        """A new session: it confirms nothing of the one before, whose grants count as older."""
        self.grant(pile, (0, 0, 0), now, now)
        self._since[pile] = _NEVER

    def reserve(self, pile, fallback_ma, phases):
        """Count this fallback of a pile from now on: it is set to more than we knew."""
        for phase in range(3):
            if phases >> phase & 1:
                self._fallback_ma[3 * pile + phase] = fallback_ma
        self.sweep(self._swept)

    def kept_ma(self, phase):
        """Return what piles that have not pledged keep of the limit."""
        kept_ma = 0
        for pile in range(self.count):
            if not self.pledged[pile]:
                kept_ma += self._counted_ma[3 * pile + phase]
        return kept_ma

    def _take_out(self, pile):
        at = 3 * pile
        for phase in range(3):
            self._total_ma[phase] -= self._counted_ma[at + phase]

    def _age(self, pile, now):
        if self._before_until[pile] <= now:
            self._before_until[pile] = 0
            at = 3 * pile
            self._before_ma[at] = self._before_ma[at + 1] = self._before_ma[at + 2] = 0

    def _recount(self, pile, now):
        # puts the pile into the total; it must have been taken out
        self._age(pile, now)
        live = self._until[pile] > now
        pledged = self.pledged[pile]
        for at in range(3 * pile, 3 * pile + 3):
            counted_ma = self._before_ma[at]
            if live and self.granted_ma[at] > counted_ma:
                counted_ma = self.granted_ma[at]
            if not pledged and self._fallback_ma[at] > counted_ma:
                counted_ma = self._fallback_ma[at]
            self._counted_ma[at] = counted_ma
            self._total_ma[at % 3] += counted_ma

"""The leader's book: what each pile may be using at most, phase by phase. All safety is here.

A pile counts with the highest of
    every grant that it may still act on: sent, and neither expired nor superseded by a later one
    that the pile has said to be in force,
    and its fallback, unless it has pledged to use no fallback as long as a grant of now lasts.
What is `free` of the limit after that may be granted to one pile: the sum stays below the limit
at once, for as long as the grant lasts, and whatever message is lost.

A pledge: in force with a grant of ours, stamped t, a member does not belong to another leader,
and does not take its fallback, before t + REST. More than half of the piles besides the leader's
must have pledged (`majority`) before anything above a fallback is granted: two leaders cannot both
have that, not even two whose piles have the same number.
Times are beats of the leader.
"""

from array import array

from micropython import const

_PARTS = const(8)  # of a sweep
_OLD = const(24)  # beats: no part is older than that when something is granted
_TRUST = const(144)  # PLEDGED - COUNTED - _OLD
_NEVER = const(0x3FFFFFFF)
_UNIT_MA = const(10)


class Ledger:
    """For piles 0 to `count` - 1; fallback_ma: a list of 3 for each, limit_ma: 3.

    `own`: the leader's pile.
    """

    def __init__(self, fallback_ma, limit_ma, own=0):
        count = len(fallback_ma) // 3
        self.own = own
        self.count = count
        self.limit_ma = list(limit_ma)
        self.majority = False
        self.ready = False  # to grant more than fallbacks: the leader says
        self.confirmed = bytearray(count)  # the newest grant is in force
        self.pledged = bytearray(count)
        self.pledge = array("i", bytes(4 * count))  # stamp of the last grant known in force
        self.until = array("i", bytes(4 * count))  # when the newest grants expire
        # hundredths of an ampere, 3 for each pile
        self._fallback = array("H", [each_ma // _UNIT_MA for each_ma in fallback_ma])
        self._granted = array("H", bytes(6 * count))  # newest
        self._before = array("H", bytes(6 * count))  # the highest of older ones in the air
        self._counted = array("H", self._fallback)
        self._total = [sum(fallback_ma[phase::3]) // _UNIT_MA for phase in range(3)]
        self._before_until = array("i", bytes(4 * count))
        self._since = array("i", [_NEVER] * count)  # stamp of the first with the newest value
        self._aside = 0  # of every phase, for piles that are none of ours
        self.votes = 0
        self.changed = False  # who has pledged; the reader sets it back
        self._next = 0  # pile to look at next
        self._round = self._round_before = 0  # beats when this and the last sweep began

    def sweep(self, now):
        """Let time pass for an eighth of the piles; return them. Called 8 times a second."""
        if self._next == 0:
            self._round_before = self._round
            self._round = now
        first = self._next
        end = min(first + (self.count + _PARTS - 1) // _PARTS, self.count)
        for pile in range(first, end):
            self._look(pile, now)
        self._next = end if end < self.count else 0
        self.majority = 2 * self.votes >= self.count
        return range(first, end)

    def free(self, pile, phase, now):
        """Return what `pile` may be granted on `phase`, mA; it can be negative."""
        while now - self._round_before > _OLD:
            self.sweep(now)
        at = 3 * pile + phase
        free = self.limit_ma[phase] // _UNIT_MA - self._total[phase] + self._counted[at]
        if not (self.majority and self.ready):
            free = min(free, self._fallback[at])
        return free * _UNIT_MA

    def granted_ma(self, pile):
        """Return its newest grant: 3."""
        return [self._granted[at] * _UNIT_MA for at in range(3 * pile, 3 * pile + 3)]

    def held_ma(self, pile, phases):
        """Return the least of its newest grant on these phases (bits)."""
        held = 0
        for phase in range(3):
            if phases >> phase & 1:
                granted = self._granted[3 * pile + phase]
                held = min(held, granted) if held else granted
                if not granted:
                    return 0
        return held * _UNIT_MA

    def fallback_ma(self, pile):
        """Return its fallback, mA on the phases that it is connected to."""
        at = 3 * pile
        return max(self._fallback[at], self._fallback[at + 1], self._fallback[at + 2]) * _UNIT_MA

    def grant(self, pile, limits_ma, stamp, until):
        """Note a grant that goes out now; return what may be granted of it: what is free.

        `until`: COUNTED after the question that it answers was heard.
        """
        may_ma = [0, 0, 0]
        for phase in range(3):
            if limits_ma[phase]:
                may_ma[phase] = max(min(limits_ma[phase], self.free(pile, phase, stamp)), 0)
        self._note(pile, may_ma, stamp, until)
        return may_ma

    def lower(self, pile, limits_ma, stamp):
        """Note a grant that answers the same question as the newest one; return it.

        It lasts no longer, so it may be what is not free; it is no more than before.
        """
        until = self.until[pile]
        may_ma = [0, 0, 0]
        if until > stamp:
            for phase, held_ma in enumerate(self.granted_ma(pile)):
                may_ma[phase] = min(limits_ma[phase], held_ma)
        self._note(pile, may_ma, stamp, until)
        return may_ma

    def _note(self, pile, limits_ma, stamp, until):
        at = 3 * pile
        granted, before = self._granted, self._before
        same = self._since[pile] != _NEVER
        for phase in range(3):
            same = same and granted[at + phase] == limits_ma[phase] // _UNIT_MA
        if not same:
            self._age(pile, stamp)
            live = self.until[pile] > stamp
            for phase in range(3):
                if live and granted[at + phase] > before[at + phase]:
                    before[at + phase] = granted[at + phase]
                granted[at + phase] = limits_ma[phase] // _UNIT_MA
            self._before_until[pile] = max(self._before_until[pile], self.until[pile])
            self._since[pile] = stamp
            self.confirmed[pile] = 0
        self.until[pile] = until
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
        self._note(pile, (0, 0, 0), now, now)
        self._since[pile] = _NEVER

    def reserve(self, pile, fallback_ma, phases, now):
        """Count this fallback of a pile from now on: it is set to more than we knew."""
        for phase in range(3):
            if phases >> phase & 1:
                self._fallback[3 * pile + phase] = fallback_ma // _UNIT_MA
        self._look(pile, now)

    def set_aside(self, more_ma):
        """Keep so much more of every phase from now on, for piles that are none of ours."""
        self._aside += more_ma // _UNIT_MA
        for phase in range(3):
            self._total[phase] += more_ma // _UNIT_MA

    def kept_ma(self):
        """Return what piles that have not pledged, or are not ours, keep of the limit: 3."""
        kept_ma = [self._aside * _UNIT_MA] * 3
        counted = self._counted
        for pile in range(self.count):
            if not self.pledged[pile]:
                at = 3 * pile
                kept_ma[0] += counted[at] * _UNIT_MA
                kept_ma[1] += counted[at + 1] * _UNIT_MA
                kept_ma[2] += counted[at + 2] * _UNIT_MA
        return kept_ma

    def _look(self, pile, now):
        stamp = self.pledge[pile]
        pledged = 1 if stamp and now - stamp <= _TRUST else 0
        if pledged != self.pledged[pile]:
            self.pledged[pile] = pledged
            self.changed = True
            if pile != self.own:
                self.votes += 1 if pledged else -1
        self._take_out(pile)
        self._recount(pile, now)

    def _take_out(self, pile):
        at = 3 * pile
        for phase in range(3):
            self._total[phase] -= self._counted[at + phase]

    def _age(self, pile, now):
        if self._before_until[pile] <= now:
            self._before_until[pile] = 0
            at = 3 * pile
            self._before[at] = self._before[at + 1] = self._before[at + 2] = 0

    def _recount(self, pile, now):
        # puts the pile into the total; it must have been taken out
        self._age(pile, now)
        live = self.until[pile] > now
        pledged = self.pledged[pile]
        for at in range(3 * pile, 3 * pile + 3):
            counted = self._before[at]
            if live and self._granted[at] > counted:
                counted = self._granted[at]
            if not pledged and self._fallback[at] > counted:
                counted = self._fallback[at]
            self._counted[at] = counted
            self._total[at % 3] += counted

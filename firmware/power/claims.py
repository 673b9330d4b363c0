"""Claims on the current: each has a source, a kind, a rank, a lifetime and a policy.

A cap is never exceeded: the lowest of all holds. Of the wishes only the one with the highest rank
counts, and it too can only lower what the caps leave (REQ-ARB-1).
"""

from micropython import const

from core.clock import Timer
from power.wiring import NO_LIMIT, Wiring

SOURCES = const(16)  # from outside at a time; more are refused
TOP_MA = const(1000000)
TOP_W = const(100000)  # times 10000 it is still a small integer
ENDLESS = const(-1)  # until replaced or cleared
LONGEST_MS = const(0x1FFFFFFE)  # 6.2 days: what one timer on the tick counter can tell

# kinds
CAP = const(0)
WISH = const(1)
KINDS = ("cap", "wish")

# what a claim becomes when its lifetime ends
RELEASE = const(0)  # it vanishes
HOLD = const(1)  # it stays
FALLBACK = const(2)  # it becomes the fallback current
STOP = const(3)  # it becomes 0 A
POLICIES = ("release", "hold", "fallback", "stop")

# whose a claim is, and who may replace or end it
OUTER = const(0)  # of somebody outside, or the installer's: of those at the console the installer
INNER = const(1)  # of a part of this pile: nobody outside
OPERATOR = const(2)  # of whoever stands at the console: anybody

API = const(500)  # power.priorities
OUTSIDE = (CAP, API, -1, OUTER)  # terms of a claim: kind, rank, fallback_ma, whose


class Claim:
    """One source's set-point. Read it through `Claims`."""

    def __init__(self, source):
        self.source = source
        self.wants = 0  # mA a phase, or W: an int, or one for each of the site's R, S, T
        self.watts = False
        self.kind = CAP
        self.rank = API
        self.phases = 0  # 0 = as many as there are
        self.policy = RELEASE
        self.fallback_ma = -1  # -1 = that of the pile
        self.whose = OUTER
        self.lifetime_ms = ENDLESS
        self.until_s = 0  # unix time of its next change, as far as its source knows
        self.expired = False
        self.timer = Timer()

    def left_ms(self, now_ms):
        """Return ms until its lifetime ends, -1 when nothing will end it."""
        if self.expired or self.lifetime_ms == ENDLESS:
            return -1
        return max(self.lifetime_ms - self.timer.since(now_ms), 0)


class Claims(Wiring):
    """All live claims. Called from the shell only; `limit` often enough to see each one end."""

    def __init__(self, policy, fallback_ma, rotation=0):
        Wiring.__init__(self, rotation)
        self.policy = policy  # of a claim that brings none
        self.fallback_ma = fallback_ma
        self.changed = False  # one that outlives a reset is not as it was written
        self.message = ""  # what is wrong with those that were read at the start
        self.parts = []  # names that nobody outside may take: of parts of this pile
        self._claims = []

    def put(
        self,
        now_ms,
        source,
        wants,
        lifetime_ms=ENDLESS,
        policy=-1,
        phases=0,
        watts=False,
        terms=OUTSIDE,
    ):
        """Set or replace the claim of `source`; return it. Raises ValueError: nothing changed.

        `wants`: mA a phase, or W of all phases together (`watts`); or 3 of them, for the
        site's R, S and T. `policy` -1: the setting's. `terms`: as OUTSIDE.
        """
        _check(source, wants, lifetime_ms, watts)
        inner = terms[3] == INNER
        claim = self.find(source)
        if not inner and (source in self.parts or (claim is not None and claim.whose == INNER)):
            raise ValueError("claim of %s: that is a part of this pile" % source)
        before = _word(claim)
        if claim is None:
            if not inner and self._strangers() >= SOURCES:
                raise ValueError("claim of %s: %d sources are the most" % (source, SOURCES))
            claim = Claim(source)
            self._claims.append(claim)
        claim.wants = wants
        claim.watts = watts
        claim.kind, claim.rank, claim.fallback_ma, claim.whose = terms
        claim.phases = phases
        claim.policy = self.policy if policy < 0 else policy
        claim.lifetime_ms = lifetime_ms
        claim.expired = False
        claim.timer.start(now_ms)
        self.changed = self.changed or _word(claim) != before
        return claim

    def find(self, source):
        """Return the claim of `source`, or None."""
        for claim in self._claims:
            if claim.source == source:
                return claim
        return None

    def remove(self, source, inner=False):
        """Remove the claim of `source`; return whether there was one that may be removed."""
        claim = self.find(source)
        if claim is None or (claim.whose == INNER and not inner):
            return False
        self._claims.remove(claim)
        self.changed = self.changed or lasts(claim)
        return True

    def limit(self, now_ms):
        """Return the most that the pilot may offer, mA a phase, NO_LIMIT without a claim."""
        self._age(now_ms)
        wish = self.wish()
        lowest = NO_LIMIT
        for claim in self._claims:
            if claim.kind == CAP or claim is wish:
                lowest = min(lowest, self.leaves_ma(claim))
        return lowest

    def wish(self):
        """Return the wish that counts: the highest rank, of equal ones the lowest; or None."""
        best = None
        for claim in self._claims:
            if claim.kind != WISH or (best is not None and claim.rank < best.rank):
                continue
            if best is None or claim.rank > best.rank:
                best = claim
            elif self.leaves_ma(claim) < self.leaves_ma(best):
                best = claim
        return best

    def phases(self):
        """Return 1 when a live claim wants one phase, else 3."""
        for claim in self._claims:
            if claim.phases == 1:
                return 1
        return 3

    def explain(self, now_ms):
        """Return the live claims: those that count, the lowest first; then wishes outranked."""
        self._age(now_ms)
        wish = self.wish()
        rows = [
            (claim.kind == WISH and claim is not wish, self.leaves_ma(claim), claim.source)
            for claim in self._claims
        ]
        return [self.find(row[2]) for row in sorted(rows)]

    def _strangers(self):
        return len([claim for claim in self._claims if claim.whose != INNER])

    def _age(self, now_ms):
        at = len(self._claims)
        while at:
            at -= 1
            claim = self._claims[at]
            if claim.left_ms(now_ms) != 0:
                continue
            claim.expired = True
            claim.until_s = 0
            self.changed = self.changed or lasts(claim)
            if claim.policy == RELEASE:
                self._claims.pop(at)
            elif claim.policy != HOLD:
                claim.watts = False
                claim.wants = 0
                if claim.policy == FALLBACK:
                    own_ma = claim.fallback_ma
                    claim.wants = own_ma if own_ma >= 0 else self.fallback_ma


def lasts(claim):
    """Return whether a claim outlives a reset: without an end, or its policy holds beyond it."""
    if claim.whose == INNER:
        return False
    return claim.policy != RELEASE or claim.lifetime_ms == ENDLESS


def _word(claim):
    # of a claim that outlives a reset: what is worth an erase of flash when it changes
    if claim is None or not lasts(claim):
        return None
    return (
        claim.wants,
        claim.watts,
        claim.kind,
        claim.rank,
        claim.fallback_ma,
        claim.whose,
        claim.phases,
        claim.policy,
        claim.lifetime_ms,
        claim.expired,
    )


def _check(source, wants, lifetime_ms, watts):
    top = TOP_W if watts else TOP_MA
    each = (wants,) if type(wants) is int else wants
    whole = [one for one in each if type(one) is int and 0 <= one <= top]
    if len(each) not in (1, 3) or len(whole) < len(each):
        unit = "W" if watts else "A"
        top = top if watts else top // 1000
        raise ValueError("claim of %s: 0 to %d %s, or 3 of them" % (source, top, unit))
    if not ENDLESS <= lifetime_ms <= LONGEST_MS:
        seconds = LONGEST_MS // 1000
        raise ValueError("claim of %s: lifetime of 0 to %d s" % (source, seconds))

"""Set-points from outside: each has a source, a lifetime and a policy; the lowest one wins."""

from micropython import const

from core.clock import Timer

NO_LIMIT = const(0x3FFFFFFF)
SOURCES = const(16)  # more at a time are refused
TOP_MA = const(1000000)
ENDLESS = const(-1)  # until replaced or cleared
LONGEST_MS = const(0x1FFFFFFE)  # 6.2 days: what one timer on the tick counter can tell

# what a claim becomes when its lifetime ends
RELEASE = const(0)  # it vanishes
HOLD = const(1)  # it stays
FALLBACK = const(2)  # it becomes the fallback current
STOP = const(3)  # it becomes 0 A
POLICIES = ("release", "hold", "fallback", "stop")


class Claim:
    """One source's set-point. Read it through `Claims`."""

    def __init__(self, source):
        self.source = source
        self.limit_ma = 0
        self.phases = 0  # 0 = as many as there are
        self.policy = RELEASE
        self.lifetime_ms = ENDLESS
        self.expired = False
        self.timer = Timer()

    def left_ms(self, now_ms):
        """Return ms until its lifetime ends, -1 when nothing will end it."""
        if self.expired or self.lifetime_ms == ENDLESS:
            return -1
        return max(self.lifetime_ms - self.timer.since(now_ms), 0)


class Claims:
    """All live claims. Called from the shell only; `limit` often enough to see each one end."""

    def __init__(self, policy, fallback_ma):
        self.policy = policy  # of a claim that brings none
        self.fallback_ma = fallback_ma
        self._claims = []

    def put(self, now_ms, source, limit_ma, lifetime_ms=ENDLESS, policy=-1, phases=0):
        """Set or replace the claim of `source`. Raises ValueError that says what is allowed."""
        if not 0 <= limit_ma <= TOP_MA:
            raise ValueError("claim of %s: 0 to %d A" % (source, TOP_MA // 1000))
        if not ENDLESS <= lifetime_ms <= LONGEST_MS:
            seconds = LONGEST_MS // 1000
            raise ValueError("claim of %s: lifetime of 0 to %d s" % (source, seconds))
        claim = self.find(source)
        if claim is None:
            if len(self._claims) >= SOURCES:
                raise ValueError("claim of %s: %d sources are the most" % (source, SOURCES))
            claim = Claim(source)
            self._claims.append(claim)
        claim.limit_ma = limit_ma
        claim.phases = phases
        claim.policy = self.policy if policy < 0 else policy
        claim.lifetime_ms = lifetime_ms
        claim.expired = False
        claim.timer.start(now_ms)

    def find(self, source):
        """Return the claim of `source`, or None."""
        for claim in self._claims:
            if claim.source == source:
                return claim
        return None

    def remove(self, source):
        """Remove the claim of `source`; return whether there was one."""
        claim = self.find(source)
        if claim is not None:
            self._claims.remove(claim)
        return claim is not None

    def clear(self):
        """Remove every claim."""
        self._claims.clear()

    def limit(self, now_ms):
        """Return the lowest live set-point, mA a phase, NO_LIMIT without one."""
        self._age(now_ms)
        lowest = NO_LIMIT
        for claim in self._claims:
            lowest = min(lowest, claim.limit_ma)
        return lowest

    def phases(self):
        """Return 1 when a live claim wants one phase, else 3."""
        for claim in self._claims:
            if claim.phases == 1:
                return 1
        return 3

    def explain(self, now_ms):
        """Return the live claims, the one that wins first."""
        self._age(now_ms)
        return sorted(self._claims, key=_rank)

    def _age(self, now_ms):
        at = len(self._claims)
        while at:
            at -= 1
            claim = self._claims[at]
            if claim.left_ms(now_ms) != 0:
                continue
            claim.expired = True
            if claim.policy == RELEASE:
                self._claims.pop(at)
            elif claim.policy == FALLBACK:
                claim.limit_ma = self.fallback_ma
            elif claim.policy == STOP:
                claim.limit_ma = 0


def _rank(claim):
    return claim.limit_ma, claim.source

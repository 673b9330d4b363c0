"""The clock of a group's messages: eighths of a second since the start of this pile.

A message's sequence number is its sender's clock, so an answer that repeats it tells the age of
what it answers, and a number that is not above the last one is a replay. All terms are in beats.
"""

from micropython import const

from core.clock import elapsed

BEAT_MS = const(125)
_BACK = const(0x20000000 // 125)  # 6 days: then it was a step back
LAST = const(0x3FFFFFFF)  # 4.2 years: a pile restarts before

# Terms. A member's clock and the leader's may differ by 1 %.
FOLLOWS_MS = const(2200)  # a member's pilot may be so late: a claim of the group lives no longer
ASK = const(20)  # a member asks so often, 2.5 s
LEASE = const(160)  # 20 s after the question a member uses its grant no longer
COUNTED = const(184)  # 23 s: the leader counts it as used, from when it heard the question
REST = const(360)  # 45 s after the leader's last word, or the start, a member is free
PLEDGED = const(352)  # 44 s: the leader trusts that it is not, from what it answered


class Beats:
    """Counts on the tick counter (wraps at 2**30 ms): `update` at least once in 6 days."""

    def __init__(self, now_ms):
        self.now = 1  # 0 is no time
        self._at_ms = now_ms

    def update(self, now_ms):
        """Return the beats since the start."""
        passed = elapsed(now_ms, self._at_ms) // BEAT_MS
        if 0 < passed < _BACK:
            self.now += passed
            self._at_ms = (self._at_ms + passed * BEAT_MS) & LAST
        return self.now

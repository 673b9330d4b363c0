"""One part of the core twice: as it is, and forced past the short cut it takes when nothing moves.

Both see the same; whatever a tick may be told of them must be the same too.
"""

from tests.core.parts import Bed


class Luck:
    """Small random numbers, the same in every run and on every interpreter."""

    def __init__(self, seed):
        self._state = seed * 7919 + 1

    def below(self, count):
        """Return 0..count-1."""
        self._state = (self._state * 1103515245 + 12345) & 0x3FFFFFFF
        return (self._state >> 8) % count

    def of(self, choices):
        return choices[self.below(len(choices))]


class Twins:
    """Two of `part` on beds of their own; `slow` says how the second forgets its short cut."""

    def __init__(self, part, slow, **kind):
        self.beds = (Bed(**kind), Bed(**kind))
        self.parts = [bed.make(part) for bed in self.beds]
        self._slow = slow

    def same(self, look, *told):
        """Let both see one tick by `look(part, bed)`; assert that they agree on it."""
        results = []
        for part, bed in zip(self.parts, self.beds):
            if part is self.parts[1]:
                self._slow(part)
            look(part, bed)
            names = [getattr(part, name) for name in told]
            results.append((names, bed.latch.bits, bed.latch._causes))
        assert results[0] == results[1], (self.beds[0].ms, told, results)

    def settle(self, plugged):
        for bed in self.beds:
            bed.latch.settle(bed.frame.now_ms, plugged)

    def advance(self, ms):
        for bed in self.beds:
            bed.advance(ms)

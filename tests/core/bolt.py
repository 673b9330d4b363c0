"""A plug's bolt, for the tests of the lock."""

from core.config import LOCK_FITTED
from core.lock import Lock
from tests.core.parts import Bed


class Bolt:
    """A lock on a bolt that follows the drive after 300 ms, or does not."""

    def __init__(self, fitted=LOCK_FITTED, bolt=0, **kind):
        self.bed = Bed(fitted=fitted, **kind)
        self.lock = self.bed.make(Lock)
        self.frame = self.bed.frame
        self.frame.bolt = bolt
        self.stuck = False
        self.energised = False
        self.open_ms = 1000
        self._driven = 0
        self.drives = []

    def tick(self, closed, count=1):
        for _ in range(count):
            self.lock.check(self.frame, self.energised)
            before = self.frame.lock
            self.lock.want(self.frame, closed, self.open_ms)
            if self.frame.lock and not before:
                self.drives.append((self.bed.ms, self.frame.lock))
            self._driven = self._driven + 10 if self.frame.lock else 0
            if self._driven >= 300 and not self.stuck:
                self.frame.bolt = 1 if self.frame.lock > 0 else 0
            self.bed.advance()

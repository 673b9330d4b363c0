"""The plug's lock: drives the bolt, believes only its feedback, tries again with a limit."""

from micropython import const

from core import faults
from core.config import LOCK_FITTED, TETHERED

_DRIVE_MS = const(600)  # PP-044: the bolt moves in 0.3 s
_STABLE_MS = const(50)
_BREAK_MS = const(1000)
_TRIES = const(5)
_RELEASE_MS = const(200)  # DF-007: contacts open before the bolt moves (GB-058: 100 ms at least)


class Lock:
    """One bolt. `locked` is True where nothing is fitted. Called from the tick."""

    def __init__(self, config, clock, latch):
        self._latch = latch
        fitted = config.fitted
        self._fitted = fitted & LOCK_FITTED and not fitted & TETHERED and config.locks
        self.locked = not self._fitted
        self._want = -1  # -1: nothing asked since start, the bolt stays where it is
        self._proved = False  # since the last wish: the bolt was seen out
        self._drive = 0
        self._tries = 0
        self._driven = clock.timer()
        self._feedback = clock.timer()
        self._seen = -1
        self.lost = 0  # windows in a row with the bolt out while energised
        self.rests = -1  # the wish that the bolt has met and stays with; -1: it moves, or may

    def check(self, frame, energised):
        """Latch a bolt that left its place while energised. Before `want` in a tick."""
        if not self._fitted:
            return
        if frame.bolt != self._seen:
            self._seen = frame.bolt
            self.rests = -1
            self.locked = False
            self._feedback.start(frame.now_ms)
        self.lost = min(self.lost + 1, 2) if energised and not frame.bolt else 0
        if self.lost >= 2:
            self._latch.trip(faults.LOCK_OPEN)

    def loose(self, frame):
        """Return whether a bolt that is fitted is not in its place now."""
        return self._fitted and not frame.bolt

    def want(self, frame, closed, open_ms):
        """Bring the bolt where it is wanted; sets `frame.lock`, `locked` and `rests`.

        Due while `rests` is not `closed`.
        `closed` 1 = locked. `open_ms`: how long every contact has been seen open; the bolt is
        not driven out before _RELEASE_MS of it (PP-045).
        """
        if not self._fitted:
            self.rests = closed
            return
        if closed != self._want:
            # a feedback that always says locked proves nothing: the bolt must be seen out first
            self._proved = False
            self._want = closed
            self._tries = 0
            self._drive = 0
            self._driven.clear()
        self.locked = False
        self.rests = -1
        frame.lock = 0
        now = frame.now_ms
        if self._feedback.since(now) < _STABLE_MS:
            # the bolt has just moved, or nothing was seen yet
            frame.lock = self._drive if self._driven.since(now) < _DRIVE_MS else 0
            return
        if self._seen == 0:
            self._proved = True
        target = 1 if closed and self._proved else 0
        if self._seen == target:
            self.locked = closed == target == 1
            self._tries = 0
            self._drive = 0
            self.rests = closed if target == closed else -1
        else:
            self._move(frame, 1 if target else -1, open_ms)

    def _move(self, frame, direction, open_ms):
        now = frame.now_ms
        if self._drive and (self._drive != direction or self._driven.since(now) >= _DRIVE_MS):
            self._drive = 0
            self._driven.start(now)
        elif self._drive:
            frame.lock = direction
        elif self._tries >= _TRIES:
            self._give_up(faults.LOCK_OPEN if direction > 0 else faults.LOCK_STUCK)
        elif self._driven.since(now) >= _BREAK_MS and (direction > 0 or open_ms >= _RELEASE_MS):
            self._tries += 1
            self._driven.start(now)
            self._drive = direction
            frame.lock = direction

    def _give_up(self, fault):
        # latched once, not in every tick: clearing it by hand gives five new tries
        if self._tries == _TRIES:
            self._tries += 1
            self._latch.trip(fault)
        elif not self._latch.has(fault):
            self._tries = 0

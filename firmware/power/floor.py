"""Spares the contactor where a limit swings around the least that can be offered (F20), and where
one phase and three are asked for in turn (F21): that opens it too.

A pause comes at once. Charging goes on at once too, but a contactor that was opened `_FREE` times
in a row closes no more often than each `resume_s` on average: _FREE + T / resume_s times in T.
"""

from micropython import const

from core.clock import Timer, elapsed

LEAST_MA = const(6000)
_FREE = const(3)


class Floor:
    """Stands between all claims and the ramp of one outlet. Called by the shell's jobs."""

    def __init__(self, margin_ma=0, resume_s=0):
        self.margin_ma = margin_ma  # a limit of less above 6 A must last for resume_s
        self.resume_s = resume_s  # 0 = nothing waits
        self.left_ms = 0  # of a wait, as far as it is known
        self._paused = False
        self._debt_ms = 0  # resume_s for each opening under load; time pays it back
        self._phases = 0  # asked for last
        self._at_ms = 0
        self._enough = Timer()  # since the limit is 6 A or more again

    def cap(self, limit_ma, closed, now_ms):
        """Return what may be offered of `limit_ma` now. Called at every publication."""
        self._debt_ms = max(self._debt_ms - elapsed(now_ms, self._at_ms), 0)
        self._at_ms = now_ms
        lasts_ms = self._enough.lasts(limit_ma >= LEAST_MA, now_ms)
        if limit_ma < LEAST_MA:
            if closed and not self._paused:
                self._debt_ms += self.resume_s * 1000
            self._paused = True
            self.left_ms = 0
        elif self._paused:
            self.left_ms = self._wait_ms(limit_ma, lasts_ms)
            self._paused = self.left_ms > 0
        return 0 if self.left_ms else limit_ma

    def phases(self, asked, closed):
        """Return how many phases may be asked for: 1 and 3 in turn wait as pauses do."""
        if asked != self._phases and not (closed and self._owes_ms()):
            if closed:
                self._debt_ms += self.resume_s * 1000
            self._phases = asked
        return self._phases

    def skip(self):
        """End the wait: somebody on the spot wants it."""
        self._paused = False
        self._debt_ms = self.left_ms = 0

    def _wait_ms(self, limit_ma, lasts_ms):
        wait_ms = self._owes_ms()
        if limit_ma < LEAST_MA + self.margin_ma:
            wait_ms = max(wait_ms, self.resume_s * 1000 - lasts_ms)
        return wait_ms

    def _owes_ms(self):
        return max(self._debt_ms - _FREE * self.resume_s * 1000, 0)

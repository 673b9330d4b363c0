"""Doubts what an energy register says: it only rises, and no faster than a pile can draw."""

from micropython import const

from core.clock import elapsed

_MOST_KW = const(100)  # 80 A on three phases, with room
_MS_PER_MWH_KW = const(3600)  # 1 kW is 1000 mWh in 3600 ms
_AGREE = const(3)  # readings in a row that make a jump true: another meter, a reset


class EnergyWatch:
    """Holds a reading back that cannot follow the last one, until others say the same."""

    def __init__(self):
        self.mwh = -1  # the last that was believed, -1 = none yet
        self.doubted = 0  # readings held back
        self.jumps = 0  # doubted ones that turned out true
        self._at_ms = 0
        self._other_mwh = 0
        self._other_ms = 0
        self._agreed = 0  # readings that follow one another, away from `mwh`

    def take(self, mwh, step_mwh, now_ms):
        """Return whether the reading is believed; then it is `mwh`. REQ-MTR-2."""
        if self.mwh < 0 or _follows(mwh, self.mwh, step_mwh, elapsed(now_ms, self._at_ms)):
            return self._believe(mwh, now_ms)
        since_ms = elapsed(now_ms, self._other_ms)
        if self._agreed and _follows(mwh, self._other_mwh, step_mwh, since_ms):
            self._agreed += 1
        else:
            self._agreed = 1
        self._other_mwh = mwh
        self._other_ms = now_ms
        if self._agreed >= _AGREE:
            self.jumps += 1
            return self._believe(mwh, now_ms)
        self.doubted += 1
        return False

    def _believe(self, mwh, now_ms):
        self.mwh = mwh
        self._at_ms = now_ms
        self._agreed = 0
        return True


def _follows(mwh, before_mwh, step_mwh, passed_ms):
    return 0 <= mwh - before_mwh <= _MOST_KW * 1000 * passed_ms // _MS_PER_MWH_KW + step_mwh

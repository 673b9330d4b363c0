"""What the shell lets the pilot of one outlet offer: all claims, then the floor, then the ramp."""

from micropython import const

from core.config import TWO_CONTACTORS
from power.claims import POLICIES, RELEASE, Claims
from power.floor import Floor
from power.restart import Ramp
from power.wiring import ROTATIONS

_SAVE_S = const(600)  # claims are written no more often: a controller may change one each second


class Offer:
    """Called by the shell's jobs, at every publication."""

    def __init__(self, values):
        self.claims = Claims(RELEASE, 0)
        self.floor = Floor()
        self.ramp = Ramp(0)
        self._save_from_s = 0  # of up-time
        self.apply(values)

    def apply(self, values):
        """Put settings in force."""
        claims, floor = self.claims, self.floor
        self._most_ma = values["max_current_a"] * 1000
        claims.policy = POLICIES.index(values["claim_policy"])
        claims.fallback_ma = values["fallback_a"] * 1000
        claims.rotation = ROTATIONS.index(values["rotation"])
        floor.margin_ma = int(values["resume_margin_a"] * 1000 + 0.5)
        floor.resume_s = values["resume_s"]
        self.ramp.ma_per_min = values["ramp_a_per_min"] * 1000

    def phases(self, config, snapshot):
        """Return how many phases are asked for; the limit is for all that can carry current."""
        asked = min(config.phases, self.claims.phases())
        used = config.phases
        if config.fitted & TWO_CONTACTORS:
            asked = used = self.floor.phases(asked, snapshot.closed)
        # until the contactor has opened for a change of phases, those it closed still count
        self.claims.used = max(used, snapshot.phases) if snapshot.closed else used
        return asked

    def limit_ma(self, snapshot, now_ms):
        """Return the lowest of the shell's own limits, mA a phase. Called after `phases`."""
        limit_ma = min(self._most_ma, self.claims.limit(now_ms))
        limit_ma = self.floor.cap(limit_ma, snapshot.closed, now_ms)
        return self.ramp.cap(limit_ma, snapshot.closed, now_ms)

    def unsaved(self, up_s, leaving):
        """Return whether claims that outlive a reset should be written now."""
        return self.claims.changed and (leaving or up_s >= self._save_from_s)

    def save_later(self, up_s):
        """Note that they are written in this second."""
        self._save_from_s = up_s + _SAVE_S
        self.claims.changed = False

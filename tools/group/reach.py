"""How long a change of the limit takes to every pilot of a LAN: real firmware, virtual time.

python -m tools.group.reach [--piles 8 16 32 64]: a line each; exit status 1 above 1 s.
"""

import argparse
import sys

from tools.group.site import Site
from tools.group.sums import Sums

MOST_MS = 1000  # issue 5
_STEP_US = 50000
_US = 1000000
_EACH_A = 6  # of the limit, at first
_FUSE_A = 63
OFFSETS_MS = (0, 270, 555)  # of a change in the round of the leader and its piles


class Feeder:
    """The limit of this moment, as the leader asks for it; `read_us`: when a change was seen."""

    def __init__(self, site, limit_ma):
        self._site = site
        self.limit_ma = limit_ma
        self.read_us = 0
        self._told_ma = limit_ma

    def drew(self, _pile, _drawn_ma):
        """Heed no draw."""

    def limits_ma(self, _now_ms):
        """Return the limit, mA on R, S, T."""
        if self._told_ma != self.limit_ma:
            self._told_ma = self.limit_ma
            self.read_us = self._site.now_us
        return [self.limit_ma] * 3


class Reach:
    """A group of `piles` whose cars take 6 A each, which is all of the limit."""

    def __init__(self, piles):
        self.limit_ma = 1000 * _EACH_A * piles
        self.sums = Sums(piles, self.limit_ma)
        limit_a = _EACH_A * piles
        self.site = site = Site(piles, limit_a, self.sums, group_fuse_a=_FUSE_A)
        site.run_until(3 * _US)
        self.feeder = Feeder(site, self.limit_ma)
        site.worlds[0].app.rounds.fitted[0].source.leader.feeder = self.feeder
        for state, us in (("B", 6 * _US), ("C", 120 * _US)):
            for pile in range(piles):
                site.set(pile, "ev.state", state)
            site.run_until(us)
        if sum(self.sums.allowed_ma) != self.limit_ma:
            raise RuntimeError(f"they do not share all: {self.sums.allowed_ma}")

    def less_and_more(self, offset_ms):
        """Return (ms to three quarters, ms back) from when the leader knew."""
        less_ma = self.limit_ma * 3 // 4
        self.site.run_until(self.site.now_us + 30 * _US + offset_ms * 1000)
        down_ms = self._change(less_ma, lambda allowed_ma: allowed_ma <= less_ma)
        self.site.run_until(self.site.now_us + 30 * _US)
        return down_ms, self._change(self.limit_ma, lambda allowed_ma: allowed_ma == self.limit_ma)

    def _change(self, limit_ma, done):
        self.feeder.limit_ma = limit_ma
        for _ in range(200):
            self.site.run_until(self.site.now_us + _STEP_US)
            if done(sum(self.sums.allowed_ma)):
                return (self.site.now_us - self.feeder.read_us) // 1000
        raise RuntimeError(f"{self.sums.allowed_ma} of {limit_ma}")


def main():
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="tools.group.reach", description=__doc__)
    parser.add_argument("--piles", type=int, nargs="+", default=[8, 16, 32, 64])
    late = False
    for piles in parser.parse_args().piles:
        reach = Reach(piles)
        both = [reach.less_and_more(offset_ms) for offset_ms in OFFSETS_MS]
        down_ms, up_ms = (max(each) for each in zip(*both))
        print(f"{piles} piles: less after {down_ms} ms, more after {up_ms} ms at most", flush=True)
        late = late or max(down_ms, up_ms) > MOST_MS or reach.sums.broken_us is not None
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())

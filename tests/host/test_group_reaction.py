"""A change of limit reaches every pilot within 1 s on a LAN: real firmware, virtual time."""

import pytest

from tools.group.site import Site
from tools.group.sums import Sums

STEP_US = 50000
PILES = 8


class Feeder:
    """The limit of this moment, as the leader asks for it; `read_us`: when a change was seen."""

    def __init__(self, site, limit_ma):
        self._site = site
        self.limit_ma = limit_ma
        self.read_us = 0
        self._told_ma = limit_ma

    def drew(self, _pile, _drawn_ma):
        pass

    def limits_ma(self, _now_ms):
        if self._told_ma != self.limit_ma:
            self._told_ma = self.limit_ma
            self.read_us = self._site.now_us
        return [self.limit_ma] * 3


@pytest.fixture(scope="module")
def group():
    """Return (site, sums, feeder) of 8 piles whose cars take 48 A together."""
    sums = Sums(PILES, 48000)
    site = Site(PILES, 48, sums, group_fuse_a=48)
    site.run_until(3000000)
    feeder = Feeder(site, 48000)
    site.worlds[0].app.rounds.fitted[0].source.leader.feeder = feeder
    for state, us in (("B", 6000000), ("C", 120000000)):
        for pile in range(PILES):
            site.set(pile, "ev.state", state)
        site.run_until(us)
    assert sum(sums.allowed_ma) == 48000
    return site, sums, feeder


def changed(group, limit_ma, done):
    """Change the limit; return the ms from when the leader knew until `done(sum)` for all."""
    site, sums, feeder = group
    feeder.limit_ma = limit_ma
    for _ in range(200):
        site.run_until(site.now_us + STEP_US)
        if done(sum(sums.allowed_ma)):
            return (site.now_us - feeder.read_us) // 1000
    raise AssertionError(f"{sums.allowed_ma} of {limit_ma}")


@pytest.mark.parametrize("offset_ms", [0, 270, 555])
def test_less_is_on_every_pilot_within_1_s_and_more_too(group, offset_ms):
    site = group[0]
    site.run_until(site.now_us + 30000000 + offset_ms * 1000)
    assert changed(group, 36000, lambda allowed_ma: allowed_ma <= 36000) <= 1000
    site.run_until(site.now_us + 30000000)
    assert changed(group, 48000, lambda allowed_ma: allowed_ma == 48000) <= 1000
    assert group[1].broken_us is None

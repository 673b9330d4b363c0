"""The safety property of a group where it counts: the duty on the wire, of piles with everything.

tests/host/test_group_safety.py has more piles, and a model of all that lies between what a member
may use and its pilot. `python -m tools.group.storm --seconds 10000` plays longer.
"""

import pytest

from group import share
from group.ledger import Ledger
from tools.group.storm import LIMIT_A, play


def test_what_the_pilots_allow_is_never_above_the_limit():  # F2, REQ-GRP-1
    sums, stormy = play(3, 1000)
    assert sums.broken_us is None
    assert 0.9 * LIMIT_A < sums.worst_ma / 1000 <= LIMIT_A
    assert stormy.energy_wh() > 500  # cars charged
    assert not any(world.crashes for world in stormy.worlds)


def forgets_what_was_granted_before(self, pile, limits_ma, stamp, until):
    NOTE(self, pile, limits_ma, stamp, until)
    self._before_until[pile] = 0
    self._take_out(pile)
    self._recount(pile, stamp)


NOTE = Ledger._note


@pytest.mark.parametrize(
    ("owner", "name", "broken"),
    [
        (Ledger, "_note", forgets_what_was_granted_before),
        (share.Share, "second", lambda _self, _now_ms, _utc_s, _pile: (20000, 0)),
    ],
)
def test_a_broken_rule_is_noticed(monkeypatch, owner, name, broken):
    monkeypatch.setattr(owner, name, broken)
    assert any(play(seed, 1500)[0].broken_us for seed in (5, 0, 1))

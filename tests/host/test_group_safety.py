"""The safety property of a group, with the real code of every pile on a hostile network.

Each of its design rules is broken once: the simulation has to notice.
"""

import pytest

from group import message
from group.ledger import Ledger
from group.member import Member
from group.message import Key
from tools.soak.group import groups, play

SEED = 20261122


def test_the_sum_is_never_above_the_limit():  # F2, REQ-GRP-1; `make soak` plays 10**6 ticks
    print(groups(SEED, 16, 40000, each=5000))


def test_nor_with_64_piles():
    print(groups(SEED, 64, 3000))


def test_a_group_uses_its_limit():
    group = play(7, 16, 0)
    group.limit_ma = [1] * 3  # nothing is within it
    with pytest.raises(AssertionError):
        for _ in range(3000):
            group.tick()


def breaks(seeds=60):
    """Return whether some world notices."""
    for seed in range(seeds):
        try:
            play(SEED + seed, 8, 5000)
        except AssertionError:
            return True
    return False


def counted_from_the_arrival(self, data, now):
    def read(data):
        pile, stamp, _, limit_ma = READ(data)
        return pile, stamp, now, limit_ma

    message.read_grant = read
    try:
        GRANT(self, data, now)
    finally:
        message.read_grant = READ


READ = message.read_grant
GRANT = Member._grant
FREE = Member._free
TAKE = Ledger.grant
SWEEP = Ledger.sweep
LIMIT = Member.limit
RENEW = Ledger.renew


def any_old_answer(self, data, now):
    self._stamp = 0
    GRANT(self, data, now)


def no_lease(self, now_ms):
    self._answered = max(self._answered, self._beats.update(now_ms) - 10)
    if self._stamp == 0:
        self._answered = -1000
    return LIMIT(self, now_ms)


def forgets_what_was_granted_before(self, pile, limits_ma, stamp, until):
    self._before_until[pile] = self.until[pile] = 0
    TAKE(self, pile, limits_ma, stamp, until)
    self._before_until[pile] = 0
    self._take_out(pile)
    self._recount(pile, stamp)


def reserves_no_fallback(self, now):
    for pile in range(self.count):
        self.pledge[pile] = now
    return SWEEP(self, now)


def needs_no_majority(self, now):
    swept = SWEEP(self, now)
    self.majority = True
    return swept


def confirms_at_once(self, now_ms):
    limit_ma = LIMIT(self, now_ms)
    self._in_force = self._stamp
    return limit_ma


def expires_early(self, pile, limits_ma, stamp, until):
    TAKE(self, pile, limits_ma, stamp, until - 80)


def always_free(self, now):
    return True


def free_after_a_start(self, now):
    return FREE(self, now) or self._start is None


def free_when_lapsed(self, now):
    return now - self._heard >= 160


def any_seal(self, session, data):
    return True


MUTANTS = {
    "the lease counts from the arrival of the grant": (
        (Member, "_grant", counted_from_the_arrival),
    ),
    "a grant has no lease": ((Member, "limit", no_lease),),
    "older grants are taken too": ((Member, "_grant", any_old_answer),),
    "the leader forgets grants that are not superseded": (
        (Ledger, "grant", forgets_what_was_granted_before),
    ),
    "the leader takes grants for expired too early": ((Ledger, "grant", expires_early),),
    "silent piles keep no fallback": ((Ledger, "sweep", reserves_no_fallback),),
    "no majority is needed": ((Ledger, "sweep", needs_no_majority),),
    "a member is always free": ((Member, "_free", always_free),),
    "a member is free after its start": ((Member, "_free", free_after_a_start),),
    "a member is free as soon as its lease has ended": ((Member, "_free", free_when_lapsed),),
    "nothing is authenticated": ((Key, "holds", any_seal),),
}


@pytest.mark.parametrize("rule", MUTANTS)
def test_the_simulation_notices_when(rule, monkeypatch):
    for owner, name, broken in MUTANTS[rule]:
        monkeypatch.setattr(owner, name, broken)
    assert breaks()

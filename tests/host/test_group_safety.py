"""The safety property of a group, with the real code of every pile on a hostile network.

Each of its design rules is broken once: the simulation has to notice.
"""

import pytest

from group import message
from group.ledger import Ledger
from group.member import Member
from group.message import Key
from tools.soak.group import groups, play
from tools.soak.group_world import World

SEED = 20261122


def test_the_sum_is_never_above_the_limit():  # F2, REQ-GRP-1; `make soak` plays 10**6 ticks
    print(groups(SEED, 16, 40000, each=5000))


def test_nor_with_64_piles():
    print(groups(SEED, 64, 3000))


class Feeder(World):
    """The building leaves more and less of the limit, never less than all fallbacks."""

    def __init__(self, seed, count=16):
        super().__init__(seed, count)
        self.feeder = self
        self.least_ma = [sum(self.roster.fallback_ma[phase::3]) for phase in range(3)]
        self.left_ma = list(self.limit_ma)
        self.before = []  # what was left in the last seconds

    def drew(self, _pile, _drawn_ma):
        pass

    def limits_ma(self, _now_ms):
        return self.left_ma

    def tick(self):
        if self.dice.random() < 0.01:
            both = zip(self.least_ma, self.most_ma)
            self.left_ma = [self.dice.randint(least, most) for least, most in both]
        self.before = [self.left_ma, *self.before[:KEPT]]
        self.limit_ma = [max(left[phase] for left in self.before) for phase in range(3)]
        super().tick()


KEPT = 260  # ticks: a lease of 23 s, and what the leader and the pile take to follow


def test_nor_above_what_a_feeder_left_in_the_last_26_s():  # F3: whatever messages are lost
    for seed in range(6):
        play(SEED + seed, 16, 4000, Feeder)


def test_a_group_uses_its_limit():
    group = play(7, 16, 0)
    group.limit_ma = [1] * 3  # nothing is within it
    with pytest.raises(AssertionError):
        for _ in range(3000):
            group.tick()


class Late(World):
    """Nothing is lost, but what two piles are told takes 40 s at times; cars come and go."""

    def events(self):
        if self.now % 1600 == 0:
            self.wire.lag = [0] * len(self.wire.lag)
        elif self.now % 1600 == 700:
            for pile in self.dice.sample(range(2, self.count + 1), 2):
                self.wire.lag[pile] = 400
        self.cars()

    def cars(self):
        if self.dice.random() < 0.05:
            view = self.dice.choice(self.machines).view
            view.plugged = view.wants = self.dice.random() < 0.7


class Shuffled(Late):
    """Half of the messages come up to 12 s late, and some come again."""

    def events(self):
        wire = self.wire
        wire.delayed, wire.longest, wire.replay = 0.5, 120, 0.2
        self.cars()


class Parted(Late):
    """From some time on a second leader has every other pile, and no side hears the other."""

    def events(self):
        if self.now == 700:
            self._haunt()
            self.send, self.wire.send = self.wire.send, self.part
        self.cars()

    def part(self, now, sender, to, data):
        ghost = self.count + 1
        its = sender == ghost or sender % 2 == 0
        if its and to == self.leader_id:
            self.send(now, sender, ghost, data)
        elif to and its == (to % 2 == 0):
            self.send(now, sender, to, data)


WORLDS = ((Late, 1700), (Shuffled, 1500), (Parted, 2500), (World, 5000))
SEEDS = (2, 21, 5, 3, 1, *range(6, 31))  # first those that noticed


def breaks():
    """Return whether some world notices."""
    for seed in SEEDS:
        try:
            for world, ticks in WORLDS:
                play(SEED + seed, 8, ticks, world)
        except (AssertionError, OverflowError):  # the limit, or a stamp that nobody could say
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
TAKE = Ledger._note
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
        (Ledger, "_note", forgets_what_was_granted_before),
    ),
    "the leader takes grants for expired too early": ((Ledger, "_note", expires_early),),
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

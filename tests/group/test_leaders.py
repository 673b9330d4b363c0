"""Two piles that both lead under one number: the same settings were copied to both."""

from group.leader import Leader
from group.loop import Loop
from group.member import Config, Member
from group.message import PHASES, PLUGGED, WANTS
from group.roster import Roster
from tests.group.fakes import KEY, Nonces, lead

LIMIT = [40000] * 3
FALLBACK_A = 6


class Pile:
    """Number 1 of a group of `size`, which leads it; its signs go to `others`."""

    def __init__(self, size, nonces):
        self.others = []
        self.came = []
        loop = Loop(self, 1)
        roster = Roster(1, [{} for _ in range(size)], LIMIT, FALLBACK_A)
        self.leader = Leader(roster, LIMIT, loop.leader, KEY, 1000, nonce=nonces)
        config = Config(1, size, (FALLBACK_A * 1000,) * 3)
        self.member = Member(1, KEY, config, loop.member, 1000, nonce=nonces)
        self.member.flags = PHASES | PLUGGED | WANTS
        self.member.most_ma = 32000

    def send(self, to_id, data):
        for other in self.others if to_id == 0 else ():
            other.came.append(data)

    def poll(self):
        return self.came.pop(0) if self.came else None

    def step(self, now_ms):
        lead(self.leader, now_ms)
        self.member.step(now_ms)
        self.member.limit(now_ms)
        self.member.applied()


def sums_ma(piles, seconds, now_ms=1000):
    """Let time pass; return what both allow after it, and the most they allowed."""
    most_ma = 0
    for _ in range(seconds * 10):
        now_ms += 100
        for pile in piles:
            pile.step(now_ms)
        total_ma = sum([pile.member.limit(now_ms)[0] for pile in piles])
        most_ma = max(most_ma, total_ma)
    return total_ma, most_ma


def test_two_that_lead_a_group_of_two_have_their_fallbacks():
    for hear in (False, True):  # one of another, or neither
        nonces = Nonces()
        piles = [Pile(2, nonces), Pile(2, nonces)]
        if hear:
            piles[0].others, piles[1].others = [piles[1]], [piles[0]]
        assert sums_ma(piles, 120) == (12000, 12000)
        for pile in piles:
            assert hear == (pile.leader.doubles is not None and pile.leader.doubles.leads())


def test_an_own_sign_that_comes_back_is_none_of_another():
    pile = Pile(2, Nonces())
    pile.others = [pile]
    sums_ma([pile], 60)
    assert pile.leader.doubles is None and pile.leader.ready()


def test_a_sign_with_another_key_or_number_is_not_heeded():
    pile, other = Pile(2, Nonces()), Pile(2, Nonces())
    sign = other.leader.sessions.sign(6000)
    pile.leader.sessions._start = b"mine"
    assert pile.leader.sessions.other_leader(sign) == 6000
    assert pile.leader.sessions.other_leader(sign[:-1] + b"?") is None
    other.leader.sessions._leader = 2
    assert pile.leader.sessions.other_leader(other.leader.sessions.sign(6000)) is None


def test_another_leader_that_is_gone_counts_for_a_minute_its_fallback_for_an_hour():
    nonces = Nonces()
    pile, other = Pile(2, nonces), Pile(2, nonces)
    free_ma = pile.leader.ledger.free(0, 0, 0)
    pile.came.append(other.leader.sessions.sign(6000))
    sums_ma([pile], 50)
    assert not pile.leader.ready()
    sums_ma([pile], 30, 51000)
    assert pile.leader.ready()
    assert pile.leader.ledger._aside == 600
    sums_ma([pile], 3600, 81000)
    assert pile.leader.ledger._aside == 0 and free_ma == 6000

"""The allocator against a slow one that shares in small steps, and what must always hold."""

from random import Random

from group.allocator import Allocator
from group.needs import LEAST_MA, Needs

STEP_MA = 10
MASKS = (1, 2, 4, 7, 7, 7)


def drain(run):
    for _ in run:
        pass


def on(mask):
    return [phase for phase in range(3) if mask >> phase & 1]


def some(dice, count):
    """Return random needs."""
    needs = Needs(count)
    for pile in range(count):
        needs.uses[pile] = dice.choice(MASKS)
        needs.weight[pile] = dice.choice((1, 1, 2, 3, 10))
        needs.tier[pile] = dice.choice((5, 5, 5, 1, 10, 0))
        needs.most_ma[pile] = dice.choice((0, 6000, 10000, 16000, 32000, 31990, 7310))
        if needs.tier[pile] == 0:
            needs.most_ma[pile] = min(needs.most_ma[pile], LEAST_MA)
        needs.charging[pile] = dice.randrange(2)
        needs.begun[pile] = dice.randrange(100000)
        needs._quarters[pile] = dice.choice((255, 255, 8, 40))
    return needs


def oracle(needs, limit_ma, order):
    """Share 10 mA a unit of weight after the other; return mA of each."""
    left = list(limit_ma)
    found = [0] * len(needs.most_ma)
    for pile in order:
        if all(left[phase] >= LEAST_MA for phase in on(needs.uses[pile])):
            found[pile] = LEAST_MA
            for phase in on(needs.uses[pile]):
                left[phase] -= LEAST_MA
    for tier in range(11, -1, -1):
        rising = [pile for pile in order if found[pile] and needs.tier[pile] == tier]
        while rising:
            for pile in list(rising):
                more = min(needs.weight[pile] * STEP_MA, needs.most_ma[pile] - found[pile])
                if more <= 0 or any(left[phase] < more for phase in on(needs.uses[pile])):
                    rising.remove(pile)
                    continue
                found[pile] += more
                for phase in on(needs.uses[pile]):
                    left[phase] -= more
    return found


def test_it_shares_as_one_that_goes_step_by_step():
    for seed in range(400):
        dice = Random(seed)
        count = dice.choice((2, 3, 8, 16, 64))
        needs = some(dice, count)
        limit_ma = [dice.choice((0, 5990, 20000, 64000, 300000, 1000000)) for _ in range(3)]
        heard = [dice.random() < 0.9 for _ in range(count)]
        allocator = Allocator(needs)
        drain(allocator.run(limit_ma, heard, 100000))
        target = list(allocator.target_ma)
        wanting = [pile for pile in range(count) if needs.most_ma[pile] and heard[pile]]
        order = sorted(wanting, key=lambda pile: needs.rank(pile, 100000))
        expected = oracle(needs, limit_ma, order)
        # a rounding in a tier goes on through those below it: 10 mA for each pile and weight
        slack = 20 * sum(needs.weight[pile] for pile in wanting) + 20
        for pile in range(count):
            assert abs(target[pile] - expected[pile]) <= slack, (seed, pile)
            assert (target[pile] > 0) == (expected[pile] > 0), (seed, pile)


def test_what_must_always_hold():
    for seed in range(3000):
        dice = Random(seed)
        count = dice.choice((2, 5, 12, 64))
        needs = some(dice, count)
        limit_ma = [dice.randrange(200000) for _ in range(3)]
        heard = bytearray(dice.choice((1, 1, 1, 0)) for _ in range(count))
        allocator = Allocator(needs)
        drain(allocator.run(limit_ma, heard, 100000))
        target = allocator.target_ma
        left = list(limit_ma)
        for pile in range(count):
            assert target[pile] == 0 or LEAST_MA <= target[pile] <= needs.most_ma[pile]
            assert target[pile] % STEP_MA == 0
            assert not target[pile] or heard[pile]
            for phase in on(needs.uses[pile]):
                left[phase] -= target[pile]
        assert min(left) >= 0, seed
        spare = 10 * count + sum(needs.weight)
        for pile in range(count):
            free = min(left[phase] for phase in on(needs.uses[pile]))
            if heard[pile] and needs.most_ma[pile] and not target[pile]:
                assert free < LEAST_MA, seed  # it waits only where there are no 6 A
            elif target[pile] and target[pile] < needs.most_ma[pile] - needs.weight[pile]:
                assert free < spare, seed  # nothing is kept from who can use it


def test_fair_between_equals():
    for seed in range(300):
        dice = Random(seed)
        count = dice.choice((3, 16, 64))
        needs = Needs(count)
        for pile in range(count):
            needs.most_ma[pile] = 32000
            needs.tier[pile] = 5
            needs.weight[pile] = dice.choice((1, 2, 4))
        allocator = Allocator(needs)
        drain(allocator.run([count * 12000] * 3, bytes([1] * count), 1000))
        shares = [
            (allocator.target_ma[pile] - LEAST_MA) / needs.weight[pile]
            for pile in range(count)
            if allocator.target_ma[pile] < 32000
        ]
        assert max(shares) - min(shares) <= 10


def test_a_higher_tier_is_full_before_a_lower_one_gets_more_than_6_a():
    needs = Needs(3)
    for pile, tier in enumerate((5, 9, 5)):
        needs.most_ma[pile] = 32000
        needs.tier[pile] = tier
    allocator = Allocator(needs)
    drain(allocator.run([40000] * 3, b"\1\1\1", 1000))
    assert list(allocator.target_ma) == [6000, 28000, 6000]


def test_the_earlier_departure_goes_first_among_equals():
    needs = Needs(3)
    for pile, quarters in enumerate((255, 20, 8)):
        needs.most_ma[pile] = 32000
        needs.tier[pile] = 5
        needs._quarters[pile] = quarters
    allocator = Allocator(needs)
    drain(allocator.run([6000] * 3, b"\1\1\1", 1000))
    assert list(allocator.target_ma) == [0, 0, 6000]
    drain(allocator.run([12000] * 3, b"\1\1\1", 1000))
    assert list(allocator.target_ma) == [0, 6000, 6000]

"""Shares a limit on three phases between up to 64 piles: who gets how much.

1. In the order of Needs.rank each pile that needs current gets 6 A on the phases it uses, as
   long as there are 6 A: the others wait (they rank higher from then on, so they take turns).
2. The rest goes to one tier after the other; within one, everybody's share above 6 A grows in
   proportion to his weight until he has what he can use, or one of his phases is used up.

Integers, hundredths of an ampere. A generator: each slice is less than 20 ms on a Pico.
"""

from array import array

from micropython import const

from group.needs import LEAST_MA

MOST_PILES = const(64)
_UNIT_MA = const(10)
_INDEX = const(63)
_SLICE = const(8)  # piles between two yields

_ON = ((), (0,), (1,), (0, 1), (2,), (0, 2), (1, 2), (0, 1, 2))  # phases of a mask
_ALL = (0, 1, 2)


class Allocator:
    """Fills `target_ma`, mA a phase on the phases that each pile uses. For the leader only."""

    def __init__(self, needs):
        self.target_ma = array("i", bytes(4 * len(needs.most_ma)))
        self._needs = needs
        self._uses = bytearray(needs.uses)  # as the plan began: a change would leave it no end
        self._left_ma = [0, 0, 0]
        self._weights = [0, 0, 0]  # of the piles whose share still rises
        self._rising = bytearray(len(needs.most_ma))

    def run(self, limit_ma, heard, now):
        """Share limit_ma (3) between the piles that are `heard` (a flag each).

        `target_ma` is whole only when this generator has ended.
        """
        self._left_ma[:] = limit_ma
        self._uses[:] = self._needs.uses
        ranks, tiers = [], {}
        for _ in self._queue(heard, ranks, now):
            yield
        for _ in self._reserve(ranks, tiers):
            yield
        for tier in sorted(tiers, reverse=True):
            for _ in self._share(tiers[tier]):
                yield

    def _queue(self, heard, ranks, now):
        needs = self._needs
        most_ma, target_ma, rank = needs.most_ma, self.target_ma, needs.rank
        for pile in range(len(most_ma)):
            if most_ma[pile] and heard[pile]:
                ranks.append(rank(pile, now))
            target_ma[pile] = 0
            if pile % _SLICE == _SLICE - 1:
                yield
        ranks.sort()

    def _reserve(self, ranks, tiers):
        # the first 6 A, for who comes before; a list of them for each tier
        uses, tier_of, left_ma = self._uses, self._needs.tier, self._left_ma
        target_ma = self.target_ma
        for place, rank in enumerate(ranks):
            pile = rank & _INDEX
            phases = _ON[uses[pile]]
            for phase in phases:
                if left_ma[phase] < LEAST_MA:
                    break
            else:
                for phase in phases:
                    left_ma[phase] -= LEAST_MA
                target_ma[pile] = LEAST_MA
                tier = tier_of[pile]
                if tier not in tiers:
                    tiers[tier] = []
                tiers[tier].append(pile)
            if place % _SLICE == _SLICE - 1:
                yield

    def _share(self, piles):
        # the level of all rises together, mA for each unit of weight, and stops next where the
        # first pile has enough, or the first phase is used up
        needs, weights = self._needs, self._weights
        weights[0] = weights[1] = weights[2] = 0
        queue = []
        uses, weight_of, most_ma = self._uses, needs.weight, needs.most_ma
        for pile in piles:
            weight = weight_of[pile]
            self._rising[pile] = 1
            for phase in _ON[uses[pile]]:
                weights[phase] += weight
            queue.append((most_ma[pile] - LEAST_MA) // weight << 6 | pile)
            if len(queue) % _SLICE == 0:
                yield
        queue.sort()
        level, rising = 0, self._rising
        for place, entry in enumerate(queue):
            pile, enough = entry & _INDEX, entry >> 6
            while rising[pile]:
                if level != enough:
                    level += self._rise(enough - level)
                if level == enough:
                    self._stop(pile, level)
                    break
                for _ in self._close(queue, place, level):
                    yield
            if place % _SLICE == _SLICE - 1:
                yield

    def _rise(self, most):
        # let all rise by `most`, or as far as there is something left; return how far
        left_ma, weights = self._left_ma, self._weights
        for phase in _ALL:
            weight = weights[phase]
            if weight and left_ma[phase] < most * weight:
                most = left_ma[phase] // weight
        for phase in _ALL:
            left_ma[phase] -= most * weights[phase]
        return most

    def _close(self, queue, place, level):
        # stop all that use a phase where there is nothing left
        used_up = 0
        for phase in range(3):
            if self._weights[phase] and self._left_ma[phase] < self._weights[phase]:
                used_up |= 1 << phase
        uses = self._uses
        for at in range(place, len(queue)):
            pile = queue[at] & _INDEX
            if self._rising[pile] and uses[pile] & used_up:
                self._stop(pile, level)
            if at % _SLICE == _SLICE - 1:
                yield

    def _stop(self, pile, level):
        needs, left_ma = self._needs, self._left_ma
        phases, weight = _ON[self._uses[pile]], needs.weight[pile]
        enough_ma = needs.most_ma[pile] - LEAST_MA
        share_ma = level * weight
        if enough_ma - share_ma >= weight:
            enough_ma = share_ma  # a phase is used up
        more_ma = enough_ma // _UNIT_MA * _UNIT_MA - share_ma
        if more_ma:
            for phase in phases:
                if left_ma[phase] < more_ma:
                    more_ma = -(share_ma % _UNIT_MA)
            for phase in phases:
                left_ma[phase] -= more_ma
        self.target_ma[pile] += share_ma + more_ma
        for phase in phases:
            self._weights[phase] -= weight
        self._rising[pile] = 0

"""What piles need may change while a plan is made, for it is made in slices."""

from group.allocator import Allocator
from group.needs import Needs

PILES = 16
LIMIT = [100000, 60000, 200000]


class Bounded(Allocator):
    """Notices a plan that does not end."""

    closed = 0

    def _close(self, queue, place, level):
        self.closed += 1
        assert self.closed < 100, "the plan does not end"
        return Allocator._close(self, queue, place, level)


def test_a_plan_ends_whatever_changes_meanwhile():
    for change in range(1, 12):
        needs = Needs(PILES)
        for pile in range(PILES):
            needs.most_ma[pile] = 32000 - 500 * pile
            needs.uses[pile] = (7, 1, 2, 4)[pile % 4]
            needs.tier[pile] = 5
        allocator = Bounded(needs)
        for turn, _ in enumerate(allocator.run(LIMIT, bytes([1] * PILES), 1000)):
            if turn == change:
                for pile in range(PILES):
                    needs.uses[pile] = (1, 7, 4, 2)[pile % 4]
                    needs.most_ma[pile] = 0 if pile % 3 else 20000
        for phase in range(3):
            used_ma = 0
            for pile in range(PILES):
                if (7, 1, 2, 4)[pile % 4] >> phase & 1:
                    used_ma += allocator.target_ma[pile]
            assert used_ma <= LIMIT[phase]

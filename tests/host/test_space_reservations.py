"""REQ-RSV-1: whatever happens to reservations in whatever order, the status is the model's (P25).

Seven things that happen, each after each, and then campaigns of many against a model that keeps
nothing but what was promised: OCPP's status Reserved or Available is told after each of them.
"""

import itertools
import random

import pytest

from space.reservations import MOST, Reservation
from tests.space.reserving import ANN, BOB, HOUR, Space, T

THINGS = ("reserve", "other", "cancel", "expire", "use", "inoperative", "reboot")


class Model:
    """Who holds the space: None, ANN or BOB, by the words of the rows."""

    def __init__(self):
        self.holder = None

    def do(self, thing):
        """Return what the pile must answer, None where it answers nothing."""
        before = self.holder
        if thing == "reserve":  # number 1, for ANN: OP-120
            self.holder = before if before == BOB else ANN
            return "Occupied" if before == BOB else "Accepted"
        if thing == "other":  # number 2, for BOB
            self.holder = before if before == ANN else BOB
            return "Occupied" if before == ANN else "Accepted"
        if thing == "use":  # ANN charges, where she may: OP-122, OP-125
            self.holder = None if before == ANN else before
            return before != BOB
        if thing in ("cancel", "expire", "inoperative"):  # OP-121, OP-124
            self.holder = None
        return None if thing != "cancel" else before is not None


def do(space, thing):
    if thing == "reserve":
        return space.reserve(1, ANN)
    if thing == "other":
        return space.reserve(2, BOB)
    if thing == "cancel":
        return any([space.all.cancel(1), space.all.cancel(2)])
    if thing == "expire":
        space.run(2 * HOUR)
    elif thing == "use":
        may = space.all.live is None or space.all.live.fits(ANN, None)
        space.charge(ANN if may else None)
        space.charge(None)
        return may
    elif thing == "inoperative":
        space.available = False
        space.run()
        space.available = True
    elif thing == "reboot":
        space.boot()
        space.run()
    return None


@pytest.mark.parametrize("first", THINGS)
@pytest.mark.parametrize("second", THINGS)
def test_each_after_each(first, second):
    for begin, third in itertools.product(("reserve", "other"), THINGS):
        space, model = Space(), Model()
        for thing in (begin, first, second, third):
            assert do(space, thing) == model.do(thing), (begin, first, second, third)
            space.run()
            status = "free" if model.holder is None else "reserved"
            assert space.word == status, (begin, first, second, third)
            if model.holder:
                assert space.all.live.fits(model.holder, None)


class Promises:
    """What was promised, as rows [number, who, start, expiry, grace]; nothing is worked ahead."""

    def __init__(self):
        self.rows = []

    def reserve(self, row, now_s):
        number, _, start_s, expiry_s, _ = row
        others = [one for one in self.rows if one[0] != number]
        if expiry_s <= now_s:
            return "Rejected"
        if any(one[2] < expiry_s and start_s < one[3] for one in others):
            return "Occupied"
        if len(others) >= MOST:
            return "Rejected"
        self.rows = [*others, row]
        return "Accepted"

    def pass_to(self, now_s, who):
        """Let the clock arrive at `now_s` while `who` charges, None = nobody."""
        self.rows = [row for row in self.rows if not self._over(row, now_s, who)]

    @staticmethod
    def _over(row, now_s, who):
        _, holder, start_s, expiry_s, grace_s = row
        came = who == holder and now_s >= start_s
        missed = who is None and grace_s and now_s >= start_s + grace_s
        return now_s >= expiry_s or came or missed

    def holder(self, now_s):
        return next((row[1] for row in self.rows if row[2] <= now_s < row[3]), None)


@pytest.mark.parametrize("seed", range(40))
def test_a_campaign(seed):
    dice = random.Random(seed)
    space, promises = Space(), Promises()
    seen = set()
    for _ in range(300):
        thing = dice.choice(("reserve", "reserve", "cancel", "run", "run", "charge", "reboot"))
        if thing == "reserve":
            start_s = space.now_s + dice.randrange(-2, 12) * 900
            row = [dice.randrange(14), dice.choice((ANN, BOB)), start_s]
            row += [start_s + dice.randrange(1, 6) * 900, dice.choice((0, 0, 300, 1200))]
            entry = Reservation(row[0], row[1], b"", row[2], row[3], row[4])
            told = space.all.reserve(entry, space.now_s, "")[0]
            assert told == promises.reserve(row, space.now_s)
            seen.add(told)
            space.run(0)
            promises.pass_to(space.now_s, None)
        elif thing == "cancel":
            number = dice.randrange(14)
            there = [row for row in promises.rows if row[0] == number]
            assert space.all.cancel(number) == bool(there)
            promises.rows = [row for row in promises.rows if row[0] != number]
        elif thing == "run":
            space.run(dice.randrange(1, 1500))
            promises.pass_to(space.now_s, None)
        elif thing == "charge":
            who = dice.choice((ANN, BOB))
            space.charge(who)
            promises.pass_to(space.now_s, who)
            space.charge(None)
            promises.pass_to(space.now_s, None)
        else:
            space.run(0)  # what was told is written
            space.boot()
            space.run(dice.randrange(2) * 3600)
            promises.pass_to(space.now_s, None)
        holder = promises.holder(space.now_s)
        assert (space.all.live.who if space.all.live else None) == holder
        assert len(space.all.entries) == len(promises.rows)
        assert all(entry.expiry_s > space.now_s for entry in space.all.entries)
    assert seen == {"Accepted", "Occupied", "Rejected"}
    assert T < space.now_s

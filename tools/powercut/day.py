"""A day of a pile, and the power cut in every flash operation of it: before, within and after."""

import copy

from tools.broken import Broken
from tools.powercut import judge
from tools.powercut import pile as piles
from tools.powercut.world import World
from tools.world.nor import BEFORE, MIDDLE, Nor, PowerCut

_BLOCKS = piles.JOURNAL + piles.FILES
_LONG_S = 4 * 3600  # longer than a session waits for the power


def flash_of(world):
    """Return the flash of a pile that was set up and never used."""
    flash = Nor(_BLOCKS)
    piles.new(flash, world)
    return flash


def session(pile, watts, steps, step_s=30):
    """Plug in, charge with a pause in the middle, leave."""
    world = pile.world
    pile.show(1)
    world.plugged, world.watts = 1, watts
    pile.live()
    pile.live()
    for step in range(steps):
        pile.charge(step != steps // 2)
        pile.live(step_s)
    pile.charge(False)
    pile.live()
    world.plugged = 0
    pile.live()


def use(pile, sessions):
    """Wear the journal in: the day begins somewhere in its ring."""
    pile.write()
    for _ in range(sessions):
        session(pile, 7000, 6)
        pile.write()


def day(pile):
    """Sessions, settings, prices, cards."""
    pile.save_settings(10)
    session(pile, 11000, 8)
    pile.write()
    pile.save_tariff(1)
    session(pile, 1400, 6, 60)
    session(pile, 22000, 8, 10)
    pile.write()
    pile.sync_cards(1)
    pile.save_settings(20)
    pile.world.plugged, pile.world.watts = 1, 7400
    pile.live()
    pile.charge(True)
    for _ in range(4):
        pile.live(60)
    pile.charge(False)
    pile.live()
    pile.save_tariff(2)  # the price changes in the middle of a session
    pile.charge(True)
    for _ in range(4):
        pile.live(60)
    pile.charge(False)
    pile.world.plugged = 0
    pile.live()
    pile.sync_cards(2)
    pile.write()


class Recorded:
    """The day played once: what the flash held before, and each operation with its World."""

    def __init__(self, sessions, *kind):
        world = World(*kind)
        flash = flash_of(world)
        pile = piles.Pile(flash, world)
        use(pile, sessions)
        self.before = bytes(flash.data)
        self.rows = []
        flash.watch = lambda *row: self.rows.append((copy.deepcopy(world), *row))
        day(pile)
        flash.watch = None
        judge.at_rest(pile)

    def cuts(self, every=1, first=0):
        """Yield (operation, where, flash, world) of each cut, three for an operation."""
        data = bytearray(self.before)
        for number, (world, start, old, new) in enumerate(self.rows):
            if number % every == first:
                for where in range(3):
                    flash = Nor(_BLOCKS, seed=3 * number + where)
                    left = old if where == BEFORE else new
                    if where == MIDDLE:
                        left = flash.torn(old, new)
                    flash.data[:] = data
                    flash.data[start : start + len(left)] = left
                    yield number, where, flash, copy.deepcopy(world)
            data[start : start + len(new)] = new


def restart(flash, world, number):
    """Start after a cut, use the pile, cut again, start, judge it; return what at_rest does.

    The car stays or leaves, the power is back at once or late: by the number.
    """
    flash.cut(1 + number % 11, number % 3)
    try:
        again(flash, world, number)
    except PowerCut:
        flash.power_on()
        number += 1
    flash.cut_at = 0
    return judge.at_rest(again(flash, world, number))


def again(flash, world, number):
    """Take the power away, give it back; return the pile, in use again."""
    world.outage(_LONG_S if number % 5 == 4 else 7, leaves=number % 2)
    pile = piles.Pile(flash, world)
    judge.after_start(pile)
    if number % 3:
        pile.write()
        session(pile, 22000, 3)
    return pile


def exhaust(metered, stock=False, every=1, first=0, sessions=11):
    """Cut everywhere; return (cuts, sessions met by a cut, the largest error in Wh)."""
    count = met = worst = 0
    for number, where, flash, world in Recorded(sessions, metered, stock).cuts(every, first):
        try:
            cut, error_wh = restart(flash, world, number + where)
        except Exception as broken:
            raise Broken(f"operation {number}, cut {where}: {broken}") from broken
        count += 1
        met += cut
        worst = max(worst, error_wh)
    return count, met, worst

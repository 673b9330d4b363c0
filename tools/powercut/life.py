"""Lives of a pile that is cut again and again, at any operation of its flash."""

import random

from tools.broken import Broken
from tools.powercut import judge
from tools.powercut import pile as piles
from tools.powercut.day import session
from tools.powercut.world import World
from tools.world.nor import Nor, PowerCut

_BLOCKS = piles.JOURNAL + piles.FILES
CUTS = 150  # of one life
_FAR = 60  # operations from a start to its cut, at most
_DRIVERS = 3


def _charge(pile, dice):
    world = pile.world
    pile.show(dice.randrange(_DRIVERS))
    world.watts = dice.choice((0, 1400, 3700, 11000, 22000))
    pile.charge(True)
    for _ in range(dice.randrange(1, 12)):
        pile.live(dice.choice((1, 10, 15, 60)))
    pile.charge(False)
    pile.live()


def _plug(pile, dice):
    pile.show(dice.randrange(_DRIVERS))
    pile.world.plugged ^= 1
    for _ in range(dice.randrange(1, 4)):
        pile.live()


def _session(pile, dice):
    if not pile.world.plugged:
        session(pile, 22000, dice.randrange(1, 9), 15)


def _settings(pile, dice):
    pile.save_settings(dice.randrange(6, 33))


def _tariff(pile, dice):
    pile.save_tariff(dice.randrange(1, 1000))


def _cards(pile, dice):
    if not pile.world.plugged:
        pile.sync_cards(dice.randrange(1, 256))


def _write(pile, _dice):
    pile.write()


# what happens, and how often
_ACTS = ((_charge, 6), (_plug, 6), (_session, 3), (_settings, 2), (_tariff, 1), (_cards, 1))
_ACTS += ((_write, 4),)
_BAG = [act for act, weight in _ACTS for _ in range(weight)]


def life(seed, cuts=CUTS):
    """Live until so many cuts; return what judge.at_rest does."""
    dice = random.Random(seed)
    world = World(metered=seed % 2, stock=seed % 5 == 4, clock=seed % 3 != 2, listed=seed % 7 > 3)
    flash = Nor(_BLOCKS, seed=seed)
    piles.new(flash, world)
    try:
        for _ in range(cuts):
            flash.cut(dice.randrange(1, _FAR), dice.randrange(3))
            try:
                _start(flash, world, dice)
                raise Broken("the power did not fail")
            except PowerCut:
                flash.power_on()
            leaves = dice.random() < 0.4
            world.outage(dice.choice((1, 30, 600, 3000, 20000)), leaves)
        pile = piles.Pile(flash, world)
        judge.after_start(pile)
        return judge.at_rest(pile)
    except Exception as broken:
        raise Broken(f"life {seed}, cut {world.cuts}: {broken}") from broken


def _start(flash, world, dice):
    pile = piles.Pile(flash, world)
    judge.after_start(pile, dice.randrange(2 * _DRIVERS))
    if dice.random() < 0.2:
        judge.at_rest(pile)
    while True:
        dice.choice(_BAG)(pile, dice)

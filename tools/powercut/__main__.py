"""python -m tools.powercut: cut the power of a pile 100 000 times; status 1: a promise broke."""

import argparse
import multiprocessing
import random
import sys

from tools.broken import verdict
from tools.powercut import day
from tools.powercut.life import CUTS, life


def lives(cuts, seed, say=print):
    """Cut so often in lives of CUTS each, on all processors, and say what came of it.

    Raises Broken, which names the life. Every second life has no meter, every third no clock,
    every fifth its journal in files, three of seven ask for a card.
    """
    count = -(-cuts // CUTS)
    met = 0
    with multiprocessing.Pool() as pool:
        for done, row in enumerate(pool.imap(life, range(seed, seed + count)), 1):
            met += row[0]
            if done % 20 == 0 or done == count:
                say(f"power cuts: {done * CUTS}, in {met} sessions", flush=True)
    say(
        f"power cuts: {count * CUTS} from seed {seed}: each session once, on its own card; "
        "settings, tariff and cards old or new; with a meter no energy lost, without one less "
        "than a record's"
    )


def run(count, seed):
    """Cut in a scripted day, then in so many random lives. Raises Broken."""
    for metered in (True, False):
        cuts, met, worst_wh = day.exhaust(metered)
        print(f"a day: {cuts} cuts, {met} sessions met, {worst_wh} Wh wrong at most")
    lives(count, seed)


def main(argv=None):
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.powercut", description=__doc__)
    parser.add_argument("--cuts", type=int, default=100000, help="default 100000")
    parser.add_argument("--seed", type=int, help="of the first life; default: any")
    options = parser.parse_args(argv)
    seed = random.randrange(1 << 30) if options.seed is None else options.seed
    return verdict(lambda: run(options.cuts, seed))


if __name__ == "__main__":
    sys.exit(main())

"""`make run GROUP=8`: virtual piles share 48 A while cars come and go; a picture at the end.

Exit status 0 when what they allowed never was above the limit.
"""

import argparse
import sys
import time

from tools.group.day import day
from tools.group.plot import PICTURE, save
from tools.group.site import Site
from tools.group.sums import Sums
from tools.group.table import Watcher, clock

PILES = range(2, 65)
LIMIT_A = 48
MINUTES = 15
_US = 1000000
_SHOWN_US = 2 * _US


def count_of(text):
    """Return the number of piles; argparse shows what is wrong with it."""
    if not text.isdecimal() or int(text) not in PILES:
        raise argparse.ArgumentTypeError(
            f"GROUP={text}: how many piles share, {PILES[0]} to {PILES[-1]}; try GROUP=8"
        )
    return int(text)


def run(count, limit_a, minutes, console=None, picture=PICTURE):
    """Play a group; return its Sums."""
    seconds = int(minutes * 60)
    sums = Sums(count, limit_a * 1000)
    site = Site(count, limit_a, sums)
    with Watcher(site, sums, console) as watcher:
        script = day(count, seconds)
        for us in range(0, seconds * _US + 1, _SHOWN_US):
            while script and script[0][0] <= us:
                at_us, pile, key, value = script.pop(0)
                site.run_until(at_us)
                site.set(pile, key, value)
            site.run_until(us)
            watcher.show(us // _US)
    watcher.note(f"what each pile draws: {save(sums, seconds, picture)}")
    if sums.broken_us is None:
        watcher.note(
            f"holds: at most {sums.worst_ma / 1000:.1f} A allowed and"
            f" {sums.worst_drawn_ma / 1000:.1f} A drawn of {limit_a} A,"
            f" {site.energy_wh() / 1000:.2f} kWh",
            "green",
        )
    else:
        watcher.note(
            f"FAILS: {sums.worst_ma / 1000:.1f} A allowed of {limit_a} A,"
            f" first at {clock(sums.broken_us // _US)}",
            "red",
        )
    return sums


def main(argv=None):
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.group", description=__doc__)
    parser.add_argument("count", type=count_of, help="piles, 2 to 64")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="of virtual time")
    arguments = parser.parse_args(argv)
    begun = time.monotonic()
    try:
        sums = run(arguments.count, LIMIT_A, arguments.minutes)
    except KeyboardInterrupt:
        return 130
    took_s = time.monotonic() - begun
    print(f"{arguments.minutes:g} min in {took_s:.0f} s: real firmware, virtual time")
    return 0 if sums.broken_us is None else 1


if __name__ == "__main__":
    sys.exit(main())

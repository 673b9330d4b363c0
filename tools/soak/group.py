"""Groups of piles with their real code on a network that does what it likes, in virtual time.

At every tick, on every phase, the sum of what the pilots allow must be within the limit.
python -m tools.soak.group [--piles 16] [--ticks 1000000] [--seed 1]: exit status 1 when not.
"""

import argparse
import sys
import time

from tools.soak.group_world import World


def play(seed, count, ticks, world=World):
    """Play one group; return it. Raises AssertionError when the property does not hold."""
    group = world(seed, count)
    for machine in group.machines:
        if group.dice.random() < 0.95:
            machine.boot()
    for _ in range(ticks):
        group.events()
        group.tick()
    return group


def groups(seed, count, ticks, each=10000):
    """Play groups of `each` ticks until `ticks` are done; return a line that says so."""
    begun = time.monotonic()
    done = used = messages = 0
    while done < ticks:
        length = min(each, ticks - done)
        try:
            group = play(seed, count, length)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {count} piles: {error}") from None
        done += length
        used += group.used_ma / sum(group.limit_ma)
        messages += group.wire.sent
        seed += 1
    took = time.monotonic() - begun
    return (
        f"group: {done} ticks with {count} piles, {messages} messages: the sum of what is "
        f"allowed was never above the limit; {100 * used / done:.0f} % of it was in use; "
        f"{took:.0f} s"
    )


def main():
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="tools.soak.group", description=__doc__)
    parser.add_argument("--piles", type=int, default=16)
    parser.add_argument("--ticks", type=int, default=1000000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        print(groups(options.seed, options.piles, options.ticks))
    except AssertionError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""python -m tools.soak: exit status 1 when an invariant broke; it prints what was done."""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tools.powercut.__main__ import lives
from tools.soak.group import groups
from tools.soak.machine import Pile
from tools.soak.month import DAY_S, Month
from tools.soak.profile_stacks import compare_stacks
from tools.update import campaign

_ROUND = 100  # examples between two looks at the clock
_STEPS = 60


def _arguments():
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0, help="of random worlds; default 1")
    parser.add_argument(
        "--days", type=int, default=30, help="of daily use, 4 min each; default 30"
    )
    parser.add_argument("--cuts", type=int, default=100000, help="of the power; default 100000")
    parser.add_argument(
        "--stacks", type=int, default=10000, help="of charging profiles; default 10000"
    )
    parser.add_argument(
        "--group",
        type=int,
        default=1000000,
        help="ticks of 16 piles, a tenth of 64; default 10**6",
    )
    parser.add_argument(
        "--updates", type=int, default=20, help="cut in every flash operation; default 20"
    )
    parser.add_argument("--seed", type=int, help="of the first random world; default: any")
    return parser.parse_args()


def worlds(number, examples=_ROUND, steps=_STEPS):
    """Play random worlds of one seed. Raises what broke, shrunk."""
    machine = seed(number)(type("Pile", (Pile,), {}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _soak_worlds(hours, number):
    end = time.monotonic() + hours * 3600
    rounds = 0
    while time.monotonic() < end:
        print(f"seed {number + rounds}", flush=True)
        worlds(number + rounds)
        rounds += 1
    print(
        f"soak: {rounds * _ROUND} worlds of {_STEPS} steps from seed {number}: all invariants hold"
    )


def _soak_days(days, number):
    month = Month(seed=number % 1000, day_s=DAY_S)
    for _ in range(days):
        month.day()
        print(month.line(), flush=True)
    print(f"soak: {month.line()}: nothing leaks")


def _soak_updates(updates, number):
    for turn in range(updates):
        with tempfile.TemporaryDirectory() as folder:
            campaign.run(Path(folder), seed=number + turn, pages=12 + 6 * turn)


def main():
    """Do all of it; return the exit status."""
    options = _arguments()
    number = options.seed if options.seed is not None else random.randrange(1 << 30)
    if options.stacks:
        compare_stacks(number, options.stacks)
        print(f"soak: {options.stacks} stacks of profiles from seed {number}: as the rows say")
    if options.days:
        _soak_days(options.days, number)
    if options.cuts:
        lives(options.cuts, number)
    if options.updates:
        _soak_updates(options.updates, number % 1000)
    if options.group:
        print(groups(number, 16, options.group), flush=True)
        print(groups(number, 64, options.group // 10), flush=True)
    if options.hours:
        _soak_worlds(options.hours, number)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How a campaign ends: every promise held, or it is said which one broke."""

import sys


class Broken(AssertionError):
    """A promise did not hold."""


def verdict(work):
    """Run a campaign; return the exit status, 1 when a promise broke."""
    try:
        work()
    except Broken as broken:
        print(broken, file=sys.stderr)
        return 1
    return 0

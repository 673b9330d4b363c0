"""Which car comes to which pile, when, and how long it charges: a script for a whole group."""

import random

FIRST_S = 4  # the piles have started
_US = 1000000
_MODELS = ("plain", "plain", "plain", "single_phase", "two_phase", "lazy")
_STAY = (0.35, 0.7)  # of the run; so that nobody is alone for long


def day(count, seconds, seed=1):
    """Return [us, pile, key, value] in order of time; every pile has a car once at least."""
    dice = random.Random(seed)
    rows = []
    for pile in range(count):
        at_s = FIRST_S + pile * seconds * 0.4 / count + dice.uniform(0, seconds * 0.03)
        while at_s < seconds * 0.92:
            stay_s = seconds * dice.uniform(*_STAY)
            rows += _visit(pile, at_s, stay_s, dice.choice(_MODELS))
            at_s += stay_s + seconds * dice.uniform(0.03, 0.1)
    return sorted(row for row in rows if row[0] < seconds * _US)


def _visit(pile, at_s, stay_s, model):
    # plugged, asks, has enough, gone
    steps = (
        (0, "ev.model", model),
        (0.001, "ev.state", "B"),
        (3, "ev.state", "C"),
        (stay_s * 0.95, "ev.state", "B"),
        (stay_s, "ev.state", "A"),
    )
    return [[int((at_s + after_s) * _US), pile, key, value] for after_s, key, value in steps]

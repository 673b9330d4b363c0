"""I1, I2, I3 of design.md hold whatever happens to a pile, at every event of its world."""

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tools.soak.machine import Pile, build, charge

_EXAMPLES = int(os.environ.get("EXAMPLES", "220"))  # some 10 000 rule steps; 430 make 20 000
_STEPS = 50


def test_invariants_hold_in_random_worlds():
    run_state_machine_as_test(
        Pile,
        settings=settings(
            max_examples=_EXAMPLES,
            stateful_step_count=_STEPS,
            derandomize=True,
            deadline=None,
            print_blob=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_pause_that_meets_an_opening_s2_comes_at_once():
    for late_ms in range(0, 30, 2):
        rig = build(0, {}, 1, 0)
        charge(rig)
        rig.set("ev.state", "B")
        rig.run(late_ms)
        rig.demand(enable=0)
        rig.run(100)
        assert not rig.closed

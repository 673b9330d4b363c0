"""Plays a scenario on the emulated chip."""

import time
import traceback

from tools.chip.world import World
from tools.emulator import image


def cannot(_scenario):
    """Return why the chip cannot play here, in words; None when it can."""
    return None if image.find() else image.need()


def play(scenario, run):
    """Fill `run` (tools.scenario.benches.Run) from a run on the chip."""
    start = time.perf_counter()
    try:
        world = World(scenario.world, lambda *change: run.trace.append(change))
        world.run()
        run.raised = world.raised()
    except Exception:  # whatever it is, it is the result of this run
        run.crash = traceback.format_exc().strip()
    run.seconds = time.perf_counter() - start
    return run

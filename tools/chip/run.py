"""Plays a scenario on the emulated chip."""

import time
import traceback

from tools.chip.world import World
from tools.emulator import image

_NOT_WIRED = (
    ("card", "no reader is wired to the chip"),
    ("clock", "no clock is wired to the chip"),
    ("console", "the bench's module has no console"),
)


def cannot(scenario):
    """Return why the chip cannot play a scenario, in words; None when it can."""
    if image.find() is None:
        return image.need()
    world = scenario.world if scenario is not None else {"at": []}
    used = {key for _, actions in world["at"] for key, _ in actions}
    for key, why in _NOT_WIRED:
        if key in used:
            return f"{key}: {why}"
    return None


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

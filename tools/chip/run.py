"""Plays a scenario on the emulated chip."""

import time
import traceback

from tools.chip.world import World
from tools.emulator import image

_NOT_WIRED = {
    "pilot.noise_mv": "the plant's noise",
    "pilot.sampling": "a sample stream that stops",
    "power": "a supply that comes back",
}


def cannot(scenario):
    """Return why this chip cannot play a scenario, in words; None when it can."""
    if image.find() is None:
        return image.need()
    if scenario is None:
        return None
    world = scenario.world
    if world.get("start_ticks_ms"):
        return "start_ticks_ms: the chip's clock begins at 0"
    for _, actions in world["at"]:
        for key, _ in actions:
            if key in _NOT_WIRED:
                return f"{key}: {_NOT_WIRED[key]} is not wired to the chip"
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

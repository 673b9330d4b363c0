"""Inside MicroPython: plays the scenario on stdin (JSON), a JSON line for each change.

Lines: [us, signal, value]; {"heap": {..}} once the firmware is built; {"end": ..} at last.
With the argument `current`, what the car draws is told too, as signal `current_ma`.
"""

import gc
import json
import sys

sys.path[0] = __file__[: -len("/tools/scenario/vm_main.py")]  # not the folder of this file

from tools.scenario import stage  # noqa: E402

_put = sys.stdout.write


def used():
    """Return the bytes of heap in use."""
    gc.collect()
    return gc.mem_alloc()


def emit(us, signal, value):
    """Print one change."""
    _put(json.dumps([us, signal, value]) + "\n")


def weigh(world, code):
    """Have the first build of the firmware weighed; `code` is what its modules took."""
    build = world.build

    def weighed():
        world.build = build
        before = used()
        build()
        _put(json.dumps({"heap": {"firmware": code + used() - before}}) + "\n")

    world.build = weighed


def main(scenario):
    """Play it."""
    before = used()
    import core.tick  # noqa: F401
    import shell.app  # noqa: F401  the firmware alone, before the world around it

    code = used() - before
    from tools.world.bench import Bench

    bench = Bench(scenario, emit)
    weigh(bench.world, code)
    if "current" in sys.argv:
        stage.tell_current(bench.world, emit)
    interrupted = stage.play(bench)
    raised = stage.raised(bench.world)
    row = {"heap": {"used": used()}, "raised": raised, "end": interrupted}
    _put(json.dumps(row) + "\n")


main(json.load(sys.stdin))

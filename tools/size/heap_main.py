"""Inside MicroPython: prints the heap the compiled firmware takes, as JSON. See __main__.py."""

import gc
import json
import sys

sys.path[:] = [sys.argv[1]]


def used():
    """Return the bytes of heap in use."""
    gc.collect()
    return gc.mem_alloc()


def weigh():
    """Charge a car for a minute; return the firmware's heap after each step, in bytes."""
    nothing = used()
    import core.tick  # noqa: F401
    import shell.app  # noqa: F401  the firmware alone, before the world around it

    modules = used() - nothing
    from tools.world.bench import World

    world = World({})
    around = used() - modules
    world.step_until(1)
    built = used() - around
    peak = built
    for us in range(2000000, 62000000, 250000):
        world.step_until(us)
        if us == 3000000:
            world.set("ev.state", "B")
        elif us == 5000000:
            world.set("ev.state", "C")
        elif us == 55000000:
            world.set("ev.state", "A")
        peak = max(peak, used() - around)
        if us == 30000000 and not world.plant.poles:
            raise RuntimeError("the car is not charging")
    return {"modules": modules, "built": built - nothing, "peak": peak - nothing}


print(json.dumps(weigh()))

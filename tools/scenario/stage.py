"""What every bench does around a scenario. Runs in CPython and in MicroPython."""

_RELEASE_US = 100000  # a coil off -> its contacts open; less than a reset takes


def tell_current(world, emit):
    """Have every change of what the car draws emitted as `current_ma`: three phases, mA."""
    look = world.looked
    told = []

    def looked():
        currents = world.plant.currents_ma
        if told != currents:
            told[:] = currents
            emit(world.clock.now_us, "current_ma", list(currents))
        return look()

    world.looked = looked


def make_safe(world):
    """End the firmware as its main.py does: outputs safe, reset; let the contactor open."""
    if world.hal is not None:
        world.hal.safe()
        world.plant.apply()
    world.reset("hard")
    world.step_until(world.clock.now_us + _RELEASE_US)


def play(bench):
    """Play a bench to its end; return True if Ctrl-C ended it: then the outputs are safe."""
    try:
        bench.run()
    except KeyboardInterrupt:
        make_safe(bench.world)
        return True
    return False


def raised(world):
    """Return [ms, words] of every exception that ended the firmware or one of its jobs."""
    return [[us / 1000, f"{type(error).__name__}: {error}"] for us, error in world.crashes]

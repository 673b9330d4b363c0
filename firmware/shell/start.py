"""The core at work, before anything that may take its time is even loaded."""

from core.tick import Outlet
from shell import settings
from shell.kept import Kept
from shell.outlet_config import outlet_config


def start(hal, board, store):
    """Return (outlet, settings, message): it ticks, with what a reset must not clear.

    `board` is checked. The watchdog runs from here on: a core that never ticks resets the pile.
    """
    values, message = settings.load(store)
    outlet = Outlet(hal, outlet_config(values, board))
    outlet.latch.restore(Kept(store).bits)
    hal.start(outlet.tick)
    hal.feed()
    return outlet, values, message

"""Put our register behaviour in front of a peripheral of either form of the emulator."""

import functools
from typing import Any

Peripheral: Any = object  # what a mixin derives from: the peripheral it joins is known at run time


@functools.cache
def _joined(mixin, base):
    return type(mixin.__name__, (mixin, base), {})


def adopt(peripheral, mixin):
    """Make a live peripheral also a `mixin`, whose methods come before its own."""
    base: Any = type(peripheral)
    peripheral.__class__ = _joined(mixin, base)

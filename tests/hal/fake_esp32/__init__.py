"""An ESP32 for the PC: `machine`, `esp32`, `_thread` and `time` as MicroPython 1.28 has them.

Built after the sources of its port; every way in which it is worse than one would wish has a
test in `tests/hal/test_esp32_fake.py`, so that a port which passes on it has met them.
"""

import sys

from tests.hal.fake_esp32 import clock, machine, nvs, thread

_FAKES = (("machine", machine), ("esp32", nvs), ("_thread", thread), ("time", clock))
_PORT = (
    "hal.esp32",
    "hal.esp32_burst",
    "hal.esp32_gate",
    "hal.esp32_lines",
    "hal.esp32_pilot",
    "hal.esp32_ports",
    "hal.esp32_pulse",
    "hal.esp32_ticker",
)


def load():
    """Return `hal.esp32`, imported anew as after a reset, bound to the fakes."""
    for name in _PORT:
        sys.modules.pop(name, None)
    kept = [sys.modules.pop(name, None) for name, _ in _FAKES]
    for name, fake in _FAKES:
        sys.modules[name] = fake
    try:
        __import__("hal.esp32_pulse")  # the port loads it later, when a meter wants it
        return __import__("hal.esp32", None, None, ("connect",))
    finally:
        for (name, _), module in zip(_FAKES, kept):
            sys.modules.pop(name)
            if module is not None:
                sys.modules[name] = module

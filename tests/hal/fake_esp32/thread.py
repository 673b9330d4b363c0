"""`_thread` of the ESP32 port: a GIL, and a stack that must be asked for."""

from tests.hal.fake_esp32 import chip as chips

_SMALLEST = 4096

stack = 0


def stack_size(size=0):
    """Set the stack of threads to come (0: the default of 5 KB); return what it was."""
    global stack
    before = stack
    stack = max(size, _SMALLEST) if size else 0
    return before


def start_new_thread(function, args):
    """Start a thread, or raise OSError."""
    chips.the.spawn(function, args, stack)

"""What `micropython` offers to the firmware, on CPython: identities."""


def const(value):
    """Return `value`; MicroPython's compiler folds it."""
    return value


def native(function):
    """Return `function`; MicroPython compiles it to machine code."""
    return function


def heap_lock():
    """Do nothing: CPython cannot forbid allocation."""
    return 0


def heap_unlock():
    """Do nothing: CPython cannot forbid allocation."""
    return 0


def kbd_intr(_char):
    """Do nothing: Ctrl-C stays Ctrl-C on a PC."""

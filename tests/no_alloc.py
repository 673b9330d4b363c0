"""`with no_alloc():` around what the hard tick runs: any allocation in it fails the test."""

from micropython import heap_lock, heap_unlock


class _NoAlloc:
    """On MicroPython a locked heap raises MemoryError at the line that allocates."""

    def __enter__(self):
        heap_lock()

    def __exit__(self, kind, error, trace):  # not *exc: it would allocate its tuple
        heap_unlock()


_ONE = _NoAlloc()


def no_alloc():
    """Return the one context manager; it may be nested. Bind methods before entering it."""
    return _ONE

"""Calls the tick every 10 ms in a thread of its own.

The port has no hard interrupts, and its scheduler runs callbacks when it may and loses the ninth
that waits: a thread is the best there is. It competes for the GIL with the shell's thread; a
garbage collection, a flash erase or a TLS step holds it for their whole length.
"""

import _thread
import time

from machine import idle
from micropython import const, heap_lock

_PERIOD_US = const(10000)
_GIVE_UP_US = const(200000)  # later than this, the ticks missed are not made up for
_GAP_US = const(40000)  # between two ticks with a coil on: the gate has almost dropped it
_STACK_BYTES = const(10240)  # a tick takes 5 KB in the 64-bit build, pointers twice as wide
_MASK = const(0x3FFFFFFF)


class Ticker:
    """At most one thread ticks; `stop` ends it within a period, no tick comes after it."""

    def __init__(self, gate):
        self.dropouts = 0
        self._gate = gate
        self._run = 0  # number of the thread that may tick

    def start(self, tick, safe):
        """Tick from now on. What `tick` raises ends it and calls `safe`."""
        self.stop()
        _thread.stack_size(_STACK_BYTES)
        _thread.start_new_thread(self._loop, (tick, safe, self._run))
        _thread.stack_size(0)

    def stop(self):
        """Let no tick begin any more. Anyone may call."""
        self._run = (self._run + 1) & _MASK

    def _loop(self, tick, safe, run):
        # The lock is this thread's own: nothing here may allocate, so no collection begins
        # here, and the frames of its functions lie on its stack.
        heap_lock()
        last_us = due_us = time.ticks_us()
        while True:
            due_us = time.ticks_add(due_us, _PERIOD_US)
            while time.ticks_diff(due_us, time.ticks_us()) > 0:
                idle()  # lets go of the GIL; time.sleep_ms() spins with it for up to 10 ms
            if self._run != run:
                return
            now_us = time.ticks_us()
            if self._gate.armed and time.ticks_diff(now_us, last_us) >= _GAP_US:
                self.dropouts = (self.dropouts + 1) & _MASK
            last_us = now_us
            if time.ticks_diff(now_us, due_us) > _GIVE_UP_US:
                due_us = now_us
            try:
                tick()
            except Exception:  # the core catches its own: this is a stack that is too small
                safe()
                return

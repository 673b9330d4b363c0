"""Faults that outlive a reset: what waits for an unplug or a hand, waits for it all the same."""

from core import faults
from core.faults import FAULTS, SELF

_NAME = "faults"


def _lasting():
    bits = 0
    for fault in range(faults.COUNT):
        # a tick that died is over with the reset: the watchdog is its way out
        if FAULTS[fault][1] != SELF and fault != faults.INTERNAL:
            bits |= 1 << fault
    return bits


LASTING = _lasting()


class Kept:
    """The lasting faults as the store has them."""

    def __init__(self, store):
        self._store = store
        data = store.read(_NAME)
        self.bits = int.from_bytes(data, "big") & LASTING if data and len(data) == 4 else 0

    def differs(self, bits):
        """Return whether `update` would write."""
        return bits & LASTING != self.bits

    def update(self, bits):
        """Write them when they changed. Contactor open: writing erases flash."""
        bits &= LASTING
        if bits != self.bits:
            self.bits = bits
            try:
                self._store.write(_NAME, bits.to_bytes(4, "big"))
            except (OSError, MemoryError):
                pass  # not kept: a reset clears them, as it would without a store

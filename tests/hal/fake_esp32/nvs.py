"""`esp32`: its NVS, 32-bit integers in flash, where what is not committed is lost at a reset."""

from tests.hal.fake_esp32 import chip as chips
from tests.hal.fake_esp32.pcnt import PCNT

__all__ = ("NVS", "PCNT")

_MISSING = OSError(-0x1102, "ESP_ERR_NVS_NOT_FOUND")


class NVS:
    """A namespace."""

    def __init__(self, namespace):
        if chips.the.nvs is None:
            raise OSError(-1, "ESP_FAIL")
        self._kept = chips.the.nvs.setdefault(namespace, {})
        self._new = {}

    def get_i32(self, key):
        """Return a number that was set. Raises OSError."""
        if key in self._new:
            return self._new[key]
        if key not in self._kept:
            raise _MISSING
        return self._kept[key]

    def set_i32(self, key, value):
        """Set a number; `commit` keeps it."""
        self._new[key] = value

    def commit(self):
        """Write to flash."""
        self._kept.update(self._new)
        self._new = {}

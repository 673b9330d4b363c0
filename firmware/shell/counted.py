"""The pile's own lifetime register."""


class Counted:
    """What the meter has counted since the pile knows it."""

    KEEP_BYTES = 5

    def __init__(self):
        self.mwh = 0
        self.read = False
        self.estimated = False
        self._raw = -1

    def take(self, measured, _now_ms):
        """Count what the meter says."""
        if not measured.online:
            return
        raw = measured.energy_wh * 1000
        if 0 <= self._raw < raw:
            self.mwh += raw - self._raw
        self._raw = raw
        self.read = True

    def keep(self):
        """Return what must survive a power cut."""
        return (self._raw + 1).to_bytes(5, "little")

    def restore(self, mwh, kept):
        """Go on from there."""
        self.mwh = mwh
        self._raw = int.from_bytes(kept, "little") - 1

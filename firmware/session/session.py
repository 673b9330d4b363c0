"""The charging session: from an authorised plug-in to the unplug, and its energy."""

from core.states import STARTUP


class Session:
    """One session after the other. Pauses, faults and S2 toggles do not end it (CP-185)."""

    def __init__(self):
        self.open = False
        self.number = 0  # of the open or the last session since the start
        self.energy_wh = 0  # of the open or the last session
        self._start_wh = -1  # meter at the opening, -1 = not read yet

    def update(self, snapshot, authorised, meter_wh):
        """Follow the core and the meter (`meter_wh` -1: never read). Called by the main job."""
        if snapshot.state == STARTUP:
            return
        if self.open:
            self._count(meter_wh)
            self.open = snapshot.plugged != 0
        elif snapshot.plugged and authorised:
            self.open = True
            self.number += 1
            self.energy_wh = 0
            self._start_wh = meter_wh
            self._count(meter_wh)

    def _count(self, meter_wh):
        if meter_wh < 0:
            return
        if self._start_wh < 0:
            self._start_wh = meter_wh
        self.energy_wh = max(meter_wh - self._start_wh, 0)

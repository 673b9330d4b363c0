"""I3 from the other side: what happened in the plant must be in the core's latch soon after."""

from core import faults
from core.frame import GATE_ON

_GATE_US = 30000  # a coil asked for against a tripped gate: two ticks and what they are late
_WELD_US = 1100000  # PW-010
_LIVE_MV = 80000


def _against_the_gate(rig):
    return rig.plant.outputs.coils and not rig.plant.gate.bits & GATE_ON


def _welded(rig):
    plant = rig.plant
    if rig.closed_by_coil() or plant.outputs.coils or not plant.fitted["voltage_sense"]:
        return False
    if rig.outlet.latch.bits & (1 << faults.WELDED | 1 << faults.MIRROR):
        return False
    return plant.live and min(plant.volts_mv) > _LIVE_MV and plant.pins.sampling


# name, seen(rig), us it may last
_ROWS = (
    ("a coil asked for against an open gate", _against_the_gate, _GATE_US),
    ("a welded pole without a fault", _welded, _WELD_US),
)


class Answers:
    """Judges at every event how long each of the rows has lasted."""

    def __init__(self, rig):
        self._rig = rig
        self._since_us = [-1] * len(_ROWS)  # -1: not now

    def look(self, now_us):
        """Raise AssertionError when one has lasted too long."""
        rig = self._rig
        runs = rig.hal is not None and rig.hal.tick is not None and rig.plant.power
        for number, row in enumerate(_ROWS):
            if not runs or not row[1](rig):
                self._since_us[number] = -1
                continue
            if self._since_us[number] < 0:
                self._since_us[number] = now_us
            lasted_us = now_us - self._since_us[number]
            allowed_us = row[2] + rig.slack_us
            assert lasted_us <= allowed_us, f"I3: {row[0]} for {lasted_us / 1000} ms"

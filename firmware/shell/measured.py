"""What the meter said last, kept so that every demand can carry it."""

import array

from micropython import const

_MASK = const(0x3FFFFFFF)

_TOP = const(1000000)  # 1000 A, 1000 V, 1000 Hz: more is a broken reading


class Measured:
    """Copy of the last reading, with a sequence and a time (core: older than 3 s is absent)."""

    def __init__(self):
        self.sequence = 0  # 0 = never
        self.at_ms = 0
        self.online = False
        self.reading = None  # the last one, while the meter answers
        self.energy_wh = -1  # -1 = never read
        self.current_ma = array.array("i", [0, 0, 0])
        self.voltage_mv = array.array("i", [0, 0, 0])
        self.frequency_mhz = 0

    def take(self, meter, now_ms):
        """Read `meter` once; off line leaves the last reading to grow old."""
        self.online = False
        self.reading = None
        try:
            reading = meter.read()
        except OSError:
            return
        if not _plausible(reading):
            return
        self.reading = reading
        self.energy_wh = reading.energy_wh
        self.online = True
        if not self.guards():
            return  # only energy: of current and voltage there is no measurement
        for phase in range(3):
            self.current_ma[phase] = abs(reading.current_ma[phase])  # a reversed transformer
            self.voltage_mv[phase] = reading.voltage_mv[phase]
        self.frequency_mhz = reading.frequency_mhz
        at_ms = getattr(reading, "at_ms", None)
        if at_ms is None:
            at_ms = now_ms
        elif at_ms == self.at_ms and self.sequence:
            return  # the bus has brought nothing since
        self.at_ms = at_ms
        self.sequence = (self.sequence + 1) & _MASK or 1

    def guards(self):
        """Return whether currents and voltages are measured at present."""
        return self.online and getattr(self.reading, "guards", True)

    def fill(self, demand):
        """Write the reading into `demand`."""
        demand.measured = self.sequence
        demand.measured_ms = self.at_ms
        demand.frequency_mhz = self.frequency_mhz
        for phase in range(3):
            demand.current_ma[phase] = self.current_ma[phase]
            demand.voltage_mv[phase] = self.voltage_mv[phase]


def _plausible(reading):
    for phase in range(3):
        if abs(reading.current_ma[phase]) > _TOP or not 0 <= reading.voltage_mv[phase] <= _TOP:
            return False
    return 0 <= reading.frequency_mhz <= _TOP

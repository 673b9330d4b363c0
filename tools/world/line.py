"""The control pilot as an electrical network, and how fast it settles.

Generator +-12 V behind 1 kohm at the pile; beside the car a leak to PE, and the car's diode in
series with its resistor (IEC 61851-1 Annex A, rows CP-001..CP-019).
"""

from math import exp, log

_SETTLED = 9  # time constants after which less than 1 mV of 12 V is missing


def divide(number, by):
    """Return number / by rounded to the nearest integer; `by` > 0."""
    return (2 * number + by) // (2 * by)


class Line:
    """What hangs on the pilot now. Resistances in ohm (0 = none), capacitances in pF."""

    def __init__(self):
        self.open_high_mv = 12000  # CP-001
        self.open_low_mv = -12000  # CP-002
        self.source_ohm = 1000  # CP-008
        self.diode_mv = 700  # CP-018
        self.leak_ohm = 0
        self.car_ohm = 0
        self.diode = 1
        self.shorted = 0  # the wire touches PE at the car
        self.broken = 0  # the wire is broken between pile and car
        self.switched_off = 0  # the pile's pilot switch is open; the tap is on the pile's side
        self.pile_pf = 1000  # CP-009
        self.cable_pf = 1000  # CP-010
        self.car_pf = 1000  # CP-019
        self.high_mv = 12000
        self.low_mv = -12000

    def apart(self):
        """Return 1 while nothing of the car's side reaches the pile's tap."""
        return 1 if self.broken or self.switched_off else 0

    def level(self, source_mv):
        """Return the settled level in mV at the pile's tap for a generator at `source_mv`."""
        if self.apart():
            return source_mv
        if self.shorted:
            return 0
        source, leak, car = self.source_ohm, self.leak_ohm, self.car_ohm
        blocked = divide(source_mv * leak, leak + source) if leak else source_mv
        if not car or (self.diode and blocked <= self.diode_mv):
            return blocked
        drop_mv = self.diode_mv if self.diode else 0
        if leak:
            numerator = source_mv * leak * car + drop_mv * source * leak
            return divide(numerator, leak * car + source * car + source * leak)
        return divide(source_mv * car + drop_mv * source, car + source)

    def load_pf(self):
        """Return the capacitance on the tap."""
        if self.switched_off:
            return self.pile_pf
        if self.broken or not self.car_ohm:
            return self.pile_pf + self.cable_pf
        return self.pile_pf + self.cable_pf + self.car_pf

    def tau_us(self, conducting):
        """Return the time constant in microseconds (float), the car's branch in it or not."""
        siemens = 1 / self.source_ohm
        if not self.apart():
            if self.leak_ohm:
                siemens += 1 / self.leak_ohm
            if self.car_ohm and (conducting or not self.diode):
                siemens += 1 / self.car_ohm
        return self.load_pf() / siemens / 1000000

    def solve(self, duty):
        """Set `high_mv` and `low_mv`: where each half of the wave ends, at `duty` 0.01 %."""
        high, low = self.level(self.open_high_mv), self.level(self.open_low_mv)
        self.high_mv, self.low_mv = high, low
        if self.shorted or not 0 < duty < 10000:
            return
        up = (duty / 10) / self.tau_us(1)
        down = (1000 - duty / 10) / self.tau_us(0)
        if up > _SETTLED and down > _SETTLED:
            return
        up, down = exp(-up), exp(-down)  # what is left of the step when the half ends
        top = (high * (1 - up) + low * (1 - down) * up) / (1 - up * down)
        self.high_mv = round(top)
        self.low_mv = round(low * (1 - down) + top * down)

    def rise_us(self):
        """Return the 10..90 % rise time in microseconds (CP-012); the diode opens on the way."""
        high, low = self.level(self.open_high_mv), self.level(self.open_low_mv)
        start, end = low + (high - low) * 0.1, low + (high - low) * 0.9
        knee = self.diode_mv if self.car_ohm and self.diode and not self.apart() else end
        knee = min(max(knee, start), end)
        free = self.open_high_mv
        if self.leak_ohm and not self.apart():
            free = free * self.leak_ohm / (self.leak_ohm + self.source_ohm)
        if not self.diode:
            free = high
        first = self.tau_us(0) * log((free - start) / (free - knee)) if knee > start else 0
        return first + self.tau_us(1) * log((high - knee) / (high - end)) if knee < end else first

    def fall_us(self):
        """Return the 90..10 % fall time in microseconds, the diode taken as blocking at once."""
        return self.tau_us(0) * log(9)

"""What is soldered around the chip: pilot driver and divider, the hardware gate, the inputs."""

GATE_US = 50000  # the retriggerable monostable behind `heartbeat`

PINS = {
    "coil": 16,
    "coil_2": 17,
    "cp_pwm": 18,
    "heartbeat": 19,
    "lock_in": 21,
    "lock_out": 22,
    "rcd_test": 23,
    "vent": 12,
    "cp_off": 15,
    "lamp_red": 2,
    "gate": 27,
    "rcd": 13,
    "rcd_ac": 14,
    "estop": 4,
    "mirror": 25,
    "bolt": 26,
    "live": 32,
    "pe": 33,
    "cp_adc": 36,
    "pp_adc": 39,
    "socket_adc": 34,
    "board_adc": 35,
}
FITTED = {
    "rcd": "dc6_ac30",
    "lock": True,
    "mirror_contact": True,
    "pe_monitor": True,
    "voltage_sense": True,
    "tethered": False,
    "cp_switch": True,
    "contactors": 1,
    "board_sensor": True,
    "socket_sensor": True,
}
BARE_PINS = {
    "coil": 16,
    "cp_pwm": 18,
    "heartbeat": 19,
    "gate": 27,
    "cp_adc": 36,
}
SCALES = {
    "cp": [9, 1, -14200],  # -12.6 V is 178 mV, +12.6 V is 2978 mV
    "pp": [1000, 3300, 0],
    "socket": [10000, 3950, 22000],
    "board": [10000, 3950, 22000],
}


class Gate:
    """Latch and monostable: set by a rising `coil` while all is good, cleared by anything else."""

    def __init__(self):
        self.good = 1
        self._alive_us = -1
        self._set = 0

    def beat(self, now_us):
        """An edge of `heartbeat`, either way."""
        self.granted(now_us)
        self._alive_us = now_us + GATE_US

    def rise(self, now_us):
        """A rising edge of `coil`."""
        if self.good and now_us < self._alive_us:
            self._set = 1

    def granted(self, now_us):
        """Return the latch."""
        if not self.good or now_us >= self._alive_us:
            self._set = 0
        return self._set


class Board:
    """A board of the pins and scales above; `pilot_mv` is the upper level the car makes."""

    def __init__(self, chip, pins, cp_inverted=True, scale=SCALES["cp"]):
        self.chip = chip
        chip.board = self
        self.pins = pins
        self.inverts = cp_inverted
        self._scale = scale
        self.gate = Gate()
        self.has_gate = True
        self.pilot_mv = 12000
        self.low_mv = -12000
        self.noise_mv = 0
        self.lines = {}  # pin: level the board puts there
        for role in ("rcd", "rcd_ac", "estop", "pe"):
            if role in pins:
                self.lines[pins[role]] = 1
        for role in ("mirror", "live", "bolt"):
            if role in pins:
                self.lines[pins[role]] = 0
        self.slow_mv = {}
        for role, mv in (("pp_adc", 3300), ("socket_adc", 1031), ("board_adc", 1031)):
            if role in pins:
                self.slow_mv[pins[role]] = mv
        self._coil = pins["coil"]
        self._heartbeat = pins["heartbeat"]
        self._granted = pins["gate"]
        self._pilot = pins["cp_adc"]
        self._wave = pins["cp_pwm"]
        self._dice = 1

    def changed(self, pin, level):
        """The chip drives a pad to another level, or lets go of it: pulled down."""
        now_us = self.chip.now_us
        if pin == self._heartbeat:
            self.gate.beat(now_us)
        elif pin == self._coil and level:
            self.gate.rise(now_us)

    def outside(self, pin):
        """Return what the board puts on a pad, -1 when nothing."""
        if pin == self._granted:
            return self.gate.granted(self.chip.now_us) if self.has_gate else 0
        return self.lines.get(pin, -1)

    def put(self, role, level):
        """Change an input line."""
        self.lines[self.pins[role]] = level
        self.gate.good = 1
        for name in ("rcd", "rcd_ac", "estop"):
            if name in self.pins and not self.lines[self.pins[name]]:
                self.gate.good = 0
        self.gate.granted(self.chip.now_us)
        self.chip.edge(self.pins[role], level)

    def coils(self):
        """Return the coils driven: output AND latch."""
        chip = self.chip
        if not self.gate.granted(chip.now_us):
            return 0
        coils = chip.pad(self.pins["coil"])
        if "coil_2" in self.pins:
            coils |= chip.pad(self.pins["coil_2"]) << 1
        return coils

    def duty(self):
        """Return the share of the coming period at +12 V, 0.01 %."""
        chip = self.chip
        if chip.drive[self._wave] == 2:
            high = chip.ledc[self._wave].pad_duty()
        else:
            high = 10000 * chip.pad(self._wave)
        return 10000 - high if self.inverts else high

    def analogue(self, pin):
        """Return the mV at an analogue pad now."""
        if pin != self._pilot:
            return self.slow_mv[pin]
        above = self.chip.pad(self._wave)
        if self.inverts:
            above = 1 - above
        pilot_mv = self.pilot_mv if above else self.low_mv
        multiply, divide, add = self._scale
        return (pilot_mv - add) * divide // multiply + self._noise()

    def _noise(self):
        if not self.noise_mv:
            return 0
        self._dice = (self._dice * 1103515245 + 12345) & 0x3FFFFFFF
        return (self._dice >> 8) % (2 * self.noise_mv + 1) - self.noise_mv

"""The plant of tools.world wired to the pins of an emulated chip, as the board file says.

The real gate stands before the coil pins, so the plant's own gate lets everything through. The
front end is that of boards/pico/README.md: 0 V on the pilot is 1.65 V at the pin, 1 V is 0.125 V.
"""

import math

from core.frame import GATE_ON, OPEN_OHM, RCD_AC, RCD_DC, SENSOR_OPEN, SENSOR_SHORT
from tools.world.clock import FAR

_FULL_V = 3.3
_MIDDLE_V = 1.65
_PER_VOLT = 0.125
_FULL_RAW = 4095
_PERIOD_US = 1000.0
_QUIET_US = 1500.0  # without an edge for so long the pilot is steady
_SAME = 2  # 0.01 %: less is the measurement, not a new duty
_CP, _PP, _SOCKET, _CHIP = 0, 1, 2, 4  # ADC channels
_KELVIN = 273.15


class OpenGate:
    """Stands where the plant has a gate of its own."""

    bits = GATE_ON
    bad = 0
    due_us = FAR

    def inputs(self, _rcd, _estop):
        """Take the lines: the chip's own gate does."""

    def disarm(self):
        """Reset or no power: the chip's pins say it."""


class Wiring:
    """Pins to plant and back; `changed()` hears of every change of the chip's outputs."""

    def __init__(self, chip, board, plant, changed):
        self._chip = chip
        self._plant = plant
        self._changed = changed
        self._pins = board["pins"]
        self.pilot_pin = self._pins["cp_pwm"]
        self._scales = board["scales"]
        self._told = {}
        self._rise_us = self._fall_us = -_QUIET_US
        self._driven = False  # a pull-up makes an undriven pilot +12 V
        self.duty = 10000
        plant.gate = OpenGate()
        self._cp = chip.pilot(_CP, self._pins["cp_pwm"], 0.0, 0.0)
        chip.watch(self._pins["cp_pwm"], self._edge)
        chip.every(_PERIOD_US, self._steady)
        for role in ("coil", "coil_2", "lock_in", "lock_out", "rcd_test", "cp_off", "vent"):
            if role in self._pins:
                chip.watch(self._pins[role], self._output)
        self.show()

    # chip to plant

    def _edge(self, _t, new, _old):
        now_us = self._chip.us
        if new == 1:
            period = now_us - self._rise_us
            if self._fall_us > self._rise_us and period < _QUIET_US:
                self._set_duty(round((self._fall_us - self._rise_us) * 10000 / period))
            self._rise_us = now_us
        else:
            self._fall_us = now_us
        if self._driven != (new in (0, 1)):
            self._driven = new in (0, 1)
            self._changed()

    def _steady(self):
        if self._chip.us - max(self._rise_us, self._fall_us) >= _QUIET_US:
            low = self._driven and self._chip.level(self._pins["cp_pwm"]) == 0
            self._set_duty(0 if low else 10000)

    def _set_duty(self, duty):
        steady = duty in (0, 10000)
        if duty != self.duty and (steady or abs(duty - self.duty) >= _SAME):
            self.duty = duty
            self._output()

    def _high(self, role):
        return 1 if role in self._pins and self._chip.level(self._pins[role]) == 1 else 0

    def _output(self, *_):
        self._changed()

    def fetch(self):
        """Copy what the chip drives into the plant's outputs."""
        outputs = self._plant.outputs
        outputs.duty = self.duty
        outputs.coils = self._high("coil") | self._high("coil_2") << 1
        outputs.lock = self._high("lock_in") - self._high("lock_out")
        outputs.rcd_test = self._high("rcd_test")
        outputs.cp_off = self._high("cp_off")
        outputs.vent = self._high("vent")

    # plant to chip

    def show(self):
        """Put what the plant shows on the chip's inputs."""
        pins, plant = self._plant.pins, self._plant
        self._drive("rcd", not pins.rcd & RCD_DC)
        self._drive("rcd_ac", not pins.rcd & RCD_AC)
        self._drive("estop", not pins.estop)
        self._drive("pe", pins.pe)
        self._drive("bolt", pins.bolt)
        for role, bit in (("mirror", 1), ("mirror_2", 2)):
            self._drive(role, pins.mirror & bit)
        for role, bit in (("live", 1), ("live_2", 2), ("live_3", 4)):
            self._drive(role, pins.live & bit)
        self._hold(_PP, pins.pp_ohm, self._pp_volts)
        self._hold(_SOCKET, pins.socket_dc, self._socket_volts)
        self._hold(_CHIP, pins.board_dc, _chip_volts)
        high_mv, low_mv = plant.line.high_mv, plant.line.low_mv
        levels = (high_mv, low_mv if self._driven else high_mv)
        if self._told.get("cp") != levels:
            self._told["cp"] = levels
            self._cp.set(_pilot_volts(levels[0]), _pilot_volts(levels[1]))

    def disturb(self):
        """Let the pilot be as noisy as the plant says, a number for every sample."""
        peak_mv, about = self._plant.pins.noise_mv, self._plant.noise.about
        self._cp.disturb((lambda: about(peak_mv) / 1000 * _PER_VOLT) if peak_mv else None)

    def _drive(self, role, good):
        if role in self._pins and self._told.get(role) != bool(good):
            self._told[role] = bool(good)
            self._chip.drive(self._pins[role], bool(good))

    def _hold(self, channel, value, volts):
        if self._told.get(channel) != value:
            self._told[channel] = value
            self._chip.analogue(channel, volts(value))

    def _pp_volts(self, ohm):
        if ohm >= OPEN_OHM:
            return _FULL_V
        pullup, full, series = self._scales["pp"]
        return full / _FULL_RAW * _FULL_V * (ohm + series) / (ohm + series + pullup)

    def _socket_volts(self, dc):
        if dc in (SENSOR_OPEN, SENSOR_SHORT):
            return _FULL_V if dc == SENSOR_OPEN else 0.0
        r25, beta, pullup = self._scales["socket"]
        ohm = r25 * math.exp(beta * (1 / (dc / 10 + _KELVIN) - 1 / (25 + _KELVIN)))
        return _FULL_V * ohm / (ohm + pullup)


def _pilot_volts(mv):
    return _MIDDLE_V + mv / 1000 * _PER_VOLT


def _chip_volts(dc):
    return 0.706 - (dc / 10 - 27) * 0.001721

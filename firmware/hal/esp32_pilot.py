"""The control pilot: 1 kHz out by LEDC, its plateaus by bursts of ADC1; PP and temperatures.

Low on the LEDC is +12 V on every board: a driver that does not invert gets the signal inverted
on its way to the pin, so that a soft reset, which leaves the LEDC low, leaves +12 V.
"""

import array
import time

from machine import ADC, PWM, Pin
from micropython import const

from core.frame import DUTY_F, DUTY_X1, OPEN_OHM, SENSOR_OPEN
from hal.analogue import Proximity, Thermistor
from hal.esp32_burst import ROOM, select, take

_PWM_HZ = const(1000)
_FULL_DUTY = const(65536)
_COARSE = const(128)  # read back: duty in steps of 1/512 at worst
_SETTLED_US = const(2000)  # a written duty is in force after a period, and read back then
_APART_US = const(3000)  # windows never share a sample
_SUPPLY_MV = const(3300)
_BOTTOM_MV = const(150)  # 11 dB: nothing is told from less, or from more
_TOP_MV = const(3050)
_NO_SENSOR_DC = const(250)
_UV = const(1000)
_MASK = const(0x3FFFFFFF)


class Pilot:
    """Wave and samples of one outlet. `sample` and `act` are called from the tick."""

    def __init__(self, pins, scales, inverted):
        """`inverted`: the driver makes +12 V of a low pin."""
        self._pin = Pin(pins["cp_pwm"])
        self._invert = not inverted
        self.steady()
        self._multiply, self._divide, self._add = scales["cp"]
        self._read = _adc(pins["cp_adc"]).read_uv  # bound once
        self._ticks_us = time.ticks_us
        self._samples = array.array("i", [0] * ROOM)
        self.count = 0  # of samples in the last window
        self.torn = 0  # windows that something came between, or that had too few samples
        self._window = 0
        self._high_mv = 0
        self._low_mv = 0
        self._taken_us = time.ticks_add(time.ticks_us(), -_APART_US)
        self._pp = _adc(pins["pp_adc"]) if "pp_adc" in pins else None
        self._proximity = Proximity(scales["pp"], _TOP_MV) if self._pp else None
        self._socket, self._socket_ntc = _sensor(pins, scales, "socket")
        self._board, self._board_ntc = _sensor(pins, scales, "board")
        self.run()

    def steady(self):
        """Steady +12 V at once, taking the pin from the LEDC. Anyone may call."""
        self._pin.init(Pin.OUT, value=1 if self._invert else 0)

    def run(self):
        """Give the pin to the LEDC, at +12 V. Not from the tick."""
        self._duty = DUTY_X1
        self._written = 0
        self._written_us = time.ticks_us()
        self._pwm = PWM(self._pin, freq=_PWM_HZ, duty_u16=0, invert=self._invert)

    def act(self, duty):
        """Put `duty`, 0.01 %, in force from the next period on."""
        if duty == self._duty:
            return
        self._duty = duty
        self._written = min(_FULL_DUTY * (DUTY_X1 - duty) // DUTY_X1, _FULL_DUTY - 1)
        self._write()

    def _write(self):
        self._written_us = time.ticks_us()
        self._pwm.duty_u16(self._written)

    def sample(self, frame):
        """Write window, plateaus, PP and temperatures: a window is new, or the last one."""
        frame.pp_ohm = OPEN_OHM
        frame.socket_dc = SENSOR_OPEN if self._socket else _NO_SENSOR_DC
        frame.board_dc = SENSOR_OPEN if self._board else _NO_SENSOR_DC
        now_us = time.ticks_us()
        try:
            apart_us = time.ticks_diff(now_us, self._taken_us) & _MASK
            if apart_us >= _APART_US and self._obeyed(now_us):
                self._take()
            self._slow(frame)
        except OSError:  # the converter is gone: the window stays, and the core sees that
            pass
        frame.window = self._window
        frame.high_mv = self._high_mv
        frame.low_mv = self._low_mv

    def _obeyed(self, now_us):
        # A second write within a period may be lost: written again; until it holds, no window
        # is new, for the ranks of the samples follow the duty.
        if time.ticks_diff(now_us, self._written_us) & _MASK < _SETTLED_US:
            return True
        wrong = self._pwm.duty_u16() - self._written
        if -_COARSE <= wrong <= _COARSE:
            return True
        self._write()
        return False

    def _take(self):
        count = take(self._read, self._ticks_us, self._samples)
        self._taken_us = time.ticks_us()
        if count == 0:
            self.torn = (self.torn + 1) & _MASK
            return
        self.count = count
        last = count - 1
        if DUTY_F < self._duty < DUTY_X1:
            upper = min(max(count * self._duty // DUTY_X1, 1), last)
            low_rank = (last - upper) // 2
            high_rank = last - (upper - 1) // 2
        else:
            low_rank = high_rank = last // 2
        self._low_mv = self._scaled(select(self._samples, 0, last, low_rank))
        self._high_mv = self._scaled(select(self._samples, low_rank, last, high_rank))
        self._window = (self._window + 1) & _MASK

    def _scaled(self, uv):
        return uv // _UV * self._multiply // self._divide + self._add

    def _slow(self, frame):
        if self._pp:
            frame.pp_ohm = self._proximity.ohm(self._pp.read_uv() // _UV)
        if self._socket:
            frame.socket_dc = self._socket_ntc.dc(self._socket.read_uv() // _UV)
        if self._board:
            frame.board_dc = self._board_ntc.dc(self._board.read_uv() // _UV)


def _adc(pin):
    return ADC(Pin(pin), atten=ADC.ATTN_11DB)


def _sensor(pins, scales, name):
    role = name + "_adc"
    if role not in pins:
        return None, None
    return _adc(pins[role]), Thermistor(scales[name], _SUPPLY_MV, _BOTTOM_MV, _TOP_MV)

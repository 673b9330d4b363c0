"""Sets up the wave of the pilot and its samples. Loaded at start, then dropped.

The places in the list are those of hal.rp2_pilot: a test compares them.
"""

import array
import time

import machine
import rp2
import uctypes
from machine import ADC, Pin
from micropython import const

from core.frame import OPEN_OHM
from hal.analogue import Thermistor
from hal.rp2_pilot import Pilot, wave
from hal.rp2_plateau import RING, WORK

_PWM = const(0x40050000)  # 20 bytes a slice
_SLICE_BYTES = const(20)
_IO_CTRL = const(0x40014004)  # of GPIO 0; 8 bytes a pin
_FUNC_PWM = const(4)
_HERTZ = const(1000)
_TOP_MAX = const(65535)

_ADC = const(0x4004C000)
_ADC_FIFO = const(0x4004C00C)
_FIRST_ADC_PIN = const(26)
_CHIP_CHANNEL = const(4)
_SAMPLE_CLOCKS = const(480)  # of 48 MHz: 100 kS/s
_DREQ_ADC = const(36)
_DMA = const(0x50000000)  # 64 bytes of registers a channel
_COUNT = const(0x3FFFFFFF)  # transfers the DMA is started with: 3 hours

# places in the list the functions share
_DMA_AT = const(0)  # registers of its channel
_DMA_BIT = const(1)
_DMA_CTRL = const(2)
_RING_AT = const(3)
_SEEN = const(4)  # count of the DMA at the last window
_PWM_AT = const(6)  # registers of its slice
_PWM_SHIFT = const(7)  # 16 on channel B
_LEVELS = const(8)  # clocks a period
_DUTY = const(9)
_WORK_AT = const(10)
_SOCKET_AT = const(11)
_CP_MULTIPLY = const(12)
_CP_DIVIDE = const(13)
_CP_ADD = const(14)
_CP = const(15)  # ADC channels
_PP = const(17)  # their channels, -1 = not fitted
_SOCKET = const(18)
_CHIP = const(19)
_PP_OHM = const(20)  # what they read last
_SOCKET_DC = const(21)
_BOARD_DC = const(22)
_PP_PULL_UP = const(23)
_PP_FULL = const(24)
_PP_SERIES = const(25)
_FIELDS = const(26)

_FULL = const(4095)
_BOTTOM = const(8)  # below and above, a reading tells nothing
_TOP = const(4080)
_STEP = const(64)  # of the table of temperatures


def set_up(board):
    """Return the Pilot of one outlet, the wave and the samples running."""
    pins, scales, fitted = board["pins"], board["scales"], board["fitted"]
    state = _words(_FIELDS)
    state[_CP_MULTIPLY], state[_CP_DIVIDE], state[_CP_ADD] = scales["cp"]
    state[_CP] = _channel(pins["cp_adc"])
    for place, role in ((_PP, "pp_adc"), (_SOCKET, "socket_adc")):
        state[place] = _channel(pins[role]) if role in pins else -1
    state[_CHIP] = _CHIP_CHANNEL if fitted["board_sensor"] else -1
    state[_PP_OHM] = OPEN_OHM
    state[_SOCKET_DC] = state[_BOARD_DC] = 250
    if state[_PP] >= 0:
        state[_PP_PULL_UP], state[_PP_FULL], state[_PP_SERIES] = scales["pp"]
    socket = _temperatures(scales["socket"]) if state[_SOCKET] >= 0 else _words(0)
    pilot = Pilot(state, _words(WORK // 4), socket)
    state[_WORK_AT] = uctypes.addressof(pilot.work)
    state[_SOCKET_AT] = uctypes.addressof(socket)
    _start_wave(state, pins["cp_pwm"])
    _start_samples(pilot)
    return pilot


def _start_wave(state, pin):
    # The pin stays as it is until the PWM, steady high, has taken over its first period.
    mem32 = machine.mem32
    clocks = machine.freq() // _HERTZ
    divide = 1
    while clocks % divide or clocks // divide > _TOP_MAX:
        divide += 1
    at = state[_PWM_AT] = _PWM + _SLICE_BYTES * (pin >> 1 & 7)
    state[_LEVELS] = clocks // divide
    state[_PWM_SHIFT] = 16 * (pin & 1)
    mem32[at] = 0
    mem32[at + 4] = divide << 4
    mem32[at + 16] = state[_LEVELS] - 1
    state[_DUTY] = -1
    wave(10000, uctypes.addressof(state))
    mem32[at] = 1
    time.sleep_ms(2)
    mem32[_IO_CTRL + 8 * pin] = _FUNC_PWM


def _start_samples(pilot):
    state, mem32 = pilot.state, machine.mem32
    pilot.ring = _ring()
    dma = pilot._dma = rp2.DMA()
    channel = dma.channel  # type: ignore[attr-defined]
    state[_DMA_AT] = _DMA + 64 * channel
    state[_DMA_BIT] = 1 << channel
    state[_DMA_CTRL] = dma.pack_ctrl(
        size=1, inc_read=False, ring_size=10, ring_sel=True, treq_sel=_DREQ_ADC
    )
    state[_RING_AT] = uctypes.addressof(pilot.ring)
    state[_SEEN] = _COUNT
    mem32[_ADC + 8] = 0
    while mem32[_ADC + 8] & 0xF0000:
        mem32[_ADC_FIFO]
    mem32[_ADC + 16] = _SAMPLE_CLOCKS - 1 << 8
    mem32[_ADC + 8] = 1 << 24 | 9  # FIFO on, it asks the DMA for every sample
    dma.config(read=_ADC_FIFO, write=pilot.ring, count=_COUNT, ctrl=state[_DMA_CTRL], trigger=True)
    mem32[_ADC] = state[_CP] << 12 | 0xB  # START_MANY, TS_EN, EN


def _words(count):
    return array.array("i", [0] * count)


def _ring():
    # the DMA wraps where the address has this many zeros
    size = 2 * RING
    room = bytearray(2 * size)
    offset = -uctypes.addressof(room) % size
    return memoryview(room)[offset : offset + size]


def _channel(pin):
    if pin is None:
        return -1
    ADC(Pin(pin))
    return pin - _FIRST_ADC_PIN


def _temperatures(scale):
    thermistor = Thermistor(scale, _FULL, _BOTTOM, _TOP)
    return array.array("h", [thermistor.dc(raw) for raw in range(0, _FULL + 2, _STEP)])

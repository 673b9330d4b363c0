"""The control pilot: 1 kHz out by PWM, its level in by ADC and DMA; the slow analogue inputs.

The ADC samples the pilot alone, free-running at 100 kS/s, into a ring by DMA. One of the other
channels is read between two windows, in the tick: a round robin would shift its channels for
ever when one sample is lost. How all of it is set up: hal/rp2_pilot_set_up.py. The functions
take the address of the list they share, which costs less than the list.
"""

import micropython
from micropython import const

from hal.rp2_plateau import plateaus

_ADC = const(0x4004C000)
_COUNT = const(0x3FFFFFFF)  # transfers the DMA is started with: 3 hours
_COUNT_LOW = const(0x100000)  # it is started anew 10 s before its end
_WINDOW = const(300)  # WINDOW and RING of hal.rp2_plateau: viper takes no other's
_PLACES = const(512)
_SHORT = const(1600)  # duty of a half with fewer than 4 of 25 samples
_SHORTER = const(1000)  # with fewer than 5 of 50
_PERIOD = const(110)  # samples until a new duty is on the pin, and some more

# places in the list the functions share
_DMA_AT = const(0)  # registers of its channel
_DMA_BIT = const(1)
_DMA_CTRL = const(2)
_RING_AT = const(3)
_SEEN = const(4)  # count of the DMA at the last window
_WINDOW_NO = const(5)
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
_TURN = const(16)  # which slow input is next: 0 PP, 1 socket, 2 chip
_PP = const(17)  # their channels, -1 = not fitted
_PP_OHM = const(20)  # what they read last
_SOCKET_DC = const(21)
_BOARD_DC = const(22)
_PP_PULL_UP = const(23)
_PP_FULL = const(24)
_PP_SERIES = const(25)


class Pilot:
    """Lists for the functions below, and what must not be collected."""

    def __init__(self, state, work, socket):
        self.state = state
        self.work = work
        self.socket = socket
        self.ring = None
        self._dma = None  # a channel that is collected stops


@micropython.viper
def measure(frame, state_at: int):
    """Write a new window's plateaus and a slow input into the frame. From the tick."""
    state = ptr32(state_at)
    dma = ptr32(state[_DMA_AT])
    count = dma[2]
    if state[_SEEN] - count < _WINDOW:
        return
    end = ((dma[1] - state[_RING_AT]) >> 1) + _PLACES
    duty = state[_DUTY]
    taken = 25
    if 0 < duty < _SHORT or 10000 - _SHORT < duty < 10000:
        taken = 50 if _SHORTER <= duty <= 10000 - _SHORTER else 100
    raw = int(plateaus(duty, taken, end, state[_RING_AT], state[_WORK_AT]))  # type: ignore[arg-type]
    multiply = state[_CP_MULTIPLY]
    divide = state[_CP_DIVIDE]
    add = state[_CP_ADD]
    frame.high_mv = (raw >> 12) * multiply // divide + add
    frame.low_mv = (raw & 4095) * multiply // divide + add
    window = (state[_WINDOW_NO] + 1) & 0x3FFFFFFF
    state[_WINDOW_NO] = window
    frame.window = window
    state[_SEEN] = count
    if count < _COUNT_LOW:
        restart(state_at)
    turn = state[_TURN]
    slow(state_at)
    if turn == 0:
        frame.pp_ohm = state[_PP_OHM]
    elif turn == 1:
        frame.socket_dc = state[_SOCKET_DC]
    else:
        frame.board_dc = state[_BOARD_DC]


@micropython.viper
def restart(state_at: int):
    """Give the DMA its whole count again; meanwhile the ADC's FIFO holds 40 us of samples."""
    state = ptr32(state_at)
    dma = ptr32(state[_DMA_AT])
    dma[4] = state[_DMA_CTRL] & -2  # AL1_CTRL, paused
    abort = ptr32(0x50000444)
    abort[0] = state[_DMA_BIT]
    patience = 100
    while abort[0] & state[_DMA_BIT] and patience:
        patience -= 1
    dma[4] = state[_DMA_CTRL]
    dma[7] = _COUNT  # AL1_TRANS_COUNT_TRIG
    state[_SEEN] = _COUNT


@micropython.viper
def wave(duty: int, state_at: int):
    """Set the duty, 0..10000: constant low .. constant high. It holds from the next period.

    No window will hold both waves.
    """
    state = ptr32(state_at)
    if duty == state[_DUTY]:
        return
    state[_DUTY] = duty
    pwm = ptr32(state[_PWM_AT])
    pwm[3] = duty * state[_LEVELS] // 10000 << state[_PWM_SHIFT]
    if state[_DMA_AT]:
        dma = ptr32(state[_DMA_AT])
        state[_SEEN] = dma[2] - _PERIOD


@micropython.viper
def slow(state_at: int):
    """Read the slow input whose turn it is, some 5 us between two samples of the pilot."""
    state = ptr32(state_at)
    turn = state[_TURN]
    state[_TURN] = turn + 1 if turn < 2 else 0
    channel = state[_PP + turn]
    if channel < 0:
        return
    adc = ptr32(_ADC)
    run = state[_CP] << 12 | 0xB
    adc[0] = run & -9
    patience = 100
    while adc[0] & 0x100 == 0 and patience:
        patience -= 1
    adc[2] = 8 | 1 << 24  # not into the ring
    adc[0] = channel << 12 | 7
    patience = 100
    while adc[0] & 0x100 == 0 and patience:
        patience -= 1
    raw = adc[1]
    adc[2] = 9 | 1 << 24
    adc[0] = run
    if turn == 0:
        ohm = 1000000
        if raw < 4080:
            ohm = state[_PP_PULL_UP] * raw // (state[_PP_FULL] - raw) - state[_PP_SERIES]
        state[_PP_OHM] = ohm if ohm > 0 else 0
    elif turn == 1:
        socket = ptr16(state[_SOCKET_AT])
        at = raw >> 6
        below = socket[at] << 16 >> 16  # signed
        above = socket[at + 1] << 16 >> 16
        if above == -32000:
            below = above  # next to its ends the table is no line
        elif below == 32000:
            above = below
        state[_SOCKET_DC] = below + ((above - below) * (raw & 63) >> 6)
    else:  # 0.706 V at 27 degrees, -1.721 mV a degree
        state[_BOARD_DC] = 270 - (raw * 330000 // 4095 - 70600) * 100 // 1721

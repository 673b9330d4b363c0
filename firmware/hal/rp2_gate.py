"""The gate before the coils: two PIO state machines that open them without the processor.

Their programs: hal/rp2_program.py. A machine that parks puts the coil pins to 0, again and
again, and only the core's arming gets it going. Both are set up by registers and claimed by
nobody: a soft reset leaves them running, nobody feeds them then, and the coils fall.
"""

import array

import machine
import micropython
from micropython import const

from hal.contract import GATE_FEED_MS

_PIO = const(0x50200000)
_CTRL = const(0x000)
_TXF = const(0x010)
_INSTR_MEM = const(0x048)
_SM = const(0x0C8)  # of machine 0; 24 bytes a machine
_SM_BYTES = const(24)
_EXECCTRL = const(0x04)
_SHIFTCTRL = const(0x08)
_INSTR = const(0x10)
_PINCTRL = const(0x14)
_SIDE_EN = const(0x4001F000)  # side-set optional; wrap from 31 to 0
_SHIFT_RIGHT = const(0x000C0000)
_IO_CTRL = const(0x40014004)  # of GPIO 0; 8 bytes a pin
_FUNC_PIO0 = const(6)

_PULL = const(0x8080)
_MOV_ISR_OSR = const(0xA0C7)
_MOV_X_OSR = const(0xA027)
_SET_PINS_0 = const(0xE000)
_SET_PINDIRS = const(0xE080)
_JMP_OFF = const(0x1300)
_JMP_DEAD = const(0x1012)

# places in the list `drive` and `bits` read
_FIRST = const(0)  # first input
_INPUTS = const(1)  # mask of the inputs, from bit 0
_RCD = const(2)  # which of them are lines of the residual-current device
_ESTOP = const(3)
_COIL = const(4)  # first coil
_COILS = const(5)  # mask of the coils, from bit 0


def set_up(coil, coils, first, rcd_lines, estop, filter_us):
    """Take the coil pins, coils off and disarmed. Return the list for `drive` and `bits`.

    `coil`: first of 1 or 2 consecutive pins. `first`: of the consecutive inputs, `rcd_lines`
    of the residual-current device, then the emergency stop if `estop`.
    """
    from hal.rp2_program import DEAD_MAN, DEAD_MAN_AT, DEAD_MAN_HZ, GUARD_HZ, readings, words

    inputs = rcd_lines + estop
    mem32 = machine.mem32
    off()
    mem32[_PIO + _CTRL] = 0
    program = words(inputs)
    for address in range(len(program)):
        mem32[_PIO + _INSTR_MEM + 4 * address] = program[address]
    for offset in range(len(DEAD_MAN)):
        mem32[_PIO + _INSTR_MEM + 4 * (DEAD_MAN_AT + offset)] = DEAD_MAN[offset][1]
    pins = (1 + coils) << 29 | coils << 26 | first << 15 | coil << 10 | coil << 5
    _start(0, GUARD_HZ, pins, readings(filter_us), _MOV_ISR_OSR, _JMP_OFF)
    _start(1, DEAD_MAN_HZ, pins, GATE_FEED_MS * DEAD_MAN_HZ // 1000, _MOV_X_OSR, _JMP_DEAD)
    _exec(0, _SET_PINS_0)
    _exec(0, _SET_PINDIRS | ((1 << coils) - 1))
    mem32[_PIO + _CTRL] = 3
    for pin in range(coil, coil + coils):
        mem32[_IO_CTRL + 8 * pin] = _FUNC_PIO0
    rcd = (1 << rcd_lines) - 1
    return array.array(
        "i", [first, (1 << inputs) - 1, rcd, estop << rcd_lines, coil, (1 << coils) - 1]
    )


def _start(number, hertz, pins, constant, keep, park):
    # clock, pins and constant of one machine that stands still, then parks it
    mem32 = machine.mem32
    at = _PIO + _SM + _SM_BYTES * number
    mem32[at] = machine.freq() // hertz << 16
    mem32[at + _EXECCTRL] = _SIDE_EN
    mem32[at + _SHIFTCTRL] = 1 << 30 | _SHIFT_RIGHT  # a change of FJOIN_TX empties both FIFOs
    mem32[at + _SHIFTCTRL] = _SHIFT_RIGHT
    mem32[at + _PINCTRL] = pins
    mem32[_PIO + _TXF + 4 * number] = constant
    for word in (_PULL, keep, park):
        _exec(number, word)


def _exec(number, word):
    machine.mem32[_PIO + _SM + _SM_BYTES * number + _INSTR] = word


@micropython.viper
def drive(frame, gate: ptr32):
    """Arm the gate if asked, feed it, put the coils where they are granted. From the tick."""
    pio = ptr32(_PIO)
    coils = int(frame.coils) & gate[_COILS]
    if int(frame.arm):
        sio = ptr32(0xD0000000)
        bad = (sio[1] >> gate[_FIRST] ^ -1) & gate[_INPUTS]  # GPIO_IN
        if bad:
            pio[54] = 0x1300 | bad  # SM0_INSTR: park there
        else:
            pio[60] = 0x0010  # SM1_INSTR: jmp 16, all of its time anew
            pio[54] = 0x0008  # jmp 8
    if coils == 0:
        if pio[53] >= 8:  # SM0_ADDR: a trip stays readable
            pio[54] = 0x1300
        return
    pio[60] = 0xA041  # mov y, x: a parked machine stays where it is
    if pio[53] >= 8 and pio[59] < 18 and pio[0] & 3 == 3:
        if (pio[15] >> gate[_COIL]) & gate[_COILS] != coils:  # DBG_PADOUT
            pio[54] = 0xE000 | coils  # set pins: parked meanwhile, the machine takes it back


@micropython.viper
def bits(gate: ptr32) -> int:
    """Return the GATE_* bits. From the tick."""
    pio = ptr32(_PIO)
    at = pio[53]
    if at >= 8:
        if pio[0] & 3 != 3:
            return 0
        return 1 if pio[59] < 18 else 8
    found = 0
    if at & gate[_RCD]:
        found = 2
    if at & gate[_ESTOP]:
        found |= 4
    return found


@micropython.viper
def off():
    """Coils off, both machines parked. From anywhere, before `set_up` too."""
    pio = ptr32(_PIO)
    pio[54] = 0x1300
    pio[60] = 0x1012

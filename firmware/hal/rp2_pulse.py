"""S0 pulses counted by a PIO state machine: none is lost while the processor is elsewhere.

The machine filters and counts by itself: a flash erase (interrupts off for 400 ms) loses no
pulse, and interference on a long wire interrupts nobody. The input is pulled up and a pulse is
low: the meter's switch lies between the pin and ground (S0-002: a passive output works from
3.3 V or wants an optocoupler). S0-001, S0-003.
"""

import machine
import micropython
from machine import Pin
from micropython import const

# Block 1, machine 3, from address 0: the gate has block 0; the radio of a Pico W takes the first
# free machine of block 1 and loads its program from the end of that memory.
_PIO = const(0x50300000)
_SET = const(0x50302000)  # CTRL, bits to set
_CLEAR = const(0x50303000)  # CTRL, bits to clear
_INSTR_MEM = const(0x50300048)
_SM = const(0x50300110)  # registers of machine 3
_ENABLE = const(0x08)
_RESTART = const(0x80)
_JOIN = const(0x40000000)  # a change of it empties both FIFOs
_AUTOPUSH = const(0x00010000)  # after 32 bits
_SET_X_0 = const(0xE020)
_EIO = const(5)

# Instruction, word. A level is believed when 32 readings, 2 steps apart, agree on it.
PROGRAM = (
    ("set y, 31", 0xE05F),  # 0
    ("jmp pin, 0", 0x00C0),  # high: start the filter anew
    ("jmp y--, 1", 0x0081),
    ("jmp x--, 4", 0x0044),  # a pulse: x goes down, and it goes on at 4 whatever x was
    ("set y, 31", 0xE05F),  # 4
    ("jmp pin, 7", 0x00C7),
    ("jmp 4", 0x0004),  # low: start the filter anew
    ("jmp y--, 5", 0x0085),  # 7
)
_FIRST = const(0x0004)  # jmp 4: a pulse half over at the start is not counted
_STEPS_HZ = const(3100)  # less than 20.0 ms is never believed, 21.3 ms always


class Pulses:
    """Counts the pulses on a pin from 0. There is one of it on a chip."""

    def __init__(self, pin):
        Pin(pin, Pin.IN, Pin.PULL_UP)
        mem32 = machine.mem32
        mem32[_CLEAR] = _ENABLE
        for address in range(len(PROGRAM)):
            mem32[_INSTR_MEM + 4 * address] = PROGRAM[address][1]
        mem32[_SM] = (machine.freq() << 8) // _STEPS_HZ << 8
        mem32[_SM + 0x04] = pin << 24 | (len(PROGRAM) - 1) << 12  # EXECCTRL: jmp pin, wrap
        mem32[_SM + 0x08] = _AUTOPUSH | _JOIN
        mem32[_SM + 0x08] = _AUTOPUSH
        mem32[_SET] = _RESTART
        for word in (_SET_X_0, _FIRST):
            mem32[_SM + 0x10] = word
        mem32[_SET] = _ENABLE

    def count(self):
        """Return the pulses since the start, 0..2**30-1, then from 0 again. Tasks only.

        Each call may hold the filter up by one step of 0.3 ms: ask once in 20 ms at most.
        Raises OSError when the machine does not answer.
        """
        pulses = _count()
        if pulses < 0:
            raise OSError(_EIO)
        return pulses


@micropython.viper
def _count() -> int:
    # The machine is made to do one instruction in between: `in x, 32`, which pushes x. It does
    # so within one of its steps, 0.32 ms.
    pio = ptr32(_PIO)
    pio[72] = 0x4020  # SM3_INSTR
    turns = 20000
    while pio[1] & 0x800:  # FSTAT: nothing received yet
        turns -= 1
        if turns < 0:
            return -1
    return -pio[11] & 0x3FFFFFFF  # RXF3

"""Sets up the gate's two machines and the digital lines. Loaded at start, then dropped."""

import array

import machine
from machine import Pin
from micropython import const

from hal.contract import GATE_FEED_MS
from hal.rp2_gate import off
from hal.rp2_lines import NEVER
from hal.rp2_program import DEAD_MAN, DEAD_MAN_AT, DEAD_MAN_HZ, GUARD_HZ, readings, words

# Role of the input, pull of its pin. High means: closed, live, locked, present. The pull is
# what a broken wire reads as: contact closed (a weld), dead, not locked, no earth. The lines
# of the gate are good when high.
_PULLS = (
    ("mirror", Pin.PULL_UP),
    ("mirror_2", Pin.PULL_UP),
    ("live", Pin.PULL_DOWN),
    ("live_2", Pin.PULL_DOWN),
    ("live_3", Pin.PULL_DOWN),
    ("bolt", Pin.PULL_DOWN),
    ("pe", Pin.PULL_DOWN),
    ("rcd", Pin.PULL_DOWN),
    ("rcd_ac", Pin.PULL_DOWN),
    ("estop", Pin.PULL_DOWN),
)
_OUTPUTS = ("lock_in", "lock_out", "rcd_test", "cp_off", "vent")

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


def lines(pins, fitted):
    """Make the pins inputs and outputs (off). Return the list for `read`, `write` and `off`."""
    found = []
    for role, pull in _PULLS:
        if role in pins:
            Pin(pins[role], Pin.IN, pull)
        found += [pins.get(role, 0), 1 if role in pins else 0]
    found.append(1 if fitted["rcd"] == "ccid20" else 0)
    for role in _OUTPUTS:
        if role in pins:
            Pin(pins[role], Pin.OUT, value=0)
        found.append(1 << pins[role] if role in pins else 0)
    watched = 0
    for place in range(0, 2 * len(_PULLS), 2):
        watched |= found[place + 1] << found[place]
    return array.array("i", found + [watched, NEVER])


def gate(coil, coils, first, rcd_lines, estop, filter_us):
    """Take the coil pins, coils off and disarmed. Return the list for `drive` and `tell`.

    `coil`: first of 1 or 2 consecutive pins. `first`: of the consecutive inputs, `rcd_lines`
    of the residual-current device, then the emergency stop if `estop`.
    """
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

"""The gate before the coils: two PIO state machines that open them without the processor.

Their programs: hal/rp2_program.py. A machine that parks puts the coil pins to 0, again and
again, and only the core's arming gets it going. Both are set up by registers (hal/rp2_set_up.py)
and claimed by nobody: a soft reset leaves them running, nobody feeds them then, and the coils
fall. The functions of the tick take the address of the list, which costs less than the list.
"""

import micropython
from micropython import const

_PIO = const(0x50200000)

# places in the list that hal.rp2_set_up makes
_FIRST = const(0)  # first input
_INPUTS = const(1)  # mask of the inputs, from bit 0
_RCD = const(2)  # which of them are lines of the residual-current device
_ESTOP = const(3)
_COIL = const(4)  # first coil
_COILS = const(5)  # mask of the coils, from bit 0


@micropython.viper
def drive(frame, gate_at: int):
    """Arm the gate if asked, feed it, put the coils where they are granted. From the tick."""
    gate = ptr32(gate_at)
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
def tell(frame, gate_at: int):
    """Write the GATE_* bits into the frame when they have changed. From the tick."""
    gate = ptr32(gate_at)
    pio = ptr32(_PIO)
    at = pio[53]
    found = 0
    if at < 8:
        if at & gate[_RCD]:
            found = 2
        if at & gate[_ESTOP]:
            found |= 4
    elif pio[0] & 3 == 3:
        found = 1 if pio[59] < 18 else 8
    if int(frame.gate) != found:
        frame.gate = found
        frame.moved = 1


@micropython.viper
def off():
    """Coils off, both machines parked. From anywhere, before it was set up too."""
    pio = ptr32(_PIO)
    pio[54] = 0x1300
    pio[60] = 0x1012

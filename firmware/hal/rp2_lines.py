"""The digital lines of one outlet, but the gate's coils: inputs to the frame, frame to outputs.

The functions of the tick take the address of the list, which costs less than the list.
"""

import micropython
from micropython import const

# places in the list that hal.rp2_set_up makes: input n has its pin at 2n and its mask (0 = not
# fitted) at 2n + 1
_MIRROR = const(0)
_MIRROR_2 = const(2)
_LIVE = const(4)
_LIVE_2 = const(6)
_LIVE_3 = const(8)
_BOLT = const(10)
_PE = const(12)
_RCD = const(14)
_RCD_AC = const(16)
_ESTOP = const(18)
_RCD_SHIFT = const(20)  # 1 where the only line is the AC one
_LOCK_IN = const(21)  # masks of the outputs, 0 = not fitted
_LOCK_OUT = const(22)
_RCD_TEST = const(23)
_CP_OFF = const(24)
_VENT = const(25)
_WATCHED = const(26)  # mask of all inputs
_LAST = const(27)  # what they were when the frame was told; NEVER = tell it anew

NEVER = const(-1)


def forget(lines):
    """Have the next `read` tell every input: its frame is a new one."""
    lines[_LAST] = NEVER


@micropython.viper
def read(frame, lines_at: int):
    """Write the digital inputs into the frame when one has changed. From the tick."""
    lines = ptr32(lines_at)
    sio = ptr32(0xD0000000)
    high = sio[1] & lines[_WATCHED]  # GPIO_IN
    if high == lines[_LAST]:
        return
    lines[_LAST] = high
    frame.moved = 1
    low = high ^ -1
    rcd = (low >> lines[_RCD]) & lines[_RCD + 1]
    frame.rcd = rcd << lines[_RCD_SHIFT] | ((low >> lines[_RCD_AC]) & lines[_RCD_AC + 1]) << 1
    frame.estop = (low >> lines[_ESTOP]) & lines[_ESTOP + 1]
    frame.pe = ((low >> lines[_PE]) & lines[_PE + 1]) ^ 1
    frame.bolt = (high >> lines[_BOLT]) & lines[_BOLT + 1]
    mirror = (high >> lines[_MIRROR]) & lines[_MIRROR + 1]
    frame.mirror = mirror | ((high >> lines[_MIRROR_2]) & lines[_MIRROR_2 + 1]) << 1
    live = (high >> lines[_LIVE]) & lines[_LIVE + 1]
    live |= ((high >> lines[_LIVE_2]) & lines[_LIVE_2 + 1]) << 1
    frame.live = live | ((high >> lines[_LIVE_3]) & lines[_LIVE_3 + 1]) << 2


@micropython.viper
def write(frame, lines_at: int):
    """Put the decided outputs on the pins. From the tick."""
    lines = ptr32(lines_at)
    on = 0
    lock = int(frame.lock)
    if lock > 0:
        on = lines[_LOCK_IN]
    elif lock < 0:
        on = lines[_LOCK_OUT]
    if int(frame.rcd_test):
        on |= lines[_RCD_TEST]
    if int(frame.cp_off):
        on |= lines[_CP_OFF]
    if int(frame.vent):
        on |= lines[_VENT]
    every = lines[_LOCK_IN] | lines[_LOCK_OUT] | lines[_RCD_TEST] | lines[_CP_OFF] | lines[_VENT]
    sio = ptr32(0xD0000000)
    sio[6] = every ^ on  # GPIO_OUT_CLR
    sio[5] = on  # GPIO_OUT_SET


@micropython.viper
def off(lines: ptr32):
    """All of these outputs off."""
    sio = ptr32(0xD0000000)
    sio[6] = lines[_LOCK_IN] | lines[_LOCK_OUT] | lines[_RCD_TEST] | lines[_CP_OFF] | lines[_VENT]

"""The programs of the gate's two PIO state machines, as numbers: the chip need not assemble them.

The guard reads the inputs every 0.56 us and parks at the address that is the number of the bad
ones; the first drives bit 0. The dead-man parks when nobody has fed it for 50 ms. `side 0` puts
every coil pin to 0, in the cycle in which its instruction starts.
"""

from micropython import const

# Instruction, word: address 0 onwards.
GUARD = (
    ("jmp 0 side 0 [3]", 0x1300),  # 0: off, disarmed
    ("jmp 1 side 0 [3]", 0x1301),  # 1 to 7: tripped by these inputs
    ("jmp 2 side 0 [3]", 0x1302),
    ("jmp 3 side 0 [3]", 0x1303),
    ("jmp 4 side 0 [3]", 0x1304),
    ("jmp 5 side 0 [3]", 0x1305),
    ("jmp 6 side 0 [3]", 0x1306),
    ("jmp 7 side 0 [3]", 0x1307),
    ("mov y, isr [3]", 0xA346),  # 8: all good, start the filter anew; isr = its readings
    ("mov osr, ~pins", 0xA0E8),  # 9: read all inputs at once
    ("out x, 3", 0x6023),  # 3 = how many there are, see `words`
    ("jmp !x, 8", 0x0028),
    ("jmp y--, 9", 0x0089),
    ("mov pc, x side 0", 0xB0A1),
)
# From DEAD_MAN_AT on.
DEAD_MAN = (
    ("mov y, x", 0xA041),  # x = steps of 10 us until it parks; the feed is this one too
    ("jmp y--, 17", 0x0091),
    ("jmp 18 side 0", 0x1012),
)
DEAD_MAN_AT = const(16)

GUARD_HZ = const(12500000)
DEAD_MAN_HZ = const(100000)
_OUT_X = const(10)  # address of "out x, 3"
_SET_X_0 = const(0xE020)  # in its place where no input is fitted


def words(inputs):
    """Return the guard's program for 0 to 3 inputs."""
    program = [word for _, word in GUARD]
    program[_OUT_X] = program[_OUT_X] & ~31 | inputs if inputs else _SET_X_0
    return program


def readings(filter_us):
    """Return how often the guard reads a bad input again, each 0.32 us, before it trips."""
    return filter_us * 25 // 8

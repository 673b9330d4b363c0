"""A group's messages on RS-485: the leader visits each pile by Modbus function 23 (or 3).

Written are the registers of what the leader says, read are those of what the pile says: filled
up with 255. A pile answers to its number in the group; the bus belongs to the group. The two ends
are group.rs485_leader and group.rs485_member.
"""

from group.message import LONGEST, SIZES, kind

READ = 3
READ_WRITE = 23
REGISTER = 0x4750  # "GP"
WORDS = LONGEST // 2


def message_in(data):
    """Return the message that begins `data`, None when there is none."""
    for size in SIZES:
        if kind(data[:size])[0] >= 0:
            return bytes(data[:size])
    return None

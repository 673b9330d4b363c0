# Most opcodes are told apart by their upper ten bits: a table that stays in the host's cache.
cdef OpHandler GROUPS[1024]

cdef void _build_groups():
    cdef unsigned int opcode
    for opcode in range(0x10000):
        if opcode & 63 == 0:
            GROUPS[opcode >> 6] = DISPATCH_TABLE[opcode]
        elif GROUPS[opcode >> 6] != DISPATCH_TABLE[opcode]:
            GROUPS[opcode >> 6] = NULL


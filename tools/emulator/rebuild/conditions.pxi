# The condition codes of a branch, without a Python call.
cdef inline bint holds(CortexM0Core core, unsigned int condition) noexcept:
    cdef unsigned int pair = condition >> 1
    cdef bint result
    if pair == 0:
        result = core.z
    elif pair == 1:
        result = core.c
    elif pair == 2:
        result = core.n
    elif pair == 3:
        result = core.v
    elif pair == 4:
        result = core.c and not core.z
    elif pair == 5:
        result = core.n == core.v
    elif pair == 6:
        result = core.n == core.v and not core.z
    else:
        return True
    return result != (condition & 1)

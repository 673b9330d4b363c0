# Helpers of pio_methods.pxi.
cdef const unsigned int AUTOPUSH = 1 << 16
cdef const unsigned int AUTOPULL = 1 << 17
cdef const unsigned int IN_RIGHT = 1 << 18
cdef const unsigned int OUT_RIGHT = 1 << 19
cdef const unsigned int SIDE_TURNS = 1U << 29
cdef const unsigned int SIDE_OPTIONAL = 1U << 30
cdef const unsigned int TXSTALL = 1 << 24

cdef inline unsigned int pin_mask(unsigned int first, unsigned int count) noexcept:
    if count > 31:
        return 0xFFFFFFFFU
    return ((<unsigned int>1 << count) - 1) << first

cdef inline unsigned int reversed_bits(unsigned int word) noexcept:
    cdef unsigned int result = 0
    cdef int index
    for index in range(32):
        result = (result << 1) | ((word >> index) & 1)
    return result

cdef class FIFO:
    cdef unsigned int words[8]
    cdef unsigned int first
    cdef unsigned int used
    cdef unsigned int depth

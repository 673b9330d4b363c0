from rp2040py.native._rp2040 cimport RP2040
from rp2040py.native._simulation_clock cimport SimulationClock


cdef class Pump:
    cdef readonly double due_ns
    cdef RP2040 chip
    cdef SimulationClock clock
    cdef object inputs
    cdef object adc
    cdef object dma
    cdef object transfer
    cdef int[:] fixed
    cdef bint converting
    cdef unsigned int channel
    cdef unsigned int held
    cdef unsigned int result
    cdef unsigned int order
    cdef double pause_ns
    cdef unsigned int target
    cdef unsigned int ring_mask
    cdef unsigned int left

    cdef int fire(self) except -1
    cdef int begin(self) except -1
    cdef bint in_ram(self) noexcept

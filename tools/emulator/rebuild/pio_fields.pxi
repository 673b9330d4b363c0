    # Fields of a PIO block: its program and its chip where C can read them.
    cdef RP2040 chip
    cdef unsigned int program[32]
    cdef void drive_pins(self, unsigned int value, unsigned int first, unsigned int count) noexcept
    cdef void turn_pins(self, unsigned int value, unsigned int first, unsigned int count) noexcept
    cdef unsigned int source(self, StateMachine machine, unsigned int which)
    cdef bint quick(self, StateMachine machine)
    cdef unsigned int runners(self)
    cdef bint run_to(self, long long end) except -1
    cdef int happen(self) except -1

    # Fields of the chip: raw pointers into its memories, what of SIO is done in C, the flash cache.
    cdef unsigned char* sram_bytes
    cdef unsigned char* flash_bytes
    cdef unsigned int* rom_words
    cdef unsigned int spin_locks
    cdef unsigned int div_dividend
    cdef unsigned int div_divisor
    cdef unsigned int div_quotient
    cdef unsigned int div_remainder
    cdef unsigned int div_csr
    cdef public unsigned int xip_miss_cycles
    cdef public unsigned long long xip_hits
    cdef public unsigned long long xip_misses
    cdef unsigned int xip_tags[2048]
    cdef unsigned char xip_oldest[1024]
    cdef unsigned int xip_stall
    cdef unsigned int xip_last_line
    cdef void bus_setup(self) noexcept
    cdef void bus_reset(self) noexcept
    cdef void xip_access(self, unsigned int addr) noexcept
    cdef void divide(self, bint signed_) noexcept
    cdef unsigned int sio_read(self, unsigned int addr)
    cdef unsigned int timer_read(self, bint high)
    cdef void sio_write(self, unsigned int addr, unsigned int value) noexcept

    # Methods of the chip for bus_fields.pxi.
    cdef void bus_setup(self) noexcept:
        self.sram_bytes = &self._sram[0]
        self.flash_bytes = &self._flash[0]
        self.rom_words = &self._bootrom[0]
        self.xip_miss_cycles = 0
        self.xip_hits = 0
        self.xip_misses = 0
        self.bus_reset()

    cdef void bus_reset(self) noexcept:
        cdef int index
        self.spin_locks = 0
        self.div_dividend = 0
        self.div_divisor = 1
        self.div_quotient = 0
        self.div_remainder = 0
        self.div_csr = 1
        self.xip_stall = 0
        self.xip_last_line = 0xFFFFFFFFU
        for index in range(2048):
            self.xip_tags[index] = 0xFFFFFFFFU
        for index in range(1024):
            self.xip_oldest[index] = 0

    cdef void xip_access(self, unsigned int addr) noexcept:
        # 16 KB in 1024 sets of two lines of 8 bytes (RP2040 datasheet 2.6.3.1); the aliases
        # beyond 0x10xxxxxx do not allocate.
        cdef unsigned int line, first, way
        if (addr >> 24) != 0x10:
            self.xip_stall += self.xip_miss_cycles
            return
        line = (addr & 0xFFFFFF) >> 3
        first = (line & 1023) * 2
        if self.xip_tags[first] == line:
            self.xip_oldest[line & 1023] = 1
            self.xip_hits += 1
        elif self.xip_tags[first + 1] == line:
            self.xip_oldest[line & 1023] = 0
            self.xip_hits += 1
        else:
            way = self.xip_oldest[line & 1023]
            self.xip_tags[first + way] = line
            self.xip_oldest[line & 1023] = 1 - way
            self.xip_misses += 1
            self.xip_stall += self.xip_miss_cycles

    cdef void divide(self, bint signed_) noexcept:
        # By zero and INT_MIN by -1 as the datasheet's 2.3.1.5 has it; C division truncates too.
        cdef int dividend = <int>self.div_dividend
        cdef int divisor = <int>self.div_divisor
        self.div_csr = 3
        if self.div_divisor == 0:
            self.div_quotient = 1 if signed_ and dividend < 0 else 0xFFFFFFFFU
            self.div_remainder = self.div_dividend
        elif signed_ and divisor == -1:
            self.div_quotient = <unsigned int>0 - self.div_dividend
            self.div_remainder = 0
        elif signed_:
            self.div_quotient = <unsigned int>(dividend // divisor)
            self.div_remainder = <unsigned int>(dividend % divisor)
        else:
            self.div_quotient = self.div_dividend // self.div_divisor
            self.div_remainder = self.div_dividend % self.div_divisor

    cdef unsigned int timer_read(self, bint high):
        # TIMERAWH and TIMERAWL
        cdef double us = (self.clock._nanos_counter - <double>self.timer._epoch_nanos) / 1000
        cdef unsigned long long count = <unsigned long long>us
        return <unsigned int>(count >> 32 if high else count)

    cdef unsigned int sio_read(self, unsigned int addr):
        cdef unsigned int offset = addr & 0xFFF
        if offset == 0:  # CPUID
            return 0
        if offset == 4:
            return self.pins_in()
        if offset >= 0x100:
            offset = <unsigned int>1 << ((offset - 0x100) >> 2)
            if self.spin_locks & offset:
                return 0
            self.spin_locks |= offset
            return offset
        if offset == 0x60 or offset == 0x68:
            return self.div_dividend
        if offset == 0x64 or offset == 0x6C:
            return self.div_divisor
        if offset == 0x70:
            self.div_csr &= 1
            return self.div_quotient
        if offset == 0x74:
            return self.div_remainder
        return self.div_csr

    cdef void sio_write(self, unsigned int addr, unsigned int value) noexcept:
        cdef unsigned int offset = addr & 0xFFF
        if offset >= 0x100:
            self.spin_locks &= ~(<unsigned int>1 << ((offset - 0x100) >> 2))
        elif offset == 0x60 or offset == 0x68:
            self.div_dividend = value
            self.divide(offset == 0x68)
        elif offset == 0x64 or offset == 0x6C:
            self.div_divisor = value
            self.divide(offset == 0x6C)
        elif offset == 0x70:
            self.div_quotient = value
            self.div_csr = 3
        elif offset == 0x74:
            self.div_remainder = value
            self.div_csr = 3

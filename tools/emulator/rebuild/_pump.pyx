# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The ADC running free into memory by DMA, in C.

take() takes over at the start of a conversion where everything is as such sampling has it, and
flush() hands back before any register of ADC or DMA is touched: samples, times and registers are
those of the slow way.
"""

cdef double NEVER = 1e300
cdef double CONVERSION_NS = 2000.0  # 96 clocks of 48 MHz
cdef double CONVERSION_CLOCKS = 96.0
cdef double CLOCKS_PER_US = 48.0

cdef unsigned int ADC_FIFO = 0x4004C00CU
cdef unsigned int DREQ_ADC = 36
cdef unsigned int CS_RUNNING = 1 | 1 << 3  # EN, START_MANY
cdef unsigned int FCS_FREE_RUN = 1 | 1 << 3 | 1 << 24  # EN, DREQ_EN, a request each sample
cdef unsigned int FCS_MATTERS = 0xF00000FU | 1 << 11
cdef unsigned int CTRL_WRITES_ON = 1 << 5
cdef unsigned int CTRL_MATTERS = 1 << 4 | 1 << 5 | 1 << 22  # INCR_READ, INCR_WRITE, BSWAP
cdef unsigned int CTRL_RING_WRITES = 1 << 10


cdef class Pump:
    def __init__(self, chip, inputs):
        self.chip = chip
        self.clock = self.chip.clock
        self.inputs = inputs
        self.fixed = inputs.fixed
        self.adc = chip.adc
        self.dma = chip.dma
        self.due_ns = NEVER

    def take(self, channel):
        """Take over at the start of a conversion of a channel; False if it is another case."""
        adc, dma = self.adc, self.dma
        if (
            adc.cs & CS_RUNNING != CS_RUNNING
            or adc.fcs & FCS_MATTERS != FCS_FREE_RUN
            or adc.int_enable
            or adc.int_force
            or not adc.fifo.empty
            or dma.dreq.get(DREQ_ADC)
        ):
            return False
        transfers = [each for each in dma.channels if each.treq == DREQ_ADC and each.active]
        if len(transfers) != 1:
            return False
        transfer = transfers[0]
        ctrl = transfer._ctrl
        if (
            ctrl & CTRL_MATTERS != CTRL_WRITES_ON
            or transfer._data_size != 2
            or transfer._read_addr != ADC_FIFO
            or transfer._trans_count < 3
        ):
            return False
        self.transfer = transfer
        self.target = transfer._write_addr
        self.ring_mask = transfer._ring_mask if ctrl & CTRL_RING_WRITES else 0
        if not self.in_ram():
            return False
        self.left = transfer._trans_count
        self.order = (adc.cs >> 16) & 0x1F
        self.channel = channel
        self.result = adc.result
        self.pause_ns = max(adc.divider - CONVERSION_CLOCKS, 0.0) / CLOCKS_PER_US * 1000
        self.begin()
        return True

    cdef bint in_ram(self) noexcept:
        return 0x20000000U <= self.target < 0x20041FFEU and not self.target & 1

    cdef int begin(self) except -1:
        cdef int counts = self.fixed[self.channel] if self.channel < 5 else 0
        if counts < 0:
            counts = self.inputs.counts(self.channel, self.clock._nanos_counter)
        self.held = counts
        self.converting = True
        self.due_ns = self.clock._nanos_counter + CONVERSION_NS
        return 0

    cdef int fire(self) except -1:
        """Do what is due now: the end of a conversion, or the start of the next."""
        if not self.converting:
            return self.begin()
        self.result = self.held
        (<unsigned short*>(self.chip.sram_bytes + (self.target - 0x20000000U)))[0] = self.held
        if self.ring_mask:
            self.target = (self.target & ~self.ring_mask) | ((self.target + 2) & self.ring_mask)
        else:
            self.target += 2
        self.left -= 1
        if self.order:
            self.channel = (self.channel + 1) & 7
            while not self.order & (1 << self.channel):
                self.channel = (self.channel + 1) & 7
        self.converting = False
        self.due_ns = self.clock._nanos_counter + self.pause_ns
        if self.left < 2 or not self.in_ram():
            self.flush()
        elif self.pause_ns == 0:
            return self.begin()
        return 0

    def flush(self):
        """Hand back: put what C held into the registers, let Python's alarms go on."""
        if self.due_ns == NEVER:
            return
        adc = self.adc
        adc.cs = (adc.cs & ~(7 << 12)) | (self.channel << 12)
        adc.current_channel = self.channel
        adc.result = self.result
        adc.held = self.held
        adc.busy = self.converting
        self.transfer._write_addr = self.target
        self.transfer._trans_count = self.left
        alarm = adc.sample_alarm if self.converting else adc.multi_shot_alarm
        alarm.schedule(self.due_ns - self.clock._nanos_counter)
        self.due_ns = NEVER

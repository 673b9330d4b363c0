# The core's way to memory: RAM, flash and ROM in C, everything else over the bus as before; and
# its 32-bit words, which stock fetches from another module by a call.
cdef inline unsigned int u32(long long value) noexcept:
    return <unsigned int>value

cdef inline int s32(long long value) noexcept:
    return <int><unsigned int>value

cdef inline bint in_ram(unsigned int addr) noexcept:
    return 0x20000000U <= addr < 0x20042000U

cdef inline bint in_flash(unsigned int addr) noexcept:
    return (addr >> 26) == 4

cdef inline unsigned int m_read32(RP2040 m, unsigned int addr) except? 0xDEADBEEFU:
    if addr & 3:
        return m.read_uint32(addr)
    if in_ram(addr):
        return (<unsigned int*>(m.sram_bytes + (addr - 0x20000000U)))[0]
    if in_flash(addr):
        if m.xip_miss_cycles:
            m.xip_access(addr)
        return (<unsigned int*>(m.flash_bytes + (addr & 0xFFFFFFU)))[0]
    return m.read_uint32(addr)

cdef inline unsigned int m_read16(RP2040 m, unsigned int addr) except? 0xDEADBEEFU:
    if in_ram(addr):
        return (<unsigned short*>(m.sram_bytes + (addr - 0x20000000U)))[0]
    if in_flash(addr):
        if m.xip_miss_cycles:
            m.xip_access(addr)
        return (<unsigned short*>(m.flash_bytes + (addr & 0xFFFFFFU)))[0]
    return m.read_uint16(addr)

cdef inline unsigned int m_read8(RP2040 m, unsigned int addr) except? 0xDEADBEEFU:
    if in_ram(addr):
        return m.sram_bytes[addr - 0x20000000U]
    if in_flash(addr):
        if m.xip_miss_cycles:
            m.xip_access(addr)
        return m.flash_bytes[addr & 0xFFFFFFU]
    return m.read_uint8(addr)

cdef inline int m_write32(RP2040 m, unsigned int addr, long long value) except -1:
    if in_ram(addr) and not addr & 3:
        (<unsigned int*>(m.sram_bytes + (addr - 0x20000000U)))[0] = <unsigned int>value
    else:
        m.write_uint32(addr, value)
    return 0

cdef inline int m_write16(RP2040 m, unsigned int addr, long long value) except -1:
    if in_ram(addr):
        (<unsigned short*>(m.sram_bytes + (addr - 0x20000000U)))[0] = <unsigned short>value
    else:
        m.write_uint16(addr, value)
    return 0

cdef inline int m_write8(RP2040 m, unsigned int addr, long long value) except -1:
    if in_ram(addr):
        m.sram_bytes[addr - 0x20000000U] = <unsigned char>value
    else:
        m.write_uint8(addr, value)
    return 0

cdef inline unsigned int m_fetch(RP2040 m, unsigned int addr) except? 0xDEADBEEFU:
    # Instructions of one cache line cost one access.
    if in_flash(addr):
        if m.xip_miss_cycles and (addr >> 3) != m.xip_last_line:
            m.xip_last_line = addr >> 3
            m.xip_access(addr)
        return (<unsigned short*>(m.flash_bytes + (addr & 0xFFFFFFU)))[0]
    if in_ram(addr):
        return (<unsigned short*>(m.sram_bytes + (addr - 0x20000000U)))[0]
    if addr < 0x4000U:
        return (<unsigned short*>(<unsigned char*>m.rom_words + addr))[0]
    return m.read_uint16(addr)

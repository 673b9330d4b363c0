"""Speed: memories, spin locks, divider, pins and time without Python; the flash cache's cost.

Stock divides in floating point and lets the divider's cycles run ahead of the clock; it has no
flash cache at all.
"""

from tools.emulator.rebuild.edit import Edit, after, before, part

_CHIP = "native/_rp2040.pyx"
_CORE = "native/_cortex_m0_core.pyx"
_CORE_FIELDS = "native/_cortex_m0_core.pxd"
_SIO_IN_C = "0xD0000060U <= addr <= 0xD0000078U or 0xD0000100U <= addr < 0xD0000180U"

EDITS = (
    after(
        "native/_rp2040.pxd",
        "    cdef unsigned int bootrom_byte_size\n",
        part("bus_fields.pxi"),
    ),
    before(_CHIP, "    def enter_reset(self, *", part("bus_methods.pxi")),
    before(_CHIP, "        self.core = CortexM0Core(self)\n", "        self.bus_setup()\n"),
    after(
        _CHIP,
        "        self.core.reset()\n        self.ppb.reset()\n",
        "        self.bus_reset()\n",
    ),
    before(
        _CHIP,
        "        if SIO_START <= addr < SIO_START + 0x10000000:\n",
        f"        if {_SIO_IN_C} or addr == 0xD0000000U or addr == 0xD0000004U:\n"
        "            return self.sio_read(addr)\n"
        "        if addr == 0x40054024U or addr == 0x40054028U:\n"
        "            return self.timer_read(addr == 0x40054024U)\n",
    ),
    before(
        _CHIP,
        "        elif SIO_START <= addr < SIO_START + 0x10000000:\n",
        f"        elif {_SIO_IN_C}:\n            self.sio_write(addr, val)\n",
    ),
    Edit(_CORE, "from rp2040py.native._bit cimport s32, u32\n", ""),
    before(_CORE, "cdef inline int sign_extend8(", part("memory.pxi")),
    Edit(_CORE_FIELDS, "unsigned int[:] registers", "unsigned int[::1] registers"),
    Edit(
        _CORE,
        r"\b(core|self)\.rp2040\.(read|write)_uint(32|16|8)\(",
        r"m_\2\3(\1.rp2040, ",
        times=40,
        regex=True,
    ),
    Edit(
        _CORE,
        r"(opcode2? = )m_read16\(self\.rp2040, opcode_pc",
        r"\1m_fetch(self.rp2040, opcode_pc",
        times=2,
        regex=True,
    ),
)

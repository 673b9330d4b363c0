"""Timing and wake-up of the CPU core, and speed of its branches.

Stock: exceptions cost no cycles, PUSH with LR is one cycle short, WFI with PRIMASK set takes the
interrupt instead of only waking, every call instruction calls a Python function.
"""

from tools.emulator.rebuild.edit import Edit, after, before, part

_CORE = "native/_cortex_m0_core.pyx"
_ENTRY_CYCLES = 15  # Cortex-M0+ technical reference manual, interrupt latency
_EXIT_CYCLES = 12

EDITS = (
    after(
        "native/_cortex_m0_core.pxd",
        "    cdef public object bl_taken\n",
        "    cdef public unsigned int stall_cycles\n",
    ),
    Edit(
        _CORE,
        "        self.bl_taken = lambda core, blx: None\n",
        "        self.bl_taken = None\n        self.stall_cycles = 0\n",
    ),
    Edit(
        _CORE,
        r"^    (core\.bl_taken\(core, \w+\))",
        r"    if core.bl_taken is not None: \1",
        times=2,
        regex=True,
    ),
    after(
        _CORE,
        "        self.ipsr = exception_number\n",
        f"        self.stall_cycles += {_ENTRY_CYCLES}\n",
    ),
    after(
        _CORE,
        "    def exception_return(self, exc_return) -> None:\n",
        f"        self.stall_cycles += {_EXIT_CYCLES}\n",
    ),
    before(
        _CORE,
        "        self.cycles += delta_cycles\n",
        "        delta_cycles += self.stall_cycles + self.rp2040.xip_stall\n"
        "        self.stall_cycles = 0\n"
        "        self.rp2040.xip_stall = 0\n",
    ),
    Edit(
        _CORE,
        "            if self.waiting and self.check_for_interrupts():\n",
        "            if self.waiting and self.pm:\n"
        "                self.waiting = not self.enabled_interrupts & irq_bit\n"
        "            elif self.waiting and self.check_for_interrupts():\n",
    ),
    after(
        _CORE,
        "        m_write32(core.rp2040, address, core.registers[14])\n",
        "        delta_cycles += 1\n",
    ),
    before(_CORE, "cdef inline bint check_condition(", part("conditions.pxi")),
    before(_CORE, "cdef void _build_dispatch_table():\n", part("groups.pxi")),
    after(_CORE, "\n_build_dispatch_table()\n", "_build_groups()\n"),
    Edit(
        _CORE,
        "        if WIDE_RANGE_START <= opcode < WIDE_RANGE_END:\n            handler =",
        "        handler = GROUPS[opcode >> 6]\n"
        "        if handler != NULL:\n            pass\n"
        "        elif WIDE_RANGE_START <= opcode < WIDE_RANGE_END:\n            handler =",
    ),
    Edit(_CORE, "    return core.check_condition(cond)\n", "    return holds(core, cond)\n"),
)

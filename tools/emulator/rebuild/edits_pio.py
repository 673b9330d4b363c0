"""Speed of PIO: plain instructions in C, inputs as one word, FIFOs as a C type.

Stock takes 0.3 us of host time for an instruction; a polling program then costs 4 s a second.
"""

from tools.emulator.rebuild.edit import Edit, after, before, part

_PIO = "native/_pio.pyx"
_PIO_FIELDS = "native/_pio.pxd"
_MACHINE = "native/_state_machine.pyx"
_MACHINE_FIELDS = "native/_state_machine.pxd"
_PIN = "native/_gpio_pin.pyx"
_CHIP = "native/_rp2040.pyx"
_CHIP_FIELDS = "native/_rp2040.pxd"
_STALE = "        (<RP2040>self.rp2040).pins_stale = True\n"
_PINS_IN = """
    cdef unsigned int pins_in(self):
        cdef unsigned int index = 0
        cdef GPIOPin pin
        if self.pins_stale:
            self.pins_stale = False
            self.pins_word = 0
            for pin in self.gpio:
                self.pins_word |= <unsigned int>pin.sees() << index
                index += 1
        return self.pins_word

"""
_SEES = """
    cdef bint sees(self):
        return _apply_override_c(
            self._eff_raw_input() and self.pad_value & 0x40 != 0, (self.ctrl >> 16) & 3
        )

"""

EDITS = (
    # the program and the chip where C can read them
    before(
        _PIO_FIELDS,
        "cdef class RPPIO:\n",
        "from rp2040py.native._rp2040 cimport RP2040\n"
        "from rp2040py.native._state_machine cimport StateMachine\n\n",
    ),
    before(_PIO_FIELDS, "    cdef _warn(self, msg)\n", part("pio_fields.pxi")),
    before(
        _PIO,
        "cdef class RPPIO:\n",
        "from rp2040py.native._fifo cimport FIFO\n" + part("pio_helpers.pxi"),
    ),
    before(_PIO, "    cpdef recompute_due(self):\n", part("pio_methods.pxi")),
    after(_PIO, "        self.rp2040 = rp2040\n", "        self.chip = rp2040\n"),
    after(
        _PIO,
        "            self.instructions[(offset - INSTR_MEM0) >> 2] = value & 0xFFFF\n",
        "            self.program[(offset - INSTR_MEM0) >> 2] = value & 0xFFFF\n",
    ),
    after(
        _PIO,
        "        for machine in self.machines:\n            machine.reset()\n",
        "        for index in range(32):\n            self.program[index] = 0\n",
    ),
    Edit(
        _PIO,
        "                machine.step()\n",
        "                if not self.quick(machine):\n                    machine.step()\n",
    ),
    # FIFOs
    before(
        _MACHINE_FIELDS,
        "cdef class StateMachine:\n",
        "from rp2040py.native._fifo cimport FIFO\n\n",
    ),
    Edit(_MACHINE_FIELDS, "    cdef public object rx_fifo\n", "    cdef public FIFO rx_fifo\n"),
    Edit(_MACHINE_FIELDS, "    cdef public object tx_fifo\n", "    cdef public FIFO tx_fifo\n"),
    Edit(_MACHINE, "        from rp2040py.utils.fifo import FIFO\n", ""),
    # inputs, read anew after whatever can change one
    after(
        _CHIP_FIELDS,
        "    cdef public CortexM0Core core\n",
        "    cdef bint pins_stale\n    cdef unsigned int pins_word\n"
        "    cdef unsigned int pins_in(self)\n",
    ),
    before(
        _CHIP,
        "cdef class RP2040:\n",
        "from rp2040py.native._gpio_pin cimport GPIOPin as TypedPin\n\n",
    ),
    before(_CHIP, "    def enter_reset(self, *", _PINS_IN.replace("GPIOPin", "TypedPin")),
    before(_CHIP, "        self.core = CortexM0Core(self)\n", "        self.pins_stale = True\n"),
    Edit(
        _CHIP,
        r"        cdef unsigned int result = 0\n        cdef unsigned int gpio_index\n"
        r"(?:.*\n){3}        return result\n",
        "        return self.pins_in()\n",
        regex=True,
    ),
    after(
        "native/_gpio_pin.pxd",
        "    cdef bint _eff_raw_input(self)\n",
        "    cdef bint sees(self)\n",
    ),
    before(_PIN, "cdef class GPIOPin:\n", "from rp2040py.native._rp2040 cimport RP2040\n\n\n"),
    before(_PIN, "    cdef int _state_code(self):\n", _SEES),
    after(_PIN, "    cpdef check_for_updates(self):\n", _STALE),
    after(_PIN, "        self._raw_input_value = bool(value)\n", _STALE),
    before(
        _PIN,
        "        if io:\n            self.ctrl = 0x1F\n",
        _STALE,
    ),
)

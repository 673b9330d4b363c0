    # Methods of a PIO block for pio_fields.pxi.
    cdef void drive_pins(self, unsigned int value, unsigned int first, unsigned int count) noexcept:
        cdef unsigned int mask = pin_mask(first, count)
        self.pin_values = ((self.pin_values & ~mask) | ((value << first) & mask)) & 0x3FFFFFFF

    cdef void turn_pins(self, unsigned int value, unsigned int first, unsigned int count) noexcept:
        cdef unsigned int mask = pin_mask(first, count)
        self.pin_directions = (
            (self.pin_directions & ~mask) | ((value << first) & mask)
        ) & 0x3FFFFFFF

    cdef unsigned int source(self, StateMachine machine, unsigned int which):
        # What IN and MOV can read; the caller has excluded 4, which is reserved.
        cdef unsigned int pins, base
        cdef FIFO fifo
        if which == 0:
            pins = self.chip.pins_in()
            base = (machine.pin_ctrl >> 15) & 0x1F
            return (pins << (32 - base)) | (pins >> base) if base else pins
        if which == 1:
            return machine.x
        if which == 2:
            return machine.y
        if which == 5:
            fifo = machine.rx_fifo if machine.exec_ctrl & 0x10 else machine.tx_fifo
            return 0xFFFFFFFFU if fifo.used < (machine.exec_ctrl & 0xF) else 0
        if which == 6:
            return machine.input_shift_reg
        if which == 7:
            return machine.output_shift_reg
        return 0

    cdef bint quick(self, StateMachine machine):
        """Do one instruction that nothing outside the machine but a pin can notice.

        False, with nothing done: waiting, IRQ, a moving FIFO, EXEC are for the slow way.
        """
        cdef unsigned int opcode = self.program[machine.pc]
        cdef unsigned int kind = opcode >> 13
        cdef unsigned int arg = opcode & 0xFF
        cdef unsigned int upper = arg >> 5
        cdef unsigned int low5 = arg & 0x1F
        cdef unsigned int side_bits = machine.pin_ctrl >> 29
        cdef unsigned int field = (opcode >> 8) & 0x1F
        cdef unsigned int delay = field & ((1 << (5 - side_bits)) - 1)
        cdef unsigned int value, threshold
        cdef unsigned int pc = (machine.pc + 1) & 0x1F
        cdef bint taken
        if machine.pc == ((machine.exec_ctrl >> 12) & 0x1F):
            pc = (machine.exec_ctrl >> 7) & 0x1F

        if kind == 0:  # JMP
            taken = True
            if upper == 1:
                taken = machine.x == 0
            elif upper == 2:
                taken = machine.x != 0
                machine.x -= 1
            elif upper == 3:
                taken = machine.y == 0
            elif upper == 4:
                taken = machine.y != 0
                machine.y -= 1
            elif upper == 5:
                taken = machine.x != machine.y
            elif upper == 6:
                taken = (self.chip.pins_in() >> ((machine.exec_ctrl >> 24) & 0x1F)) & 1
            elif upper == 7:
                threshold = (machine.shift_ctrl >> 25) & 0x1F
                taken = machine.output_shift_count < (threshold if threshold else 32)
            if taken:
                pc = low5
        elif kind == 2:  # IN
            if upper == 4 or upper == 5 or machine.shift_ctrl & AUTOPUSH:
                return False
            value = self.source(machine, upper)
            if low5 == 0:
                machine.input_shift_reg = value
                machine.input_shift_count = 32
            else:
                value &= (<unsigned int>1 << low5) - 1
                if machine.shift_ctrl & IN_RIGHT:
                    machine.input_shift_reg >>= low5
                    machine.input_shift_reg |= value << (32 - low5)
                else:
                    machine.input_shift_reg = (machine.input_shift_reg << low5) | value
                machine.input_shift_count = min(machine.input_shift_count + low5, 32)
        elif kind == 3:  # OUT
            if upper == 5 or upper == 7 or machine.shift_ctrl & AUTOPULL:
                return False
            value = machine.output_shift_reg
            if low5 == 0:
                machine.output_shift_count = 32
            else:
                if machine.shift_ctrl & OUT_RIGHT:
                    value &= (<unsigned int>1 << low5) - 1
                    machine.output_shift_reg >>= low5
                else:
                    value >>= 32 - low5
                    machine.output_shift_reg <<= low5
                machine.output_shift_count = min(machine.output_shift_count + low5, 32)
            if upper == 0:
                machine.out_pin_values = value
                self.drive_pins(value, machine.pin_ctrl & 0x1F, (machine.pin_ctrl >> 20) & 0x3F)
            elif upper == 1:
                machine.x = value
            elif upper == 2:
                machine.y = value
            elif upper == 4:
                machine.out_pin_direction = value
                self.turn_pins(value, machine.pin_ctrl & 0x1F, (machine.pin_ctrl >> 20) & 0x3F)
            elif upper == 6:
                machine.input_shift_reg = value
                machine.input_shift_count = low5 if low5 else 32
        elif kind == 4:  # PULL NOBLOCK of an empty FIFO takes X
            if arg != 0x80 or machine.tx_fifo.used:
                return False
            self.tx_stall |= TXSTALL << machine.index
            self.fdebug |= self.tx_stall
            machine.output_shift_reg = machine.x
            machine.output_shift_count = 0
        elif kind == 5:  # MOV
            if (arg & 7) == 4 or upper == 3 or upper == 4 or upper == 5:
                return False
            value = self.source(machine, arg & 7)
            if (arg >> 3) & 3 == 1:
                value = ~value
            elif (arg >> 3) & 3 == 2:
                value = reversed_bits(value)
            if upper == 0:
                machine.out_pin_values = value
                self.drive_pins(value, machine.pin_ctrl & 0x1F, (machine.pin_ctrl >> 20) & 0x3F)
            elif upper == 1:
                machine.x = value
            elif upper == 2:
                machine.y = value
            elif upper == 6:
                machine.input_shift_reg = value
                machine.input_shift_count = 0
            else:
                machine.output_shift_reg = value
                machine.output_shift_count = 0
        elif kind == 7:  # SET
            value = low5
            if upper == 0:
                self.drive_pins(
                    value, (machine.pin_ctrl >> 5) & 0x1F, (machine.pin_ctrl >> 26) & 7
                )
            elif upper == 1:
                machine.x = value
            elif upper == 2:
                machine.y = value
            elif upper == 4:
                self.turn_pins(
                    value, (machine.pin_ctrl >> 5) & 0x1F, (machine.pin_ctrl >> 26) & 7
                )
        else:
            return False

        if side_bits:
            value = field >> (5 - side_bits)
            if machine.exec_ctrl & SIDE_OPTIONAL:
                taken = field & 0x10
                side_bits -= 1
                value = value & ((1 << side_bits) - 1)
            else:
                taken = True
            if taken:
                if machine.exec_ctrl & SIDE_TURNS:
                    self.turn_pins(value, (machine.pin_ctrl >> 10) & 0x1F, side_bits)
                else:
                    self.drive_pins(value, (machine.pin_ctrl >> 10) & 0x1F, side_bits)
        machine.pc = pc
        machine.cycles += 1 + delay
        machine.next_due_fp += (1 + delay) * machine.div_fp
        return True

    cdef unsigned int runners(self):
        # The machines that run, a bit each.
        cdef StateMachine machine
        cdef unsigned int found = 0
        for machine in self.machines:
            if machine.enabled and not machine.waiting:
                found |= 1 << machine.index
        return found

    cdef bint run_to(self, long long end) except -1:
        """Run on to a time in 1/256 cycles; True, and stop there, when happen() is due."""
        cdef unsigned int runners = self.runners()
        cdef unsigned int left
        cdef StateMachine machine
        cdef long long due
        while self.next_due_fp <= end:
            self.cycle_fp = max(self.cycle_fp, self.next_due_fp)
            due = NEVER_DUE
            left = runners
            while left:
                machine = <StateMachine>self.machines[rp2040py_ctz(left)]
                left &= left - 1
                if machine.next_due_fp <= self.cycle_fp and not self.quick(machine):
                    return True
                due = min(due, machine.next_due_fp)
            self.next_due_fp = due
            if (
                self.old_pin_values != self.pin_values
                or self.old_pin_directions != self.pin_directions
            ):
                return True
        self.cycle_fp = end
        return False

    cdef int happen(self) except -1:
        """Do what run_to() stopped for; the clock stands at its time."""
        if self.next_due_fp <= self.cycle_fp:
            self._run_due()
        else:
            self.check_changed_pins()
        return 0

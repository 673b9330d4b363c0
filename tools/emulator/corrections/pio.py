"""PIO registers: joining clears and resizes FIFOs, an executed instruction reaches its pins.

Stock ignores FJOIN, by whose toggling the SDK clears both FIFOs of a machine it sets up: words of
an earlier life stay in. What SMx_INSTR makes a stopped machine do to its pins shows only when a
machine of the block next runs.
"""

_BASES = (0x50200, 0x50300)
_SHIFTCTRL = 0x0D0
_MACHINE_BYTES = 0x18
_MACHINES = 4
_JOIN_TX, _JOIN_RX = 1 << 30, 1 << 31
_DEPTH = 4


class PioRegisters:
    """What the bus sees of a PIO block."""

    def __init__(self, pio, dma):
        self._pio = pio
        self._dma = dma

    def read_uint32(self, offset):
        """As in the block."""
        return self._pio.read_uint32(offset)

    def write_uint32_atomic(self, offset, value, kind):
        """Write, then do what stock leaves out."""
        index, rest = divmod(offset - _SHIFTCTRL, _MACHINE_BYTES)
        joins = rest == 0 and 0 <= index < _MACHINES
        machine = self._pio.machines[index] if joins else None
        before = machine.shift_ctrl if joins else 0
        self._pio.write_uint32_atomic(offset, value, kind)
        if joins and (machine.shift_ctrl ^ before) & (_JOIN_TX | _JOIN_RX):
            self._join(machine)
        self._pio.check_changed_pins()

    def _join(self, machine):
        fifo = type(machine.tx_fifo)
        tx = bool(machine.shift_ctrl & _JOIN_TX)
        rx = bool(machine.shift_ctrl & _JOIN_RX)
        machine.tx_fifo = fifo(_DEPTH * (1 + tx - rx))
        machine.rx_fifo = fifo(_DEPTH * (1 + rx - tx))
        if machine.tx_fifo.full:
            self._dma.clear_dreq(machine.dreq_tx)
        else:
            self._dma.set_dreq(machine.dreq_tx)
        self._dma.clear_dreq(machine.dreq_rx)
        self._pio.check_interrupts()


def correct_pio(machine):
    """Put the corrected registers of both blocks on the bus."""
    for base, pio in zip(_BASES, machine.mcu.pio):
        machine.mcu.peripherals[base] = PioRegisters(pio, machine.mcu.dma)

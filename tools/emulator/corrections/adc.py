"""ADC: round robin, the FIFO's interrupt and request, START_ONE, and when the sample is taken.

Stock masks the round-robin channel with 12 instead of 7 (channels 1..3 become 0) and leaves out
channel 0 after channel 4, does not look at the FIFO's interrupt when it is read, leaves START_ONE
set and takes the value at the end of the conversion.
"""

from rp2040py.peripherals.adc import (
    CS,
    CS_AINSEL_MASK,
    CS_AINSEL_SHIFT,
    CS_START_ONE,
    FCS,
    FIFO_REG,
)

from tools.emulator.corrections.adopt import Peripheral, adopt

CONVERSION_NS = 96 * 1e9 / 48e6  # 96 clocks of 48 MHz
_MASK_BITS = 8  # channels the round robin runs through, those the chip has not got included


class Adc(Peripheral):
    """Registers of the ADC as the datasheet's 4.9 has them; put in front of the stock ones."""

    @property
    def _active_channel(self):
        return (self.cs >> CS_AINSEL_SHIFT) & CS_AINSEL_MASK

    @_active_channel.setter
    def _active_channel(self, channel):
        kept = self.cs & ~(CS_AINSEL_MASK << CS_AINSEL_SHIFT)
        self.cs = kept | ((channel & CS_AINSEL_MASK) << CS_AINSEL_SHIFT)

    def read_uint32(self, offset):
        """Taking a value can end the FIFO's interrupt."""
        value = super().read_uint32(offset)
        if offset == FIFO_REG:
            self.check_interrupts()
        return value

    def write_uint32(self, offset, value):
        """START_ONE clears itself; a new FCS is a new request level."""
        super().write_uint32(offset, value)
        if offset == CS:
            self.cs &= ~CS_START_ONE
        elif offset == FCS:
            self._update_dma()


class Pumped(Peripheral):
    """ADC or DMA of the fast form: C hands the sampling back before a register is touched."""

    def read_uint32(self, offset):
        """As in the peripheral."""
        self.pump.flush()
        return super().read_uint32(offset)

    def write_uint32(self, offset, value):
        """As in the peripheral."""
        self.pump.flush()
        super().write_uint32(offset, value)

    def reset(self):
        """As in the peripheral."""
        self.pump.flush()
        super().reset()


def correct_adc(machine):
    """Take samples from the machine's inputs at the start of a conversion."""
    adc, inputs, clock, pump = machine.mcu.adc, machine.inputs, machine.clock, machine.pump
    adopt(adc, Adc)
    adc.num_channels = _MASK_BITS
    if pump is not None:
        for peripheral in (adc, machine.mcu.dma):
            adopt(peripheral, Pumped)
            peripheral.pump = pump

    def start(channel):
        if pump is not None and pump.take(channel):
            return
        adc.held = inputs.counts(channel, clock.nanos)
        adc.current_channel = channel
        adc.sample_alarm.schedule(CONVERSION_NS)

    adc.sample_alarm = clock.create_alarm(lambda: adc.complete_adc_read(adc.held, False))
    adc.on_adc_read = start

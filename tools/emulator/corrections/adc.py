"""ADC: round robin, the FIFO's interrupt and request, START_ONE, and when the sample is taken.

Stock masks the round-robin channel with 12 instead of 7 (channels 1..3 become 0), does not look
at the FIFO's interrupt when it is read, leaves START_ONE set and takes the value at the end of
the conversion.
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


def correct_adc(machine):
    """Take samples from the machine's inputs at the start of a conversion."""
    adc = machine.mcu.adc
    adopt(adc, Adc)
    inputs = machine.inputs

    def start(channel):
        adc.held = inputs.counts(channel, machine.clock.nanos)
        adc.current_channel = channel
        adc.sample_alarm.schedule(CONVERSION_NS)

    adc.sample_alarm = machine.clock.create_alarm(lambda: adc.complete_adc_read(adc.held, False))
    adc.on_adc_read = start

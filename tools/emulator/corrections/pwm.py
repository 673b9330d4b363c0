"""PWM: the enable register reads back what was written."""

from rp2040py.peripherals.pwm import CSR_EN, EN

from tools.emulator.corrections.adopt import Peripheral, adopt


class Pwm(Peripheral):
    """Stock reads EN as 0: setting one slice's bit by read-modify-write stops all others."""

    def read_uint32(self, offset):
        """EN from the slices; other registers as stock."""
        if offset == EN:
            return sum(1 << slice_.index for slice_ in self.channels if slice_.csr & CSR_EN)
        return super().read_uint32(offset)


def correct_enable(machine):
    """Make PWM.EN readable."""
    adopt(machine.mcu.pwm, Pwm)

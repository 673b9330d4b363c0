"""Flash: erase and program take the chip's time, and power can fail in the middle of them.

Stock does both in no time, which hides the blackout: the SDK keeps interrupts off for all of it.
Times are those of a W25Q16JV: 45 ms typical and 400 ms at most for a sector, 0.4 ms for a page.
"""

from rp2040py.peripherals.ssi import (
    CMD_BLOCK_ERASE,
    CMD_PAGE_PROGRAM,
    CMD_READ_STATUS_1,
    CMD_SECTOR_ERASE,
)

from tools.emulator.corrections.adopt import Peripheral, adopt

SECTOR_ERASE, PAGE_PROGRAM = CMD_SECTOR_ERASE, CMD_PAGE_PROGRAM
_PROGRAM_MS = 0.4
_BLOCK_ERASE_MS = 150.0
_BUSY = 1
_POLL_US = 20  # a poll of the status passes at most so much: nothing is slept over


class Flash(Peripheral):
    """The serial flash behind the SSI; put in front of the stock one."""

    def begin(self, machine):
        """Add what timed commands need; called once."""
        self._machine = machine
        self._busy_until_ns = 0.0

    def _apply_command(self):
        command = self._tx_buffer[0] if self._tx_buffer else None
        takes_ms = {
            CMD_SECTOR_ERASE: self._machine.erase_ms,
            CMD_PAGE_PROGRAM: _PROGRAM_MS,
            CMD_BLOCK_ERASE: _BLOCK_ERASE_MS,
        }.get(command)
        if takes_ms is None or not self._write_enabled or len(self._tx_buffer) < 4:
            super()._apply_command()
            return
        address = self._address_from_buffer()
        data = bytes(self._tx_buffer[4:])
        hook = self._machine.flash_hook
        if hook is not None and hook(command, address, data) is False:
            self._tx_buffer = bytearray()
            return
        super()._apply_command()
        now = self._machine.clock.nanos
        self._busy_until_ns = now + takes_ms * 1e6
        self._machine.flash_log.append((now, command, address))

    def _shift_byte(self, byte_out):
        value = super()._shift_byte(byte_out)
        if len(self._tx_buffer) > 1 and self._tx_buffer[0] == CMD_READ_STATUS_1:
            left_ns = self._busy_until_ns - self._machine.clock.nanos
            if left_ns > 0:
                value |= _BUSY
                self._machine.pass_us(min(left_ns / 1000, _POLL_US))
        return value


def correct_flash_time(machine):
    """Report the flash busy for as long as the real one is."""
    adopt(machine.mcu.ssi, Flash)
    machine.mcu.ssi.begin(machine)

"""Clocks: the processor, PWM and PIO run at what the system PLL gives, flash at a part of it.

Stock runs everything at 125 MHz, whatever is programmed. Here that is only so until clk_sys has
its first PLL (a real chip starts with 6.5 MHz), and from then on it is as programmed.
"""

from rp2040py.peripherals.clocks import CLK_SYS_CTRL
from rp2040py.peripherals.peripheral import BasePeripheral
from rp2040py.peripherals.ssi import SSI_BAUDR

from tools.emulator.corrections.adopt import Peripheral, adopt

BOOT_HZ = 125_000_000
_CRYSTAL_HZ = 12_000_000
_PLL_SYS, _PLL_USB = 0x40028, 0x4002C
_CS, _PWR, _FBDIV, _PRIM = 0x0, 0x4, 0x8, 0xC
_OFF = 0x2D  # PWR at reset: VCO, post dividers and all are powered down
_DOWN = 0x21  # of it, the VCO or all
_LOCK = 1 << 31
_LOCK_NS = 100e3  # no data sheet says it: slow, for a guess
_FROM_AUX = 1


class Pll(BasePeripheral):
    """One PLL as the datasheet's 2.18 has it."""

    def __init__(self, mcu, name, changed):
        super().__init__(mcu, name)
        self._mcu = mcu
        self._changed = changed
        self.reset()

    def reset(self):
        """Powered down, as a chip reset leaves it."""
        self._registers = {_CS: 1, _PWR: _OFF, _FBDIV: 0, _PRIM: 0x77000}
        self._locked_ns = None

    @property
    def hertz(self):
        """What it gives; 0 while it is not locked."""
        if not self._locked:
            return 0
        prim = self._registers[_PRIM]
        divide = (self._registers[_CS] & 63) * (prim >> 16 & 7) * (prim >> 12 & 7)
        return _CRYSTAL_HZ * self._registers[_FBDIV] // divide

    @property
    def _locked(self):
        return self._locked_ns is not None and self._mcu.clock.nanos >= self._locked_ns

    def read_uint32(self, offset):
        """A register; CS tells whether it is locked."""
        value = self._registers[offset]
        return value | _LOCK if offset == _CS and self._locked else value

    def write_uint32(self, offset, value):
        """A register; power on starts the lock."""
        self._registers[offset] = value
        if offset == _PWR and value & _DOWN:
            self._locked_ns = None
        elif offset == _PWR and self._locked_ns is None:
            self._locked_ns = self._mcu.clock.nanos + _LOCK_NS
        self._changed()


class Clocks(Peripheral):
    """CLOCKS; put in front of the stock one."""

    def begin(self, changed):
        """Add who is told of a change of clk_sys; called once."""
        self._changed = changed

    def write_uint32(self, offset, value):
        """As stock; clk_sys may be another."""
        super().write_uint32(offset, value)
        if offset == CLK_SYS_CTRL:
            self._changed()


class FlashClock(Peripheral):
    """SSI; put in front of the stock one. A cache miss takes so many cycles of its clock."""

    def begin(self, mcu, cycles):
        """Add the cycles of a miss at the divider of 2 that MicroPython starts with."""
        self._mcu = mcu
        self._cycles = cycles

    def write_uint32(self, offset, value):
        """As stock; a miss follows the divider."""
        super().write_uint32(offset, value)
        if offset == SSI_BAUDR and value:
            self._mcu.xip_miss_cycles = self._cycles * value // 2


def correct_clocks(machine):
    """Let time pass as the PLLs and dividers say."""
    mcu = machine.mcu

    def changed():
        control = mcu.clocks.sys_ctrl
        source = (control >> 5 & 7) if control & _FROM_AUX else None
        pll = {0: mcu.peripherals[_PLL_SYS], 1: mcu.peripherals[_PLL_USB]}.get(source)
        hertz = pll.hertz if pll is not None else 0
        if hertz:
            machine.set_hertz(hertz)

    for at, name in ((_PLL_SYS, "PLL_SYS"), (_PLL_USB, "PLL_USB")):
        mcu.peripherals[at] = Pll(mcu, name, changed)
    adopt(mcu.clocks, Clocks)
    mcu.clocks.begin(changed)
    if machine.form.fast and not machine.flash_100mhz:
        adopt(mcu.ssi, FlashClock)
        mcu.ssi.begin(mcu, mcu.xip_miss_cycles)
    machine.on_reset(lambda _: _reset(mcu))


def _reset(mcu):
    for at in (_PLL_SYS, _PLL_USB):
        mcu.peripherals[at].reset()

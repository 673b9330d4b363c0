"""What can befall a chip from outside: no supply, a watchdog that bites, samples that stop."""

import random

from tools.emulator.corrections.adc import CONVERSION_NS
from tools.emulator.corrections.adopt import Peripheral, adopt
from tools.emulator.corrections.flash import PAGE_PROGRAM

_RAM_BYTES = 264 * 1024
_WATCHDOG_CTRL = 0x00
_HAD_POR = 1 << 8
_TIMER = 1  # REASON: the watchdog's time was over
_DREQ_ADC = 36
_SECTOR = 4096


def cut(machine):
    """Take the supply away: every pin floats, nothing runs, only the flash stays."""
    mcu = machine.mcu
    mcu.enter_reset()
    mcu.watchdog.reset()
    mcu.watchdog.write_uint32(_WATCHDOG_CTRL, 0)
    machine.core.waiting = True  # and no interrupt is enabled that could wake it


def restore(machine):
    """Give the supply back, with anything in the RAM: the chip starts as when it was new."""
    mcu = machine.mcu
    mcu.sram[:_RAM_BYTES] = random.Random(machine.ns).randbytes(_RAM_BYTES)
    mcu.vreg_and_chip_reset.record_reset_cause(_HAD_POR)
    machine.core.waiting = False
    mcu.leave_reset()


def bite(machine):
    """Let the watchdog's time be over now."""
    watchdog = machine.mcu.watchdog
    watchdog._reason = _TIMER
    watchdog.on_watchdog_trigger()


def tear(chip, command, address, data, dice):
    """Do half of a flash operation, as when the supply fails inside it.

    A page program gets so far; an erase leaves any of its sector's bytes as they were.
    """
    flash = chip.mcu.flash
    if command == PAGE_PROGRAM:
        for place in range(dice.randrange(len(data))):
            flash[address + place] &= data[place]
        return
    start = address - address % _SECTOR
    for place in range(start, start + _SECTOR):
        if dice.random() < 0.5:
            flash[place] = 0xFF


class Samples:
    """The way of the ADC's samples to the DMA. Converting goes on while it is interrupted."""

    def __init__(self, machine):
        self._machine = machine
        self._start = machine.mcu.adc.on_adc_read
        self._request = machine.mcu.dma.set_dreq

    def stop(self):
        """The DMA hears of no more samples; what it has written stays."""
        if self._machine.pump is not None:
            self._machine.pump.flush()
        self._machine.mcu.adc.on_adc_read = self._convert
        self._machine.mcu.dma.set_dreq = self._ignore

    def go_on(self):
        """It hears of them again."""
        mcu = self._machine.mcu
        mcu.adc.on_adc_read = self._start
        mcu.dma.set_dreq = self._request
        mcu.adc._update_dma()

    def _convert(self, channel):
        adc = self._machine.mcu.adc
        adc.held = self._machine.inputs.counts(channel, self._machine.clock.nanos)
        adc.current_channel = channel
        adc.sample_alarm.schedule(CONVERSION_NS)

    def _ignore(self, request):
        if request != _DREQ_ADC:
            self._request(request)


class _Late(Peripheral):
    def reset(self):
        """Begin where it is told, not at 0."""
        super().reset()
        self._epoch_nanos -= self.first_ns


def begin_count(machine, ms):
    """Let the chip's microsecond counter begin at so many ms at every start, not at 0."""
    timer = machine.mcu.timer
    adopt(timer, _Late)
    timer.first_ns = ms * 1e6
    timer.reset()

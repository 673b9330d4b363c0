"""A chip without a program, for tests that only touch registers."""

from tools.emulator import corrections
from tools.emulator.machine import Machine

APB = 0x40000000
RAM = 0x20000000
SIO = 0xD0000000


def without(*faults):
    """Return all corrections but these."""
    return tuple(each for each in corrections.ALL if each not in faults)


def sleeping(form, corrected=corrections.ALL, **options):
    """Return a machine whose CPU sleeps and is woken by nothing."""
    machine = Machine(form=form, corrected=corrected, **options)
    machine.core.waiting = True
    return machine


def running(form, *halfwords, **options):
    """Return a machine about to execute these Thumb instructions from RAM."""
    machine = Machine(form=form, **options)
    for index, word in enumerate(halfwords):
        machine.mcu.write_uint16(RAM + 0x100 + 2 * index, word)
    machine.core.sp = RAM + 0x4000
    machine.core.pc = RAM + 0x100
    return machine


def put(machine, *writes):
    """Write (address, value) pairs over the bus."""
    for address, value in writes:
        machine.mcu.write_uint32(address, value)

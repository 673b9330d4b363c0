"""CPU timing: what the fast form mends of stock, on instructions run from RAM."""

import pytest

from tests.emulator.bare import RAM, SIO, put, running
from tools.emulator import variant

PUSH_R0_LR, POP_R0_PC, NOP, CPSID, WFI, BX_LR = 0xB501, 0xBD01, 0xBF00, 0xB672, 0xBF30, 0x4770
HANDLER = RAM + 0x800
VECTORS = RAM + 0x400
IRQ = 5
CYCLE_NS = 8


def cycles_of(machine, steps):
    before = machine.ns
    machine.run_instr(steps)
    return (machine.ns - before) / CYCLE_NS


def interrupted(form, *halfwords):
    """Return a machine running this with interrupt 5 enabled, whose handler returns at once."""
    machine = running(form, *halfwords)
    put(machine, (VECTORS + 4 * (16 + IRQ), HANDLER | 1))
    machine.mcu.write_uint16(HANDLER, BX_LR)
    machine.core.vtor = VECTORS
    machine.core.enabled_interrupts = 1 << IRQ
    return machine


@pytest.fixture(params=["stock", "fast"])
def case(request):
    """The form and whether it is to be right."""
    if request.param == "stock":
        return variant.STOCK, False
    return request.getfixturevalue("fast"), True


def test_push_with_lr_costs_a_cycle_a_register(case):
    form, right = case
    assert cycles_of(running(form, PUSH_R0_LR), 1) == (3 if right else 2)


def test_an_exception_costs_its_entry_and_exit(case):
    form, right = case
    machine = interrupted(form, NOP, NOP, NOP)
    assert cycles_of(machine, 1) == 1
    machine.core.set_interrupt(IRQ, True)
    entered = cycles_of(machine, 1)
    assert machine.core.ipsr == 16 + IRQ or machine.core.ipsr == 0  # BX LR has run
    machine.core.set_interrupt(IRQ, False)
    assert entered == (15 + 12 + 2 if right else 2)


def test_asleep_with_interrupts_masked_it_wakes_without_taking_one(case):
    form, right = case
    machine = interrupted(form, CPSID, WFI, NOP, NOP)
    machine.run_instr(2)
    assert machine.core.waiting
    machine.core.set_interrupt(IRQ, True)
    assert not machine.core.waiting
    machine.run_instr(1)
    assert (machine.core.pc == RAM + 0x106) is right  # on with the NOP; stock is in the handler


def test_the_divider_does_not_skew_the_cycle_count(case):
    form, right = case
    machine = running(form, NOP)
    before = machine.core.cycles
    put(machine, (SIO + 0x68, -100 & 0xFFFFFFFF), (SIO + 0x6C, 7))
    assert machine.mcu.read_uint32(SIO + 0x70) == -14 & 0xFFFFFFFF
    assert machine.mcu.read_uint32(SIO + 0x74) == -2 & 0xFFFFFFFF
    assert (machine.core.cycles == before) is right


@pytest.mark.parametrize(
    ("signed", "dividend", "divisor", "quotient", "remainder"),
    [
        (False, 100, 7, 14, 2),
        (False, 0xFFFFFFFF, 10, 429496729, 5),
        (False, 0, 0, 0xFFFFFFFF, 0),
        (True, 5, 0, 0xFFFFFFFF, 5),
        (True, -5, 0, 1, -5),
        (True, -(2**31), -1, -(2**31), 0),
        (True, -7, 2, -3, -1),
    ],
)
def test_the_divider_divides(fast, signed, dividend, divisor, quotient, remainder):
    machine = running(fast, NOP)
    base = SIO + (0x68 if signed else 0x60)
    put(machine, (base, dividend & 0xFFFFFFFF), (base + 4, divisor & 0xFFFFFFFF))
    assert machine.mcu.read_uint32(SIO + 0x74) == remainder & 0xFFFFFFFF
    assert machine.mcu.read_uint32(SIO + 0x70) == quotient & 0xFFFFFFFF


def test_a_flash_cache_miss_costs_what_it_is_told(fast):
    flash = 0x10001000
    for miss_cycles in (0, 64):
        machine = running(fast, NOP, xip=miss_cycles)
        for offset in range(0, 64, 2):
            machine.mcu.flash[0x1000 + offset : 0x1002 + offset] = NOP.to_bytes(2, "little")
        machine.core.pc = flash
        lines = 4  # of 8 bytes, 4 instructions each
        assert cycles_of(machine, 4 * lines) == 4 * lines + miss_cycles * lines
        machine.core.pc = flash
        assert cycles_of(machine, 4 * lines) == 4 * lines
        assert machine.xip_misses == (lines if miss_cycles else 0)


def test_a_third_line_of_a_set_drives_out_the_oldest(fast):
    machine = running(fast, NOP, xip=64)
    for line in (0, 1, 2):
        machine.mcu.flash[line * 0x2000 : line * 0x2000 + 2] = NOP.to_bytes(2, "little")
    misses = []
    for line in (0, 1, 0, 2, 0, 1):
        before = machine.xip_misses
        machine.core.pc = 0x10000000 + line * 0x2000
        machine.run_instr(1)
        misses.append(machine.xip_misses - before)
    assert misses == [1, 1, 0, 1, 0, 1]

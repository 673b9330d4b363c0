"""PIO: it runs while the CPU sleeps, its registers do what the SDK expects, C does as Python."""

import random
from itertools import pairwise

import pytest

from tests.emulator.bare import APB, put, sleeping, without
from tools.emulator import variant
from tools.emulator.corrections.pio import correct_pio

PIO = 0x50200000
CTRL, PROGRAM, IRQ_FLAGS = PIO, PIO + 0x48, PIO + 0x30
FLEVEL, TXF0 = PIO + 0x0C, PIO + 0x10
CLKDIV, EXECCTRL, SHIFTCTRL, ADDR, INSTR, PINCTRL = (PIO + 0xC8 + 4 * n for n in range(6))
PIN = 17
PIN_CTRL = APB + 0x14000 + 8 * PIN + 4
PAD = APB + 0x1C004
JMP_X_DEC, SET_X_31, MOV_X_NOT_NULL = 0x0040, 0xE03F, 0xA02B
SET_PINS_1, SET_PINS_0, SET_DIRS_1 = 0xE001, 0xE000, 0xE081
SET_1_TO_PIN = 1 << 26 | PIN << 5
FORBIDDEN = {(3, 5), (3, 7), (5, 4), (5, 5)}  # EXEC, and jumps out of the program
DIVIDER_10 = 10 << 16
MS = 1000


def load(machine, *program):
    put(machine, *[(PROGRAM + 4 * n, word) for n, word in enumerate(program)])


def test_it_runs_by_its_own_clock_while_the_cpu_sleeps(form):
    machine = sleeping(form)
    load(machine, MOV_X_NOT_NULL, JMP_X_DEC + 1)
    put(machine, (CLKDIV, DIVIDER_10), (CTRL, 1))
    machine.run_us(MS)
    assert 0xFFFFFFFF - machine.mcu.pio[0].machines[0].x in range(12498, 12501)


def test_stocks_own_loop_starves_it():
    machine = sleeping(variant.STOCK)
    load(machine, MOV_X_NOT_NULL, JMP_X_DEC + 1)
    put(machine, (CLKDIV, DIVIDER_10), (CTRL, 1))
    simulator = machine.mcu.simulator
    machine.after(MS, simulator.stop)
    simulator.stopped = False
    while not simulator.stopped:
        variant.STOCK.module("execute_batch").execute_batch(simulator, 1)
    assert 0xFFFFFFFF - machine.mcu.pio[0].machines[0].x < 10


def test_what_a_stopped_machine_is_told_to_do_shows_on_its_pins(form):
    for corrected, heard in ((without(correct_pio), []), (without(), [1, 0])):
        machine = sleeping(form, corrected)
        shown = []
        machine.watch(PIN, lambda _t, new, _old, shown=shown: shown.append(new))
        put(machine, (PIN_CTRL, 6), (PINCTRL, SET_1_TO_PIN))
        put(machine, (INSTR, SET_PINS_1), (INSTR, SET_DIRS_1), (INSTR, SET_PINS_0))
        assert shown == heard


def test_toggling_join_clears_the_fifos_and_joining_doubles_one(form):
    for corrected, right in ((without(correct_pio), False), (without(), True)):
        machine = sleeping(form, corrected)
        put(machine, (TXF0, 1), (TXF0, 2))
        put(machine, (SHIFTCTRL + 0x1000, 1 << 31), (SHIFTCTRL + 0x1000, 1 << 31))
        assert (machine.mcu.read_uint32(FLEVEL) & 0xF == 0) is right
        put(machine, (SHIFTCTRL + 0x1000, 1 << 30), *[(TXF0, 7)] * 9)
        assert machine.mcu.read_uint32(FLEVEL) & 0xF == (8 if right else 4)


def test_a_listener_hears_the_exact_time_of_a_pin(form):
    machine = sleeping(form)
    put(machine, (PIN_CTRL, 6), (PINCTRL, SET_1_TO_PIN), (INSTR, SET_DIRS_1))
    load(machine, SET_PINS_1 | 9 << 8, SET_PINS_0 | 19 << 8)
    put(machine, (EXECCTRL, 1 << 12), (CLKDIV, DIVIDER_10))
    heard = []
    machine.watch(PIN, lambda t_ns, new, _old: heard.append((t_ns, new)))
    put(machine, (CTRL, 1))
    machine.run_us(10)
    times = [t_ns for t_ns, _ in heard]
    assert [new for _, new in heard[:4]] == [1, 0, 1, 0]
    assert [b - a for a, b in pairwise(times[:5])] == [800, 1600, 800, 1600]


def test_an_edge_between_two_instructions_is_seen_by_the_next(form):
    machine = sleeping(form)
    put(machine, (PAD + 4 * 18, 0x56), (PIN_CTRL, 6), (PINCTRL, SET_1_TO_PIN))
    jmp_pin_to_2 = 0x00C2
    load(machine, jmp_pin_to_2, 0x0000, SET_PINS_1, 0x0003)
    put(machine, (INSTR, SET_DIRS_1), (EXECCTRL, 18 << 24 | 0x1F << 12), (CLKDIV, DIVIDER_10))
    put(machine, (CTRL, 1))
    heard = []
    machine.watch(PIN, lambda t_ns, _new, _old: heard.append(t_ns))
    machine.after(100, lambda: machine.drive(18, 1))
    machine.run_us(110)
    assert len(heard) == 1
    assert 100_000 <= heard[0] <= 100_000 + 3 * 80  # at most a loop of two and the SET


def a_program(chance):
    """Return 8 instructions, EXECCTRL, SHIFTCTRL, PINCTRL of anything but waits and IRQs."""
    kinds = (0, 0, 2, 3, 5, 5, 7, 4)
    words = []
    for _ in range(8):
        kind = chance.choice(kinds)
        arg = 0x80 if kind == 4 else chance.randrange(256)
        if kind == 0:
            arg = arg & 0xE0 | chance.randrange(8)
        if (kind, arg >> 5) in FORBIDDEN:
            arg &= 0x3F
        words.append(kind << 13 | chance.randrange(32) << 8 | arg)
    execctrl = chance.getrandbits(32) & ~(0x3FF << 7) | 7 << 12
    shiftctrl = chance.getrandbits(32) & ~(3 << 30)
    pinctrl = chance.getrandbits(29) | chance.randrange(5) << 29
    return enumerate(words), execctrl, shiftctrl, pinctrl


def load_machine(machine, chance, pio, index):
    """Set up one state machine with anything."""
    words, execctrl, shiftctrl, pinctrl = a_program(chance)
    base = pio - PIO
    own = base + 0x18 * index
    load_at = PROGRAM + base + 32 * index
    put(machine, *[(load_at + 4 * n, word + 8 * index * (word < 1 << 13)) for n, word in words])
    execctrl |= (8 * index) << 7 | (8 * index) << 12
    put(machine, (EXECCTRL + own, execctrl), (SHIFTCTRL + own, shiftctrl))
    put(machine, (PINCTRL + own, pinctrl), (INSTR + own, 8 * index))
    put(machine, (CLKDIV + own, chance.randrange(1, 4) << 16 | chance.choice((0, 128)) << 8))
    put(machine, *[(TXF0 + base + 4 * index, chance.getrandbits(32)) for _ in range(2)])


def state(pio):
    """Return all a program can have changed."""
    return [
        (
            *(sm.pc, sm.x, sm.y, sm.input_shift_reg, sm.input_shift_count, sm.waiting),
            *(sm.output_shift_reg, sm.output_shift_count, sm.tx_fifo.item_count),
        )
        for sm in pio.machines
    ] + [pio.pin_values, pio.pin_directions, pio.fdebug]


def traced(form, seed, blocks, machines):
    """Run random programs on machines of blocks; return what they did."""
    chance = random.Random(seed)
    machine = sleeping(form)
    edges = []
    for pin in range(30):
        function = chance.choice((6, 7))
        put(machine, (PAD + 4 * pin, 0x56), (PIN_CTRL + 8 * (pin - PIN), function))
        machine.watch(pin, lambda *edge, pin=pin: edges.append((pin, *edge)))
    for block in range(blocks):
        for index in range(machines):
            load_machine(machine, chance, PIO + 0x100000 * block, index)
    for block in range(blocks):
        put(machine, (CTRL + 0x100000 * block, (1 << machines) - 1))
    trace = []
    for _ in range(20):
        machine.run_us(chance.randrange(40, 400) / 1000)
        machine.drive(chance.randrange(30), chance.randrange(2))
        trace.append([state(pio) for pio in machine.mcu.pio])
    return trace, edges


@pytest.mark.parametrize(("blocks", "machines"), [(1, 1), (1, 3), (2, 1), (2, 2)])
def test_random_programs_do_the_same_in_c_as_in_python(fast, blocks, machines):
    for seed in range(40):
        ours = traced(fast, seed, blocks, machines)
        assert ours == traced(variant.STOCK, seed, blocks, machines), seed

"""The gate's PIO programs: as the chip's own assembler makes them, and what they do, cycle by
cycle, on rp2040-pio-emulator.

That emulator knows no optional side-set: here the three bits go to pins of their own, the
first of them, ENABLE, tells that the instruction puts the coils to 0.
"""

import ast

import pytest
from pioemu import ShiftRegister, State, emulate

from hal.rp2_program import DEAD_MAN, DEAD_MAN_AT, GUARD, GUARD_HZ, readings, words
from tools.emulator.chip import Chip

GOOD = 8  # address where the guard starts anew
SIDE_BASE = 20
ENABLE = 1 << SIDE_BASE + 2
US = GUARD_HZ // 1000000  # cycles, and a half
LOOP = 7  # cycles of a reading that finds all good


def run(memory, state, inputs, cycles):
    """Run so many cycles; return the state and the cycle in which the coils were put to 0.

    `inputs`: level of the input pins at a cycle.
    """
    off_at = None

    def pins(cycle: int) -> int:
        return inputs(cycle)

    steps = emulate(
        memory,
        stop_when=lambda _opcode, now: now.clock >= cycles,
        initial_state=state,
        input_source=pins,
        side_set_base=SIDE_BASE,
        side_set_count=3,
    )
    for before, after in steps:
        if off_at is None and after.pin_values & ENABLE:
            off_at = before.clock
        state = after
    return state, off_at


def memory(inputs=3):
    program = words(inputs)
    return program + [0] * (DEAD_MAN_AT - len(program)) + [word for _, word in DEAD_MAN]


def guard(filter_us):
    return State(program_counter=GOOD, input_shift_register=ShiftRegister(readings(filter_us), 0))


def good(inputs):
    return (1 << inputs) - 1


def test_good_inputs_never_trip():
    for inputs in (1, 2, 3):
        _, off_at = run(memory(inputs), guard(0), lambda _, n=inputs: good(n), 10000)
        assert off_at is None
    assert run(memory(0), guard(0), lambda _: 0, 10000)[1] is None  # none fitted


@pytest.mark.parametrize("filter_us", [0, 50, 1000])
def test_any_bad_input_trips_within_the_filter_and_0_8_us_at_every_phase(filter_us):
    for inputs in (2, 3):
        for bad in range(1, 1 << inputs):
            for phase in range(LOOP):
                fell = 100 + phase
                all_good = good(inputs)
                state, off_at = run(
                    memory(inputs),
                    guard(filter_us),
                    lambda at, bad=bad, fell=fell, all_good=all_good: (
                        all_good & ~bad if at >= fell else all_good
                    ),
                    fell + (filter_us + 2) * GUARD_HZ // 1000000,
                )
                assert off_at is not None
                late_us = (off_at - fell) * 1e6 / GUARD_HZ
                assert filter_us - 0.32 < late_us <= filter_us + 0.8
                assert state.program_counter == bad
                if filter_us == 1000:
                    return  # one is enough: it takes long


def test_what_is_shorter_than_the_filter_does_not_trip():
    lasts = readings(50) * 4 - 1
    for phase in range(LOOP):
        fell = 100 + phase
        _, off_at = run(
            memory(), guard(50), lambda at, fell=fell: 6 if fell <= at < fell + lasts else 7, 3000
        )
        assert off_at is None


def test_the_filter_starts_anew_after_a_good_reading():
    _, off_at = run(memory(), guard(50), lambda at: 7 if at % 500 < 20 else 5, 20000)
    assert off_at is None


def test_a_guard_that_tripped_stays_and_puts_the_coils_to_0_again_and_again():
    state, _ = run(memory(), guard(0), lambda _: 6, 100)
    assert state.program_counter == 1
    for _ in range(20):
        state, off_at = run(memory(), state, lambda _: 7, state.clock + 4)
        assert state.program_counter == 1
        assert off_at is not None


def test_the_dead_man_parks_50_ms_after_its_last_feed_and_stays():
    fed = State(program_counter=DEAD_MAN_AT, x_register=5000)
    state, off_at = run(memory(), fed, lambda _: 7, 6000)
    assert 5000 <= off_at <= 5003  # of 10 us
    assert state.program_counter == DEAD_MAN_AT + 2
    # a feed is `mov y, x` from outside: it puts off parking, it does not end it
    state, off_at = run(memory(), fed, lambda _: 7, 4000)
    assert off_at is None
    state, off_at = run(memory(), _feed(state), lambda _: 7, 9000 - 10)
    assert off_at is None
    state, off_at = run(memory(), state, lambda _: 7, 9010)
    assert off_at is not None
    state, off_at = run(memory(), _feed(state), lambda _: 7, 20000)
    assert state.program_counter == DEAD_MAN_AT + 2


def _feed(state):
    return State(
        clock=state.clock,
        program_counter=state.program_counter,
        x_register=state.x_register,
        y_register=state.x_register,
    )


ASSEMBLE = """
import rp2
@rp2.asm_pio(sideset_init=(rp2.PIO.OUT_LOW,) * 2, out_shiftdir=rp2.PIO.SHIFT_RIGHT)
def both():
    label("0")
    jmp("0").side(0)[3]
    label("1")
    jmp("1").side(0)[3]
    label("2")
    jmp("2").side(0)[3]
    label("3")
    jmp("3").side(0)[3]
    label("4")
    jmp("4").side(0)[3]
    label("5")
    jmp("5").side(0)[3]
    label("6")
    jmp("6").side(0)[3]
    label("7")
    jmp("7").side(0)[3]
    label("good")
    mov(y, isr)[3]
    label("again")
    mov(osr, invert(pins))
    out(x, 3)
    jmp(not_x, "good")
    jmp(y_dec, "again")
    mov(pc, x).side(0)
    nop()
    nop()
    mov(y, x)
    label("wait")
    jmp(y_dec, "wait")
    label("park")
    jmp("park").side(0)
print([hex(word & 0xffff) for word in both[0]])
"""


def test_the_words_are_what_the_chips_own_assembler_makes(firmware):
    said = Chip().boot().exec(ASSEMBLE)
    made = [int(word, 16) for word in ast.literal_eval(said.strip())]
    assert made[: len(GUARD)] == [word for _, word in GUARD]
    assert made[DEAD_MAN_AT:] == [word for _, word in DEAD_MAN]

"""The two forms of the emulator, and C's sampling and Python's, give the same results."""

import hashlib

import pytest

from tests.emulator.bare import APB, RAM, put, sleeping
from tools.emulator import corrections, variant

ADC, DMA, PWM = APB + 0x4C000, 0x50000000, APB + 0x50000
RING_BITS = 9
COUNT = 700
RING_WRITES = RING_BITS << 6 | 1 << 10
HALFWORDS = 1 << 0 | 1 << 2 | 1 << 5 | 36 << 15  # EN, 16 bits, INCR_WRITE, paced by the ADC


def no_pump(machine):
    """Leave the sampling to Python."""
    machine.pump = None


def sampled(form, tau_us, div_clocks, order, ring, corrected=corrections.ALL):
    """Sample a pilot, a ramp and constants into memory; return what came of it."""
    machine = sleeping(form, corrected)
    put(machine, (APB + 0x14000 + 16 * 8 + 4, 4))  # GPIO 16 to the PWM
    put(machine, (PWM + 4, 1 << 4), (PWM + 16, 12499), (PWM + 12, 5000), (PWM, 1))
    pilot = machine.pilot(0, 16, 2.4, 0.9, tau_us)
    machine.analogue(1, 1.25)
    machine.analogue(2, lambda t_ns: t_ns * 1e-6)
    put(
        machine,
        (ADC, 1),
        (ADC + 16, (div_clocks - 1) << 8),
        (ADC + 8, 1 << 24 | 9),
        (DMA, ADC + 12),
        (DMA + 4, RAM + 0x2000),
        (DMA + 8, COUNT),
        (DMA + 12, HALFWORDS | (RING_WRITES if ring else 0)),
        (ADC, order << 16 | 1 << 3 | 1),
    )
    steps = []
    for step in range(6):
        machine.run_us(211.7 + step)
        pilot.set(2.4 - step / 4, 0.9, tau_us)
        registers = [machine.mcu.read_uint32(DMA + offset) for offset in (4, 8, 12)]
        registers += [machine.mcu.read_uint32(ADC + offset) for offset in (0, 4, 8)]
        steps.append((registers, machine.mcu.dma.int_raw))
    return hashlib.sha256(bytes(machine.mcu.sram)).hexdigest(), steps


@pytest.mark.parametrize(
    ("tau_us", "div_clocks", "order", "ring"),
    [
        (0, 120, 0b1111, True),
        (3, 120, 0b1111, False),
        (3, 480, 0b0001, True),
        (0, 97, 0b10101, False),
        (1, 96, 0b0000, True),
    ],
)
def test_sampling_in_c_is_sampling_in_python(fast, tau_us, div_clocks, order, ring):
    case = (tau_us, div_clocks, order, ring)
    pumped = sampled(fast, *case)
    assert pumped == sampled(fast, *case, corrected=(no_pump, *corrections.ALL))


def test_both_forms_sample_alike(fast):
    case = (3, 120, 0b1111, False)
    assert sampled(fast, *case) == sampled(variant.STOCK, *case)


def test_the_pump_is_what_samples(fast):
    machine = sleeping(fast)
    put(
        machine,
        (ADC, 1),
        (ADC + 16, 119 << 8),
        (ADC + 8, 1 << 24 | 9),
        (DMA, ADC + 12),
        (DMA + 4, RAM + 0x2000),
        (DMA + 8, COUNT),
        (DMA + 12, HALFWORDS),
        (ADC, 1 << 3 | 1),
    )
    machine.run_us(100)
    assert machine.pump.due_ns < machine.ns + 2500
    put(machine, (ADC, 1))
    machine.run_us(100)
    assert machine.pump.due_ns > 1e100

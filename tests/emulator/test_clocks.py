"""Clocks: what stock gets wrong, and that the corrected chip runs as its PLLs say."""

from itertools import pairwise

import pytest

from tests.emulator.bare import APB, put, sleeping, without
from tools.emulator.chip import Chip
from tools.emulator.corrections.clocks import correct_clocks

SYS_CTRL = APB + 0x0803C
CS, PWR, FBDIV, PRIM = (APB + 0x28000 + offset for offset in (0, 4, 8, 12))
LOCK = 1 << 31
LOOP = """
import machine, time
def took():
    begin = time.ticks_us()
    for _ in range(2000):
        pass
    return time.ticks_us() - begin
"""


def at_200_mhz(form, corrected):
    """12 MHz * 100 / 6 / 1, and clk_sys from it."""
    machine = sleeping(form, corrected)
    put(machine, (CS, 1), (FBDIV, 100), (PWR, 4), (PRIM, 6 << 16 | 1 << 12))
    machine.run_us(200)
    put(machine, (SYS_CTRL, 1))
    return machine


def test_stock_runs_at_125_mhz_whatever_the_pll_says(form):
    for corrected, hertz in ((without(correct_clocks), 125e6), (without(), 200e6)):
        assert at_200_mhz(form, corrected).mcu.clk_sys == hertz


def test_a_pll_locks_after_it_has_power(form):
    machine = sleeping(form, without())
    put(machine, (CS, 1), (FBDIV, 100), (PRIM, 6 << 16 | 1 << 12))
    machine.run_us(200)
    assert not machine.mcu.read_uint32(CS) & LOCK
    put(machine, (PWR, 4))
    assert not machine.mcu.read_uint32(CS) & LOCK
    machine.run_us(200)
    assert machine.mcu.read_uint32(CS) & LOCK
    machine.reset()
    assert not machine.mcu.read_uint32(CS) & LOCK


@pytest.mark.usefixtures("firmware")
def test_the_processor_is_faster_and_pwm_timer_and_pio_stay_right(fast):
    chip = Chip().boot()
    chip.exec(LOOP)
    slow = int(chip.exec("print(took())"))
    chip.exec("machine.freq(200_000_000)")
    assert int(chip.exec("print(took())")) == pytest.approx(slow / 1.6, rel=0.02)
    begin_us = chip.us
    chip.exec("time.sleep_ms(20)")
    assert chip.us - begin_us == pytest.approx(20_000, abs=2000)
    edges = []
    chip.watch(16, lambda t_ns, new, _old: edges.append(t_ns) if new == 1 else None)
    chip.exec("from machine import Pin, PWM; PWM(Pin(16), freq=1000, duty_u16=32768)")
    chip.run_us(20_000)
    assert [b - a for a, b in pairwise(edges)][2:] == pytest.approx(
        [1e6] * (len(edges) - 3), rel=1e-5
    )


@pytest.mark.usefixtures("firmware")
def test_pio_follows_clk_sys(fast):
    chip = Chip().boot()
    edges = []
    chip.watch(17, lambda t_ns, new, _old: edges.append(t_ns) if new == 1 else None)
    chip.exec("import machine; machine.freq(200_000_000)")
    chip.exec(
        "import rp2\nfrom machine import Pin\n"
        "@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)\n"
        "def square():\n    set(pins, 1) [4]\n    set(pins, 0) [4]\n"
        "rp2.StateMachine(0, square, freq=2_000_000, set_base=Pin(17)).active(1)"
    )
    chip.run_us(100)
    assert [b - a for a, b in pairwise(edges)][5:25] == pytest.approx([5000] * 20)


@pytest.mark.usefixtures("firmware")
@pytest.mark.parametrize(("megahertz", "cycles"), [(125, 64), (200, 128)])
def test_a_cache_miss_follows_the_divider_of_the_flash(fast, megahertz, cycles):
    chip = Chip(xip=64).boot()
    chip.exec(f"import machine; machine.freq({megahertz}_000_000)")
    assert chip.mcu.xip_miss_cycles == cycles
    kept = Chip(xip=64, flash_100mhz=True).boot()
    kept.exec(f"import machine; machine.freq({megahertz}_000_000)")
    assert kept.mcu.xip_miss_cycles == 64

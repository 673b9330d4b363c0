"""What befalls a chip from outside: no supply, a watchdog, samples that stop, a late counter."""

import pytest

from tests.emulator.bare import APB, RAM, put, sleeping
from tools.emulator import failures
from tools.emulator.chip import Chip

PIN = 14
ADC, DMA = APB + 0x4C000, 0x50000000
COUNT = 1 << 20
HALFWORDS = 1 << 0 | 1 << 2 | 1 << 5 | 36 << 15  # EN, 16 bits, INCR_WRITE, paced by the ADC
RING = 9 << 6 | 1 << 10
MAIN = b"""
import machine
pin = machine.Pin(14, machine.Pin.OUT, value=1)
wdt = machine.WDT(timeout=1000)
while True:
    wdt.feed()
    print("cause", machine.reset_cause())
"""
PWRON_RESET, WDT_RESET = 1, 3
COUNTER_MS = (1 << 30) - 5000


@pytest.fixture
def running(fast, firmware):
    """A chip whose program holds a pin high and feeds a watchdog."""
    chip = Chip(files={"main.py": MAIN}).power()
    chip.run_us(1e6)
    assert chip.level(PIN) == 1
    return chip


def cause(chip):
    """Return the reason for the last start, as MicroPython has it."""
    del chip.rx[:]
    chip.wait_connected(2e6)
    chip.expect(b"cause ")
    return int(chip.expect(b"\r"))


def test_without_supply_nothing_is_driven_and_nothing_runs(running):
    failures.cut(running)
    before = running.instructions
    assert running.level(PIN) == "INPUT_PULL_DOWN"
    running.run_us(5e6)  # not even the watchdog
    assert running.instructions == before
    assert running.level(PIN) == "INPUT_PULL_DOWN"


def test_with_the_supply_back_it_starts_from_its_flash(running):
    ram = bytes(running.mcu.sram)
    failures.cut(running)
    running.run_us(1e6)
    failures.restore(running)
    assert sum(a == b for a, b in zip(ram, running.mcu.sram, strict=True)) < len(ram) / 8
    assert cause(running) == PWRON_RESET
    assert running.level(PIN) == 1


def test_a_watchdog_that_bites_is_the_cause_of_the_start(running):
    failures.bite(running)
    assert running.level(PIN) != 1
    assert cause(running) == WDT_RESET
    assert running.level(PIN) == 1


def test_a_pulled_run_pin_stops_the_watchdog(fast, firmware):
    chip = Chip(files={"main.py": b"import machine; machine.WDT(timeout=1000)"}).power()
    chip.run_us(1e6)
    resets = []
    chip.on_reset(resets.append)
    chip.mcu.flash[0x100] = 0  # it does not start again
    chip.reset()
    chip.core.waiting = True
    chip.run_us(3e6)
    assert resets == [False]


@pytest.fixture
def sampling(form):
    """A machine whose ADC runs into memory at 100 kS/s."""
    machine = sleeping(form)
    machine.analogue(0, 1.0)
    put(
        machine,
        (ADC, 1),
        (ADC + 16, 479 << 8),
        (ADC + 8, 1 << 24 | 9),
        (DMA, ADC + 12),
        (DMA + 4, RAM + 0x2000),
        (DMA + 8, COUNT),
        (DMA + 12, HALFWORDS | RING),
        (ADC, 1 << 3 | 1),
    )
    return machine


def left(machine):
    return machine.mcu.read_uint32(DMA + 8)


def test_samples_stop_while_the_adc_converts_and_go_on(sampling):
    samples = failures.Samples(sampling)
    sampling.run_us(1000)
    assert COUNT - left(sampling) == pytest.approx(100, abs=2)
    samples.stop()
    before = left(sampling)
    sampling.run_us(1000)
    assert left(sampling) == before
    sampling.analogue(0, 2.0)
    sampling.run_us(20)
    assert sampling.mcu.read_uint32(ADC + 4) == pytest.approx(2 / 3.3 * 4095, abs=1)
    samples.go_on()
    sampling.run_us(1000)
    assert before - left(sampling) == pytest.approx(100, abs=10)


def test_every_sample_has_its_own_noise(form):
    machine = sleeping(form)
    pilot = machine.pilot(0, 16, 2.0, 1.0, tau_us=1.0)
    numbers = iter(range(1000))
    pilot.disturb(lambda: next(numbers) / 1000)
    machine.run_us(100)
    seen = [machine.inputs.counts(0, machine.ns) for _ in range(3)]
    assert [round(count * 3.3 / 4095, 3) for count in seen] == [1.0, 1.001, 1.002]
    pilot.disturb(None)
    assert machine.inputs.counts(0, machine.ns) == round(1 / 3.3 * 4095)


def test_the_counter_may_begin_late_at_every_start(fast, firmware):
    chip = Chip()
    failures.begin_count(chip, COUNTER_MS)
    for _ in range(2):
        chip.boot()
        assert int(chip.exec("import time; print(time.ticks_ms())")) in range(
            COUNTER_MS, COUNTER_MS + 2000
        )
        wrapped = int(chip.exec("time.sleep_ms(6000); print(time.ticks_ms())"))
        assert 1000 < wrapped < 5000
        chip.reset()

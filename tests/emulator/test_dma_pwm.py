"""DMA requests, its pacing, PWM.EN: what stock gets wrong, and that it is mended."""

import pytest

from tests.emulator.bare import APB, RAM, put, sleeping, without
from tools.emulator.corrections.dma import correct_pacing, correct_pwm_requests, correct_transfers
from tools.emulator.corrections.pwm import correct_enable

DMA = 0x50000000
PWM = APB + 0x50000
CSR, DIV, CC, TOP = (PWM + offset for offset in (0, 4, 12, 16))
EN = PWM + 0xA0
TIMERS = DMA + 0x420
WORDS = 1 << 0 | 2 << 2 | 1 << 5  # EN, 32 bits, INCR_WRITE
COUNT = 200


def start(machine, treq):
    put(
        machine,
        (DMA + 0, RAM),
        (DMA + 4, RAM + 0x1000),
        (DMA + 8, COUNT),
        (DMA + 12, WORDS | treq << 15),
    )


def done(machine):
    return COUNT - machine.mcu.read_uint32(DMA + 8)


def test_a_pwm_wrap_is_one_request(form):
    for corrected, transfers in ((without(correct_pwm_requests), COUNT), (without(), 5)):
        machine = sleeping(form, corrected)
        start(machine, treq=24)
        put(machine, (DIV, 1 << 4), (TOP, 1249), (CSR, 1))  # wraps every 10 us
        machine.run_us(55)
        assert done(machine) == transfers


@pytest.mark.parametrize("number", range(4))
def test_a_pacing_timer_of_1_in_125_transfers_once_a_microsecond(form, number):
    for corrected, right in ((without(correct_pacing), False), (without(), True)):
        machine = sleeping(form, corrected)
        put(machine, (TIMERS + 4 * number, 1 << 16 | 125))
        start(machine, treq=0x3B + number)
        machine.run_us(100.5)
        assert (done(machine) == 100) is right


def test_a_transfer_takes_a_cycle(form):
    for corrected, right in ((without(correct_transfers), False), (without(), True)):
        machine = sleeping(form, corrected)
        start(machine, treq=0x3F)  # as fast as it can
        machine.run_us(100.5e6 / machine.mcu.clk_sys)
        assert (done(machine) in (100, 101)) is right


def test_the_enable_register_reads_back(form):
    for corrected, read in ((without(correct_enable), 0), (without(), 0b101)):
        machine = sleeping(form, corrected)
        put(machine, (TOP, 999), (DIV, 1 << 4), (EN, 0b101))
        assert machine.mcu.read_uint32(EN) == read

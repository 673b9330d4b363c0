"""ADC: what stock gets wrong, and that the corrected one does not."""

import pytest

from tests.emulator.bare import APB, SIO, put, sleeping, without
from tools.emulator.corrections.adc import correct_adc

CS, RESULT, FCS, FIFO, DIV, INTE = (APB + 0x4C000 + offset for offset in (0, 4, 8, 12, 16, 24))
GPIO_16_CTRL = APB + 0x14000 + 16 * 8 + 4
SIO_OUT, SIO_OE = SIO + 0x10, SIO + 0x20
FIFO_ON = 1 << 24 | 1
US_48MHZ = 48


def machine_with(form, corrected, channels_v):
    machine = sleeping(form, corrected)
    for channel, volts in enumerate(channels_v):
        machine.analogue(channel, volts)
        machine.mcu.adc.channel_values[channel] = machine.inputs.fixed[channel]
    put(machine, (CS, 1), (FCS, FIFO_ON), (DIV, (3 * US_48MHZ - 1) << 8))
    return machine


@pytest.fixture(params=["stock's fault", "corrected"])
def case(request):
    corrected = request.param == "corrected"
    return corrected, without() if corrected else without(correct_adc)


def test_round_robin_visits_every_channel(form, case):
    right, corrected = case
    volts = [0.5, 1.0, 1.5, 2.0, 2.5]
    machine = machine_with(form, corrected, volts)
    put(machine, (CS, 0x1F << 16 | 1 << 3 | 1))
    seen = []
    for _ in range(10):
        machine.run_us(3)
        seen.append(machine.mcu.read_uint32(FIFO) * 3.3 / 4095)
    heard = [round(each, 1) for each in seen]
    assert (heard == volts * 2) is right
    assert len(set(heard)) == (5 if right else 1)


def test_start_one_clears_itself(form, case):
    right, corrected = case
    machine = machine_with(form, corrected, [1.0])
    put(machine, (CS, 1 << 2 | 1))
    machine.run_us(5)
    assert (machine.mcu.read_uint32(CS) & 1 << 2 == 0) is right


def test_the_fifo_interrupt_ends_when_it_is_read(form, case):
    right, corrected = case
    machine = machine_with(form, corrected, [1.0])
    put(machine, (INTE, 1), (CS, 1 << 2 | 1))
    machine.run_us(5)
    pending = machine.core.pending_interrupts
    assert pending & 1 << 22
    machine.mcu.read_uint32(FIFO)
    assert (machine.core.pending_interrupts & 1 << 22 == 0) is right


def test_the_sample_is_taken_at_the_start_of_the_conversion(form, case):
    right, corrected = case
    machine = machine_with(form, corrected, [1.0])
    put(machine, (CS, 1 << 2 | 1))
    machine.run_us(1)
    machine.analogue(0, 2.0)
    machine.mcu.adc.channel_values[0] = machine.inputs.fixed[0]
    machine.run_us(2)
    volts = machine.mcu.read_uint32(RESULT) * 3.3 / 4095
    assert round(volts, 2) == (1.0 if right else 2.0)


def test_a_level_settles_with_its_time_constant(form):
    machine = sleeping(form)
    put(machine, (SIO_OE, 1 << 16), (GPIO_16_CTRL, 5))
    pilot = machine.pilot(0, 16, 3.0, 1.0, tau_us=10.0)
    machine.run_us(100)
    put(machine, (SIO_OUT, 1 << 16))
    assert pilot.volts(machine.ns) == 1.0
    machine.run_us(10)
    assert pilot.volts(machine.ns) == pytest.approx(3.0 - 2.0 / 2.718281828)
    pilot.set(2.0, 1.0, tau_us=0.0)
    assert pilot.volts(machine.ns) == 2.0

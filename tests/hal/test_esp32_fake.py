"""The fake is as bad as the chip: each thing a port must survive there does happen here."""

from tests.hal.fake_esp32 import clock, machine, nvs, thread
from tests.hal.fake_esp32.board import PINS, Board
from tests.hal.fake_esp32.chip import QUEUE, Chip
from tests.hal.fake_esp32.machine import ADC, PWM, WDT, Pin, Timer


def _chip(*module):
    chip = Chip(*module)
    Board(chip, PINS)
    return chip


def _raises(kind, call, *args, **keywords):
    try:
        call(*args, **keywords)
    except kind:
        return True
    return False


def test_there_are_no_hard_interrupts():
    _chip()
    assert _raises(TypeError, Pin(4).irq, print, hard=True)
    assert _raises(ValueError, Timer, 0, period=10, callback=print, hard=True)
    assert _raises(ValueError, Timer, -1, period=10, callback=print)


def test_the_ninth_callback_that_waits_is_lost():
    chip = _chip()
    seen = []
    Timer(0, period=10, callback=seen.append)
    chip.hog(100000)
    chip.pass_us(101000)
    assert (len(seen), chip.lost) == (QUEUE, 2)
    Pin(PINS["rcd"]).irq(seen.append, Pin.IRQ_FALLING)
    for _ in range(20):
        chip.board.put("rcd", 0)
        chip.board.put("rcd", 1)
    assert chip.lost == 2 + 20 - QUEUE


def test_the_ledc_has_coarse_steps_and_a_wrong_frequency():
    for bits, period_ns in ((16, 1001600), (13, 1000000), (9, 998400)):
        chip = _chip(bits, period_ns)
        pwm = PWM(Pin(18), freq=1000, duty_u16=0)
        chip.pass_us(1500)
        levels = []
        for u16 in range(1000, 1257):
            pwm.duty_u16(u16)
            chip.pass_us(1500)
            levels.append(pwm.duty_u16())
        assert len(set(levels)) == {16: 257, 13: 33, 9: 3}[bits]
    assert pwm.freq() == 1001


def test_a_second_duty_within_a_period_is_lost_and_the_first_is_read_back_late():
    chip = _chip()
    pwm = PWM(Pin(18), freq=1000, duty_u16=0)
    chip.pass_us(2000)
    pwm.duty_u16(20000)
    assert pwm.duty_u16() == 0
    pwm.duty_u16(30000)
    chip.pass_us(2000)
    assert pwm.duty_u16() == 20000


def test_a_frequency_alone_means_half_duty_and_the_top_is_full():
    chip = _chip()
    pwm = PWM(Pin(18), freq=1000)
    chip.pass_us(2000)
    assert pwm.duty_u16() == 32768
    pwm.duty_u16(65535)
    chip.pass_us(2000)
    assert pwm.duty_u16() == 65535
    assert [chip.pad(18) for _ in range(3)] == [1, 1, 1]
    assert _raises(ValueError, pwm.duty_u16, 65536)


def test_the_converter_saturates_at_both_ends_and_takes_its_time():
    chip = _chip()
    adc = ADC(Pin(PINS["socket_adc"]), atten=ADC.ATTN_11DB)
    for mv, read in ((0, 142), (141, 142), (1234, 1234), (3099, 3099), (3200, 3100)):
        chip.board.slow_mv[PINS["socket_adc"]] = mv
        before = chip.now_us
        assert adc.read_uv() == read * 1000
        assert chip.now_us - before == chip.adc_us


def test_adc2_is_taken_and_a_unit_given_back_reads_no_more():
    _chip()
    assert _raises(ValueError, ADC, Pin(26))
    adc = ADC(Pin(36))
    adc.deinit()
    assert _raises(OSError, adc.read_uv)


def test_inputs_only_drive_nothing_and_have_no_pulls():
    chip = _chip()
    assert _raises(ValueError, Pin, 34, Pin.OUT, value=1)
    Pin(4, Pin.IN, Pin.PULL_UP)
    Pin(35, Pin.IN, Pin.PULL_UP)
    chip.board.lines.clear()
    assert (chip.pad(4), chip.pad(35)) == (1, 0)


def test_a_soft_reset_stops_the_ledc_low_deletes_threads_and_keeps_pads():
    for invert in (False, True):
        chip = _chip()
        turns = []
        thread.start_new_thread(_turn, (turns,))
        PWM(Pin(18), freq=1000, duty_u16=40000, invert=invert)
        Pin(16, Pin.OUT, value=1)
        chip.pass_us(5000)
        chip.soft_reset()
        before = len(turns)
        assert before > 10
        chip.pass_us(5000)
        assert len(turns) == before
        assert chip.pad(16) == 1
        assert chip.pad(18) == (1 if invert else 0)


def _turn(turns):
    while True:
        turns.append(1)
        machine.idle()


def test_a_hard_reset_lets_go_of_every_pad():
    chip = _chip()
    Pin(16, Pin.OUT, value=1)
    machine.reset()
    assert chip.pad(16) == 0
    assert machine.reset_cause() == machine.HARD_RESET


def test_the_watchdog_bites_once_it_runs_and_survives_a_soft_reset():
    chip = _chip()
    WDT(timeout=2000)
    chip.pass_us(1000000)
    chip.soft_reset()
    assert not chip.was_reset
    chip.pass_us(1100000)
    assert machine.reset_cause() == machine.WDT_RESET


def test_what_is_not_committed_to_nvs_is_lost():
    _chip()
    kept = nvs.NVS("pile")
    assert _raises(OSError, kept.get_i32, "x")
    kept.set_i32("x", 1)
    assert kept.get_i32("x") == 1
    assert _raises(OSError, nvs.NVS("pile").get_i32, "x")
    kept.commit()
    assert nvs.NVS("pile").get_i32("x") == 1


def test_time_begins_in_2000_and_ticks_wrap():
    chip = _chip()
    assert clock.gmtime(0)[:3] == (2000, 1, 1)
    chip.now_us = (1 << 30) - 5
    before = clock.ticks_us()
    chip.pass_us(1000)
    chip.now_us = (1 << 30) + 100
    after = clock.ticks_us()
    assert after < before
    assert clock.ticks_diff(after, before) == 105
    assert clock.ticks_diff(before, after) == -105


def test_a_thread_waits_while_another_has_the_gil():
    chip = _chip()
    turns = []
    thread.start_new_thread(_turn, (turns,))
    chip.pass_us(1000)
    before = len(turns)
    assert before > 2
    chip.hog(20000)
    chip.pass_us(19000)
    assert len(turns) == before
    chip.pass_us(2000)
    assert len(turns) > before
    chip.soft_reset()

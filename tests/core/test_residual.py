"""RC-015, RC-050..053 and the firmware contract of 3.5: trip, error, timed self-test."""

from core import faults
from core.config import RCD_DC_FITTED
from core.frame import RCD_AC, RCD_DC, RCD_ERROR
from tests.core.residual_device import Device


def test_rc_015_tested_at_start_before_anything_closes():
    device = Device()
    assert not device.part.ready()
    device.tick()
    assert device.frame.rcd_test == 1
    assert not device.part.ready()
    device.tick(24)
    assert device.frame.rcd_test
    device.tick()
    assert not device.frame.rcd_test  # RC-050: 250 ms
    device.tick(179)
    assert not device.part.ready()
    device.tick(1)
    assert device.part.ready()
    assert not device.bed.latch.bits


def test_nothing_fitted_is_always_ready():
    device = Device(fitted=0)
    device.leak = RCD_DC | RCD_AC | RCD_ERROR
    device.tick(300)
    assert device.part.ready()
    assert device.pulses == []
    assert not device.bed.latch.bits


def test_only_the_fitted_lines_count():
    device = Device(fitted=RCD_DC_FITTED)
    device.ac_ms = 9999
    device.pass_test()
    device.leak = RCD_AC
    device.tick(2)
    assert not device.bed.latch.bits


def test_a_line_that_does_not_answer_fails_the_test():
    for dc_ms, ac_ms in ((9999, 1400), (740, 9999), (9999, 9999)):
        device = Device()
        device.dc_ms, device.ac_ms = dc_ms, ac_ms
        device.plugged = True
        device.tick(189)
        assert not device.bed.latch.bits
        device.tick(20)
        assert device.bed.latched() == ["rcd_test"]
        assert not device.part.ready()


def test_a_line_that_does_not_clear_fails_the_test():
    for clear_ms, failed in ((2490, False), (2520, True)):
        device = Device()
        device.clear_ms = clear_ms
        device.plugged = True
        device.tick(260)
        assert device.bed.latch.has(faults.RCD_TEST) == (1 if failed else 0), clear_ms
        assert device.part.ready() == (not failed)


def _after(device, ms):
    """Start a test and look again `ms` later, once."""
    device.tick()
    device.bed.advance(ms - 10)
    device.tick()
    return device


def test_rc_050_the_pulse_lasts_250_ms_to_the_millisecond():
    for ms, held in ((249, 1), (250, 0)):
        assert _after(Device(), ms).frame.rcd_test == held


def test_an_answer_counts_from_1900_ms_and_a_line_must_be_clear_by_2500_ms():
    for ms, clear_ms, failed in (
        (1899, 0, None),
        (1900, 0, True),
        (2499, 9999, None),
        (2500, 9999, True),
    ):
        device = Device()
        device.plugged = True
        device.clear_ms = clear_ms
        _after(device, ms)
        assert device.bed.latched() == (["rcd_test"] if failed else []), ms


def test_a_device_that_dies_between_two_tests_is_found():
    device = Device()
    device.pass_test()
    device.dc_ms = device.ac_ms = 9999  # its relay sticks good
    device.plugged = True
    device.part.spend()
    device.tick(250)
    assert len(device.pulses) == 2
    assert device.bed.latched() == ["rcd_test"]


def test_a_trip_latches_and_spoils_the_test():
    for line in (RCD_DC, RCD_AC):
        device = Device()
        device.pass_test()
        device.plugged = True
        device.leak = line
        device.tick()
        assert device.bed.latched() == ["rcd_trip"]
        device.leak = 0
        device.tick(2)
        assert not device.part.ready()
        device.pass_test()  # runs by itself once the line is good again


def test_a_trip_too_short_for_the_tick_is_told_by_the_gate():
    device = Device()
    device.pass_test()
    device.gate = 1
    device.tick()
    assert device.bed.latched() == ["rcd_trip"]


def test_rc_051_the_error_line_is_its_own_fault_and_wants_a_passed_test():
    device = Device()
    device.pass_test()
    device.plugged = True
    device.leak = RCD_ERROR | RCD_DC | RCD_AC
    device.tick()
    assert device.bed.latched() == ["rcd_error"]
    assert not device.part.ready()
    device.leak = 0
    device.tick(250)
    assert device.part.ready()
    assert device.bed.latched() == ["rcd_error"]
    device.plugged = False
    device.tick()
    assert not device.bed.latch.bits


def test_an_error_during_the_test_is_seen():
    device = Device()
    device.plugged = True
    device.tick(10)
    assert device.frame.rcd_test
    device.leak = RCD_ERROR
    device.tick()
    assert device.bed.latched() == ["rcd_error"]
    assert not device.frame.rcd_test
    device.tick(300)
    assert len(device.pulses) == 1
    device.leak = 0
    device.pass_test()
    assert len(device.pulses) == 2
    assert device.bed.latched() == ["rcd_error"]  # what was interrupted has not failed


def test_a_test_asked_for_while_one_runs_is_that_one():
    device = Device()
    device.tick(100)
    device.part.ask()
    device.tick(1000)
    assert len(device.pulses) == 1


def test_rc_050_a_second_between_two_tests():
    device = Device()
    device.pass_test()
    ended = device.pulses[0] + device.clear_ms
    device.part.spend()
    device.tick(300)
    assert len(device.pulses) == 2
    assert device.pulses[1] - ended >= 1000


def test_a_line_that_answers_the_life_before_a_reset_is_no_trip_for_2500_ms():
    for ms, names in ((2499, []), (2500, ["rcd_trip"])):
        device = Device()
        device.part.start(device.frame.now_ms)
        device.plugged = True
        device.leak = RCD_DC
        device.tick()
        device.bed.advance(ms - 10)
        device.tick()
        assert device.bed.latched() == names
        assert not device.part.ready()

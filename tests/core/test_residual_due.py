"""RC-015, RC-039: when the self-test runs, and what makes a closing wait for it."""

from core.frame import RCD_DC, RCD_ERROR
from tests.core.residual_device import Device

HOUR_MS = 3600000


def test_a_failed_test_stays_failed_until_it_is_asked_again():
    device = Device()
    device.plugged = True
    device.dc_ms = 9999
    device.tick(300)
    device.dc_ms = 740
    device.tick(10000)
    assert len(device.pulses) == 1
    assert device.bed.latched() == ["rcd_test"]
    device.part.ask()
    device.pass_test()
    device.plugged = False
    device.tick(100)
    assert not device.bed.latch.bits
    assert len(device.pulses) == 2


def test_a_failed_test_is_repeated_every_minute_while_nothing_is_plugged():
    device = Device()
    device.dc_ms = 9999
    device.tick(6000)
    assert len(device.pulses) == 1
    device.tick(7000)
    assert len(device.pulses) == 3
    gaps = [device.pulses[i + 1] - device.pulses[i] for i in range(2)]
    assert gaps == [62050, 62050]
    device.dc_ms = 740
    device.tick(6500)
    assert device.part.ready()
    assert not device.bed.latch.bits


def test_no_test_starts_while_a_line_is_bad():
    device = Device()
    device.leak = RCD_DC
    device.tick(100)
    assert device.pulses == []
    device.leak = RCD_ERROR
    device.tick(100)
    assert device.pulses == []


def test_a_test_that_was_asked_for_is_run_after_an_error_too():
    device = Device()
    device.dc_ms = 9999
    device.tick(300)
    device.dc_ms = 740
    device.part.ask()
    device.tick(10)
    device.leak = RCD_ERROR
    device.tick()
    device.leak = 0
    device.pass_test()
    assert len(device.pulses) == 3


def test_no_test_while_a_contact_is_closed():
    device = Device()
    device.open = False
    device.tick(100)
    assert device.pulses == []
    device.open = True
    device.tick()
    assert len(device.pulses) == 1


def test_every_closing_uses_its_test_up():
    device = Device()
    device.pass_test()
    device.part.spend()
    assert not device.part.ready()
    device.open = False
    device.tick(100)
    device.open = True
    device.pass_test()
    assert len(device.pulses) == 2


def test_repeated_every_ten_minutes_while_a_car_waits():
    device = Device()
    device.plugged = True
    device.tick(100000)
    gaps = [device.pulses[i + 1] - device.pulses[i] for i in range(len(device.pulses) - 1)]
    assert gaps == [602050]  # from the end of a test to the start of the next: 600 s


def test_rc_015_at_least_daily_with_nothing_plugged():
    device = Device()
    device.pass_test()
    for hours in range(1, 50):
        device.bed.advance(HOUR_MS)
        device.tick(240)
        assert len(device.pulses) == 1 + hours // 24
        device.bed.clock.sweep(device.frame.now_ms)


def test_a_plug_in_after_hours_makes_the_test_due():
    device = Device()
    device.pass_test()
    device.bed.advance(HOUR_MS)
    device.tick()
    assert len(device.pulses) == 1
    device.plugged = True
    device.tick()
    assert len(device.pulses) == 2
    assert not device.part.ready()


def test_ten_minutes_and_a_day_to_the_millisecond():
    for plugged, period_ms in ((True, 600000), (False, 24 * HOUR_MS)):
        device = Device()
        device.plugged = plugged
        device.pass_test()
        device.bed.advance(2050 + period_ms - 1 - device.bed.ms)  # it ended at 2050 ms
        device.tick()
        assert len(device.pulses) == 1
        device.bed.advance(1 - 10)
        device.tick()
        assert len(device.pulses) == 2


def test_a_minute_to_the_millisecond():
    for ms, tests in ((59999, 0), (60000, 1)):
        device = Device()
        device.dc_ms = 9999
        device.tick(206)  # its other line is clear again after 2050 ms
        assert device.bed.latched() == ["rcd_test"]
        device.frame.rcd = 0
        device.bed.advance(ms - 10)
        device.part.run(device.frame, True, False)
        assert device.frame.rcd_test == tests


def test_an_error_ends_a_test_and_leaves_nothing_to_step():
    device = Device()
    device.tick(10)
    assert device.part.active
    device.leak = RCD_ERROR
    device.tick()
    assert not device.part.active


def test_rc_050_a_second_to_settle_between_two_tests():
    for ms, tests in ((999, 1), (1000, 2)):
        device = Device()
        device.tick(206)
        assert device.part.ready()  # since 2050 ms
        device.part.ask()
        device.bed.advance(2050 + ms - device.bed.ms)
        device.tick()
        assert len(device.pulses) == tests


def test_a_wish_for_a_test_that_runs_is_met_by_it():
    device = Device()
    device.tick(100)
    device.part.ask()
    device.tick(1000)
    assert len(device.pulses) == 1

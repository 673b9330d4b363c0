"""RC-015, RC-050..053 and the firmware contract of 3.5: trip, error, timed self-test."""

from core import faults
from core.config import RCD_AC_FITTED, RCD_DC_FITTED
from core.frame import RCD_AC, RCD_DC, RCD_ERROR
from core.residual import Residual
from tests.core.parts import Bed

BOTH = RCD_DC_FITTED | RCD_AC_FITTED
HOUR_MS = 3600000


class Device:
    """A residual-current module that answers its test as RC-050 says."""

    def __init__(self, fitted=BOTH, **kind):
        self.bed = Bed(fitted=fitted, **kind)
        self.part = self.bed.make(Residual)
        self.frame = self.bed.frame
        self.dc_ms = 740
        self.ac_ms = 1400
        self.clear_ms = 2050
        self.leak = 0
        self.open = True
        self.plugged = False
        self.gate = 0
        self.asked_ms = None
        self.pulses = []

    def _lines(self):
        lines = self.leak
        if self.asked_ms is not None:
            age = self.bed.ms - self.asked_ms
            if self.dc_ms <= age < self.clear_ms:
                lines |= RCD_DC
            if self.ac_ms <= age < self.clear_ms:
                lines |= RCD_AC
        return lines

    def tick(self, count=1):
        for _ in range(count):
            self.frame.rcd = self._lines()
            before = self.frame.rcd_test
            self.part.check(self.frame, self.gate)
            self.part.run(self.frame, self.open, self.plugged)
            if self.frame.rcd_test and not before:
                self.asked_ms = self.bed.ms
                self.pulses.append(self.bed.ms)
            self.bed.latch.settle(self.frame.now_ms, self.plugged)
            self.bed.advance()

    def pass_test(self):
        self.tick(240)
        assert self.part.ready()


def test_rc_015_tested_at_start_before_anything_closes():
    device = Device()
    device.tick()
    assert device.frame.rcd_test
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


def test_a_failed_test_stays_failed_until_it_is_asked_again():
    device = Device()
    device.dc_ms = 9999
    device.tick(300)
    device.dc_ms = 740
    device.tick(1000)
    assert len(device.pulses) == 1
    assert device.bed.latched() == ["rcd_test"]
    device.part.ask()
    device.pass_test()
    assert not device.bed.latch.bits
    assert len(device.pulses) == 2


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


def test_no_test_starts_while_a_line_is_bad():
    device = Device()
    device.leak = RCD_DC
    device.tick(100)
    assert device.pulses == []
    device.leak = RCD_ERROR
    device.tick(100)
    assert device.pulses == []


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

"""CP-160..171: a broken diode, a short, a generator that lies, a stream that stops."""

from core import faults
from core.frame import DUTY_F, DUTY_X1
from core.states import B, E, F
from tests.core.wire import PWM, Wire


def test_a_stopped_stream_is_a_fault_within_50_ms():
    wire = Wire()
    wire.settle(6000)
    wire.tick(3, fresh=False)
    assert not wire.bed.latch.bits
    wire.tick(1, fresh=False)
    assert wire.bed.latched() == ["sampler"]


def test_the_stream_has_stopped_after_40_ms_to_the_millisecond():
    for ms, names in ((39, []), (40, ["sampler"])):
        wire = Wire()
        wire.settle(6000)
        wire.tick(ms=ms)
        wire.tick(fresh=False)
        assert wire.bed.latched() == names


def test_the_first_window_may_have_number_0():
    wire = Wire()
    wire.tick(fresh=False)
    assert not wire.bed.latch.bits


def test_cp_164_diode_missing_in_b_c_and_d():
    """CP-055: a plain resistor shows the mirrored level below."""
    for high_mv in (8790, 5620, 2370):
        wire = Wire()
        wire.settle(high_mv, -12000, PWM)
        assert wire.pilot.checked
        wire.level(high_mv, -high_mv, PWM)
        wire.tick()
        assert not wire.pilot.checked
        assert not wire.bed.latch.bits
        wire.tick()
        assert wire.bed.latched() == ["cp_diode"]


def test_cp_046_the_low_limit():
    for low_mv, good in ((-10500, True), (-10499, False)):
        wire = Wire()
        wire.settle(9000, low_mv, PWM)
        assert wire.pilot.checked == good
        assert (wire.bed.latched() == []) == good


def test_cp_171_the_diode_is_checked_anew_after_every_start_of_pwm():
    wire = Wire()
    wire.settle(9000, -12000, PWM)
    assert wire.pilot.checked
    wire.level(9000)
    wire.tick()
    assert not wire.pilot.checked
    wire.level(9000, -9000, PWM)
    wire.tick()  # holds both waves: not judged
    assert not wire.pilot.checked
    wire.level(9000, -12000, PWM)
    wire.tick()
    assert wire.pilot.checked


def test_a_change_of_duty_alone_is_judged_at_once():
    wire = Wire()
    wire.settle(6000, -12000, PWM)
    wire.level(6000, -6000, PWM + 100)
    wire.tick(2)
    assert wire.bed.latched() == ["cp_diode"]


def test_the_first_window_is_not_judged_whatever_the_pilot_drives():
    for duty in (DUTY_F, PWM, DUTY_X1):
        wire = Wire()
        wire.settle(9000, -9000, duty, ticks=1)
        assert wire.pilot.raw == E


def test_a_start_of_pwm_counts_bad_windows_anew():
    wire = Wire()
    wire.settle(9000, -12000, PWM)
    wire.settle(9000, -9000, PWM, ticks=1)
    wire.settle(9000, ticks=3)
    wire.settle(9000, -9000, PWM, ticks=2)  # the first holds both waves
    assert not wire.bed.latch.bits
    wire.tick()
    assert wire.bed.latched() == ["cp_diode"]


def test_foreign_voltage_at_start_counts_two_windows():
    wire = Wire()
    wire.settle(13001, ticks=2)
    assert not wire.bed.latch.bits
    wire.tick()
    assert wire.bed.latched() == ["cp_range"]


def test_one_bad_low_window_is_forgiven():
    wire = Wire()
    wire.settle(6000, -12000, PWM)
    for _ in range(3):
        wire.settle(6000, -6000, PWM, ticks=1)
        wire.settle(6000, -12000, PWM, ticks=1)
    assert not wire.bed.latch.bits


def test_cp_160_a_bad_low_side_with_nothing_plugged_is_the_generator():
    wire = Wire()
    wire.settle(12000, -12000, PWM)
    wire.settle(12000, -9000, PWM)
    assert wire.bed.latched() == ["cp_generator"]


def test_cp_165_short_in_c_by_80_and_by_120_ohm():
    """CP-057, CP-058, CP-229: within two windows."""
    for high_mv, low_mv in ((1220, -1290), (870, -890), (0, 0)):
        wire = Wire()
        wire.settle(6000, -12000, PWM)
        wire.level(high_mv, low_mv, PWM)
        wire.tick(2)
        assert wire.bed.latch.has(faults.CP_SHORT)
        assert wire.letter() == "E"


def test_cp_166_a_steady_negative_level_is_invalid():
    for high_mv, names in (
        (-1000, ["cp_short"]),
        (-1001, ["cp_invalid"]),
        (-10499, ["cp_invalid"]),
        (-10500, ["cp_generator"]),  # CP-045: F, and nobody asked for it
    ):
        wire = Wire()
        wire.settle(6000)
        wire.settle(high_mv, ticks=2)
        assert wire.bed.latched() == names


def test_cp_167_a_level_outside_13_v_is_foreign():
    for high_mv, low_mv, bad in (
        (13000, -13000, False),
        (13001, -12000, True),
        (12000, -13001, True),
    ):
        wire = Wire()
        wire.settle(12000, -12000, PWM)
        wire.level(high_mv, low_mv, PWM)
        wire.tick()
        assert not wire.bed.latch.bits
        wire.tick()
        assert wire.bed.latched() == (["cp_range"] if bad else [])


def test_cp_169_minus_12_v_without_being_asked_is_the_generator():
    wire = Wire()
    wire.settle(9000)
    wire.settle(-12000, ticks=2)
    assert wire.bed.latched() == ["cp_generator"]
    assert wire.letter() == "F"


def test_cp_170_f_that_does_not_arrive_is_the_generator():
    for high_mv in (12000, 9000, 6000, 3000):
        wire = Wire()
        wire.settle(high_mv)
        wire.level(high_mv, duty=DUTY_F)
        wire.tick(2)
        assert not wire.bed.latch.bits
        wire.tick()
        assert wire.bed.latched() == ["cp_generator"]


def test_the_upper_half_of_the_first_window_after_a_change_of_pwm_is_the_car_s():
    for before, after in ((DUTY_X1, PWM), (PWM, DUTY_X1)):
        wire = Wire()
        wire.settle(6000, 6000 if before == DUTY_X1 else -12000, before)
        wire.settle(9000, -3000, after, ticks=2)
        assert wire.letter() == "B"
        assert not wire.bed.latch.bits


def test_the_first_window_to_and_from_f_tells_nothing():
    for duty in (DUTY_X1, PWM):
        wire = Wire()
        wire.settle(9000, 9000 if duty == DUTY_X1 else -12000, duty)
        wire.settle(-12000, duty=DUTY_F, ticks=1)
        assert wire.pilot.raw == B
        wire.tick()
        assert wire.pilot.raw == F
        wire.settle(13001, -13001, duty, ticks=1)
        assert wire.pilot.raw == F
        wire.settle(9000, -12000 if duty == PWM else 9000, duty, ticks=1)
        assert wire.pilot.raw == B
        assert not wire.bed.latch.bits

"""Windows one by one: which of them are calm, and what a single odd one leaves behind."""

from core.frame import DUTY_F, DUTY_X1
from tests.core.twins import Luck
from tests.core.wire import LEVELS, PWM, Wire


def test_a_glance_finds_calm_what_the_check_finds_calm():
    """At the ends of the levels and of the time that a pilot calls calm, too."""
    calm = ends = 0
    for seed in range(40):
        luck = Luck(seed)
        wire = Wire()
        pilot, frame = wire.pilot, wire.frame
        level = luck.of((12000, 9000, 6000, 3000))
        wire.settle(level, -12000, PWM)
        for _ in range(80):
            if luck.below(12) == 0:
                frame.duty = luck.of((DUTY_X1, PWM, PWM, PWM, DUTY_F))
            if luck.below(12) == 0:
                level = luck.of(tuple(LEVELS.values()))
            low, high = pilot._calm_low_mv, max(pilot._calm_high_mv, -13000)
            odd = luck.of((low - 1, low, low + 1, high - 1, high, high + 1))
            frame.high_mv = level if luck.below(4) else odd
            if frame.duty in (DUTY_X1, DUTY_F):
                frame.low_mv = frame.high_mv
            else:
                odd = luck.of((-13001, -13000, -10501, -10500, -10499))
                frame.low_mv = -12000 if luck.below(4) else odd
            end_ms = (pilot._calm_from + pilot._calm_ms - frame.now_ms) & 0x3FFFFFFF
            if luck.below(4) == 0 and 0 < end_ms < 2000:
                wire.bed.advance(end_ms + luck.below(2))
                ends += 1
            frame.window += 1
            still = pilot.still(frame)
            assert pilot.check(frame, False) == still, seed
            calm += still
            wire.bed.advance(luck.of((1, 10, 10)))
    assert calm > 500 and ends > 100, (calm, ends)


def test_a_window_is_glanced_at_once():
    wire = Wire()
    wire.settle(9000, -12000, PWM)
    wire.frame.window += 1
    assert wire.pilot.still(wire.frame)
    assert not wire.pilot.still(wire.frame)


def test_a_stream_that_never_begins_is_a_stopped_one():
    wire = Wire()
    wire.tick(4, fresh=False)
    assert not wire.bed.latch.bits
    wire.tick(fresh=False)
    assert wire.bed.latched() == ["sampler"]
    assert not wire.calm


def test_a_window_seen_before_changes_nothing():
    wire = Wire()
    wire.level(9000)
    wire.tick()
    assert not wire.calm
    wire.tick(fresh=False)
    assert wire.calm


def test_leaving_d_takes_two_windows_wherever_it_goes():
    for letter in "ABE":
        wire = Wire()
        wire.settle(LEVELS["D"])
        assert wire.show(letter) == "D"
        assert wire.show(letter) == letter
        wire = Wire()
        wire.settle(LEVELS["D"])
        assert wire.settle(LEVELS["D"], -12000, PWM, ticks=1) == "D"  # PWM has just begun
        assert wire.settle(LEVELS[letter], -12000, PWM, ticks=1) == "D"
        assert wire.settle(LEVELS[letter], -12000, PWM, ticks=1) == letter


def test_levels_that_are_outside_or_stuck_must_be_so_twice_in_a_row():
    wire = Wire()
    wire.settle(LEVELS["C"])
    for _ in range(5):
        wire.show("F", "C")
    assert wire.bed.latched() == []
    wire = Wire()
    wire.settle(LEVELS["B"])
    wire.level(LEVELS["F"], duty=DUTY_F)
    wire.tick(3)
    for letter in "BFBFBF":
        wire.level(LEVELS[letter], duty=DUTY_F)
        wire.tick()
    assert wire.bed.latched() == []
    wire.level(LEVELS["B"], duty=DUTY_F)
    wire.tick(2)
    assert wire.bed.latched() == ["cp_generator"]


def test_exactly_13_v_is_inside_after_a_window_outside_too():
    for high_mv, low_mv in ((13000, -12000), (9000, -13000)):
        wire = Wire()
        wire.settle(9000, -12000, PWM)
        for high, low in ((13001, -12000), (high_mv, low_mv), (9000, -13001), (high_mv, low_mv)):
            wire.level(high, low, PWM)
            wire.tick()
        assert wire.bed.latched() == []


def test_cp_119_a_pulse_through_c_and_d_is_one():
    wire = Wire()
    wire.settle(LEVELS["B"])
    wire.show(*"C" * 10)
    wire.show(*"D" * 10)
    wire.show("B")
    assert wire.pilot.pulse_ms == 200


def test_gone_and_learnt_to_the_ms_whenever_the_last_window_came():
    for ms, names in ((499, ("present",)), (500, ()), (999, ()), (1000, ("learnt",))):
        for before_ms in (1, 2, 250, 251, 499, 501, 750, 998):
            if before_ms >= ms:
                continue
            wire = Wire()
            wire.settle(LEVELS["B"])
            wire.level(12080)
            wire.ticks_to("A", ms=1, limit=200)
            wire.bed.advance(before_ms - 1)
            wire.tick(ms=ms - before_ms)
            wire.tick()
            told = ("present",) if wire.pilot.present else ()
            told += ("learnt",) if wire.pilot.levels.open_mv != 12000 else ()
            assert told == names, (ms, before_ms)

"""A window that changes nothing is only compared with a few numbers: it must be one indeed."""

from core.config import GBT, IEC
from core.frame import DUTY_F, DUTY_X1
from core.pilot import Pilot
from tests.core.twins import Luck, Twins
from tests.core.wire import PWM, Wire

TOLD = ("letter", "raw", "plugged", "present", "known", "checked", "pulse_ms")
LEVELS = (12000, 9000, 6000, 3000, 0, -12000, 10500, 7500, 4500, 1600, 13000, 13001, 11200)
DUTIES = (DUTY_X1, DUTY_X1, PWM, PWM, 1666, DUTY_F)
LOWS = (-12000, -12000, -12000, -12000, -10500, -10499, -13000, -13001, -3000)
NOISE = (0, 0, 0, 0, 1, -1, 7, -7, 8, -8, 250, -250, 251, 600, -600)


def _wake(pilot):
    pilot._calm_high_mv = -(1 << 29)


def _feed(luck, twins, windows, levels=LEVELS, duties=DUTIES, noise=NOISE):
    """Show random windows that mostly stay where they are, as those of a car do."""
    level = luck.of(levels)
    duty = luck.of(duties)
    low = held = number = 0
    for _ in range(windows):
        if luck.below(40) == 0:
            level = luck.of(levels)
        if luck.below(60) == 0:
            duty = luck.of(duties)
        if luck.below(30) == 0:
            low = luck.of(LOWS)
        if luck.below(50) == 0:
            held = luck.below(4) == 0
        high_mv = level + luck.of(noise)
        low_mv = low if DUTY_F < duty < DUTY_X1 else high_mv
        number += luck.below(8) != 0

        def look(pilot, bed, high_mv=high_mv, low_mv=low_mv, duty=duty, held=held, number=number):
            frame = bed.frame
            frame.window, frame.duty = number, duty
            frame.high_mv, frame.low_mv = high_mv, low_mv
            pilot.check(frame, held)

        twins.same(look, *TOLD)
        assert twins.parts[0].levels.limits == twins.parts[1].levels.limits
        assert twins.parts[0].levels.open_mv == twins.parts[1].levels.open_mv
        if luck.below(16) == 0:
            twins.settle(luck.below(2) == 0)
        twins.advance(luck.of((10, 10, 10, 10, 1, 1, 10, 0, 4, 11, 35)))


def test_the_short_cut_tells_what_the_long_way_tells():
    for seed in range(24):
        twins = Twins(Pilot, _wake, profile=GBT if seed & 1 else IEC)
        _feed(Luck(seed), twins, 500)


def test_the_short_cut_learns_and_unplugs_as_the_long_way_does():
    levels = (12000, 12000, 12000, 12020, 11990, 9000)
    for seed in range(24):
        _feed(Luck(seed), Twins(Pilot, _wake), 700, levels, (DUTY_X1,), 20 * (0,) + (7, -7, 8, -8))


def test_the_short_cut_is_taken_in_every_steady_state():
    for high_mv, low_mv, duty in (
        (12000, 12000, DUTY_X1),
        (9000, 9000, DUTY_X1),
        (9000, -12000, PWM),
        (6000, -12000, PWM),
        (3000, -12000, PWM),
    ):
        wire = Wire()
        wire.settle(high_mv, low_mv, duty, ticks=200)
        assert wire.calm, high_mv
        before = dict(wire.pilot.__dict__)
        wire.tick(100)
        for name in before:
            if name not in ("_window", "_fresh_ms"):
                assert before[name] == wire.pilot.__dict__[name], name
        wire.level(high_mv - 4000, low_mv, duty)
        wire.tick()
        assert not wire.calm


def _limits(pilot):
    """Return rising and falling limit of A/B, B/C, C/D, D/E."""
    return [pilot.levels.limits[4 if at & 1 == 0 else 0][at >> 1] for at in range(8)]


def test_one_limit_at_a_time_follows_the_open_level():
    wire = Wire()
    wire.settle(12000, ticks=200)
    before = _limits(wire.pilot)
    wire.level(11400)
    moved = []
    for _ in range(1000):
        wire.tick()
        after = _limits(wire.pilot)
        moved.append(sum([a != b for a, b in zip(before, after)]))
        before = after
    assert max(moved) == 1
    open_mv = wire.pilot.levels.open_mv
    assert 11400 <= open_mv < 11408
    assert before == [limit * open_mv // 12000 for limit in wire.pilot.levels._nominal]
    assert wire.calm


def test_one_window_outside_13_v_is_forgiven():
    wire = Wire()
    wire.settle(12000)
    for _ in range(5):
        wire.level(13100)
        wire.tick()
        wire.level(12000)
        wire.tick()
    assert not wire.bed.latch.bits
    wire.level(13100)
    wire.tick(2)
    assert wire.bed.latched() == ["cp_range"]

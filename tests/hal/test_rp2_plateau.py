"""The pilot's plateaus: what the plain twin means, and that the viper routine equals it.

Viper is machine code: only MicroPython runs it, the unix one here, the chip's in tests/chip.
"""

import array
import random
import sys

from tests.hal.plateau_twin import PLACES, plateaus

PERIOD = 100
WINDOW = 300


def wave(duty, high, low, end=WINDOW, noise=0):
    """Return a ring whose newest sample is before `end`, 100 samples a period."""
    ring = array.array("H", [0] * PLACES)
    for i in range(end - WINDOW, end):
        level = high if i % PERIOD * 100 < duty else low
        ring[i % PLACES] = min(max(level + random.randint(-noise, noise), 0), 4095)
    return ring


def test_each_half_is_its_level_at_every_phase():
    for n, duties in (
        (100, (800, 9700)),
        (50, (1000, 1500, 8900, 9000)),
        (25, (1600, 1667, 2667, 5333, 8400)),
    ):
        for duty in duties:
            for phase in range(PERIOD):
                end = PLACES + phase
                assert plateaus(end, n, wave(duty, 3900, 190, phase), duty) == (3900, 190)


def test_a_steady_wave_has_one_plateau():
    for duty, level in ((0, 190), (10000, 3900)):
        assert plateaus(WINDOW, 25, wave(duty, 3900, 190), duty) == (level, level)


def test_a_disturbance_shorter_than_half_a_window_is_not_seen_a_new_level_after_half():
    ring = wave(5333, 2980, 190)
    for i in range(WINDOW // 2 - PERIOD // 2):
        ring[i] = 1500
    assert plateaus(WINDOW, 25, ring, 5333) == (2980, 190)
    ring = wave(5333, 2980, 190)
    for i in range(WINDOW // 2 - PERIOD // 2, WINDOW):
        ring[i] = 1500
    assert plateaus(WINDOW, 25, ring, 5333)[0] == 1500


def test_noise_moves_a_plateau_by_less_than_its_peak():
    random.seed(3)
    for _ in range(50):
        high, low = plateaus(WINDOW, 25, wave(5333, 2980, 190, noise=40), 5333)
        assert abs(high - 2980) < 40
        assert abs(low - 190) < 40


def test_the_viper_routine_equals_its_twin():
    if sys.implementation.name != "micropython":
        return
    from hal import rp2_plateau

    random.seed(1)
    work = bytearray(rp2_plateau.WORK)
    ring = array.array("H", [0] * PLACES)
    for turn in range(2000):
        span = (4095, 3, 64, 700)[turn % 4]
        base = random.randint(0, 4095 - span)
        for i in range(PLACES):
            ring[i] = base + random.randint(0, span)
        duty = (0, 10000, random.randint(0, 10000), random.randint(800, 9700))[turn // 4 % 4]
        end = random.randint(WINDOW, PLACES + PLACES)
        n = (25, 50, 100)[turn % 3]
        found = rp2_plateau.plateaus(duty, n, end, ring, work)
        assert (found >> 12, found & 4095) == plateaus(end, n, ring, duty), (turn, end, n, duty)

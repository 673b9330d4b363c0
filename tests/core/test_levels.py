"""The letters' limits follow the open circuit's level, one a window, and say when they have."""

from core.config import GBT, IEC, J1772, Config
from core.levels import Levels

NEAR_MV = 7


def _levels(profile, open_mv):
    config = Config(profile)
    config.open_mv = open_mv
    return Levels(config)


def test_nothing_rests_before_every_limit_has_followed():
    for profile in (IEC, GBT, J1772):
        for high_mv in (11200, 11993, 12008, 12800):
            levels = _levels(profile, 12000)
            told = 0
            for _ in range(5000):
                told = levels.learn(high_mv)
                if told:
                    break
                assert told == 0
            assert told == NEAR_MV
            assert abs(levels.open_mv - high_mv) <= NEAR_MV
            assert levels.limits == _levels(profile, levels.open_mv).limits, high_mv
            assert levels.learn(high_mv) == NEAR_MV


def test_a_level_that_is_no_open_circuit_teaches_nothing():
    for high_mv in (11199, 12801, 10800, 13100):
        levels = _levels(IEC, 12000)
        for _ in range(20):
            assert levels.learn(high_mv) == 0
        assert levels.open_mv == 12000


def test_while_one_limit_is_left_a_level_that_has_come_home_does_not_rest_either():
    levels = _levels(IEC, 12000)
    assert levels.learn(12016) == 0
    assert levels.open_mv == 12002
    for _ in range(7):
        assert levels.learn(12002) == 0
    assert levels.learn(12002) == NEAR_MV

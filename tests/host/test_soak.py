"""A short slice of `make soak`."""

from tools.soak.__main__ import worlds
from tools.soak.month import Month


def test_days_of_use():
    month = Month(seed=3, day_s=900)
    for _ in range(4):
        month.day()
    assert month.energy_wh > 0
    assert "4 sessions" in month.line()


def test_random_worlds_of_a_seed():
    worlds(7, examples=10, steps=30)

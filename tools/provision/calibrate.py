"""Calibration of a board's inputs against its fixture: two known levels each."""

from tools.provision.pile import Trouble
from tools.provision.self_test import SelfTest

_READINGS = 8
_PAUSE_S = 0.1
_MILLION = 10**6
_GAIN_PPM = 50000  # 5 %: more is a wrong resistor
_OFFSET_UV = 300000


def calibrate(pile, fixture, fitted):
    """Return {"cp": [gain in ppm, offset in uV]} of a pile that corrects nothing yet.

    true = read * (1 + gain / 10**6) + offset. Both plateaus of one wave: +9 V and -12 V.
    """
    bench = SelfTest(pile, fixture, fitted)
    bench.rest()
    bench.offer()
    high, low = [], []
    for _ in range(_READINGS):
        inputs = pile.ask("inputs")
        high.append(inputs["high_mv"])
        low.append(inputs["low_mv"])
        pile.pause(_PAUSE_S)
    true_high, true_low, _ = fixture.measure_cp()
    fixture.rest()
    return {"cp": line((_mean(low), true_low), (_mean(high), true_high))}


def line(one, other):
    """Return [gain in ppm, offset in uV] through two points (read, true) in mV."""
    (read, true), (read_2, true_2) = one, other
    if abs(read_2 - read) < 1000:
        raise Trouble(f"two levels read {read:.0f} and {read_2:.0f} mV: the input does not follow")
    slope = (true_2 - true) / (read_2 - read)
    gain = round((slope - 1) * _MILLION)
    offset = round((true - read * slope) * 1000)
    if abs(gain) > _GAIN_PPM or abs(offset) > _OFFSET_UV:
        raise Trouble(
            f"the pilot's input is off by {gain / 10000:.1f} % and {offset / 1000:.0f} mV; at "
            f"most {_GAIN_PPM / 10000:.0f} % and {_OFFSET_UV // 1000} mV can be corrected: look "
            "at its resistors, and at the fixture's meter"
        )
    return [gain, offset]


def _mean(values):
    return sum(values) / len(values)

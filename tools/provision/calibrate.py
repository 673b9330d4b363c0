"""Calibration of a board's inputs against its fixture: two known levels each."""

from service.calibration import ROWS
from tools.provision.pile import Trouble
from tools.provision.self_test import SelfTest, unplug

_READINGS = 4
_PAUSE_S = 0.1
_SETTLE_S = 0.5
_MILLION = 10**6
_RESISTORS = (100, 1500)  # ohm, PP-005 and PP-002
_MOST = {row[0]: row[6:8] for row in ROWS}  # ppm, and thousandths of mV or ohm


def calibrate(pile, fixture, fitted):
    """Return `cal` of the factory area, of a pile that corrects nothing yet.

    CP by both plateaus of one wave, +9 V and -12 V; PP, where there is one, by two resistors. The
    temperatures need an oven: calibrate("temp") does them at the pile.
    """
    bench = SelfTest(pile, fixture, fitted)
    bench.rest()
    found = {} if fitted["tethered"] else {"pp": _proximity(pile, fixture)}
    bench.offer()
    high, low = _read(pile, "high_mv", "low_mv")
    true_high, true_low, _ = fixture.measure_cp()
    found["cp"] = line("cp", (low, true_low), (high, true_high))
    unplug(pile, fixture)
    return found


def _proximity(pile, fixture):
    points = []
    for ohm in _RESISTORS:
        fixture.pp_resistor(ohm)
        pile.pause(_SETTLE_S)
        points.append((_read(pile, "pp_ohm")[0], ohm))
    return line("pp", *points)


def _read(pile, *names):
    """Return the mean of some readings of inputs."""
    sums = [0] * len(names)
    for _ in range(_READINGS):
        inputs = pile.ask("inputs")
        sums = [total + inputs[name] for total, name in zip(sums, names)]
        pile.pause(_PAUSE_S)
    return [total / _READINGS for total in sums]


def line(name, one, other):
    """Return [gain in ppm, offset in thousandths] through two points (read, true) of an input.

    As service.calibration: true = read * (1 + gain / 10**6) + offset / 1000.
    """
    (read, true), (read_2, true_2) = one, other
    if abs(read_2 - read) < abs(true_2 - true) / 2:
        raise Trouble(
            f"{name} reads {read:.0f} and {read_2:.0f} at {true} and {true_2}: its input does not "
            "follow; look at its wires, and at the fixture's"
        )
    slope = (true_2 - true) / (read_2 - read)
    gain, offset = round((slope - 1) * _MILLION), round((true - read * slope) * 1000)
    most_gain, most_offset = _MOST[name]
    if abs(gain) > most_gain or abs(offset) > most_offset:
        raise Trouble(
            f"{name} is off by {gain / 10000:.1f} % and {offset / 1000:.1f}; at most "
            f"{most_gain / 10000:.1f} % and {most_offset / 1000:.1f} can be corrected: look at "
            "its resistors, and at the fixture's meter"
        )
    return [gain, offset]

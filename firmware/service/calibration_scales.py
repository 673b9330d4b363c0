"""Puts the factory area's calibration into a board's scales. Loaded for a start, then dropped.

A corrected value is read * (1 + gain / 10**6) + offset / 1000: service.calibration.
"""

import math

from shell.on_demand import borrow

_MILLION = 10**6
_MOST = 262000  # multiply of cp: 4095 of them fit into 30 bits
_ROOM = 10**13 / 2982  # 1 / T at 25 degrees Celsius, 1e-12 per kelvin


def apply(board, store, ports):
    """Correct `board["scales"]`, which were checked. Raises nothing for what is damaged.

    `ports`: what open_flash(part) is of.
    """
    try:
        unit = borrow("service", "factory").read(ports, store)
        _correct(board["scales"], unit.get("cal", {}))
    except (KeyError, OSError, TypeError, ValueError):
        pass  # as the board says, then; factory() tells what is wrong


def _correct(scales, cal):
    if "cp" in cal:
        multiply, divide, add = scales["cp"]
        gain, offset = cal["cp"]
        multiply = min(_times(multiply, gain), _MOST)
        scales["cp"] = [multiply, divide, _times(add, gain) + _thousandth(offset)]
    if "pp" in cal and "pp" in scales:
        pull_up, full, series = scales["pp"]
        gain, offset = cal["pp"]
        scales["pp"] = [_times(pull_up, gain), full, _times(series, gain) - _thousandth(offset)]
    if "temp" in cal and "socket" in scales:
        ohm, beta, pull_up = scales["socket"]
        gain, offset = cal["temp"]
        scales["socket"] = _thermistor(ohm, beta, gain, offset) + [pull_up]


def _times(number, gain):
    return (number * (_MILLION + gain) + _MILLION // 2) // _MILLION


def _thousandth(number):
    return (number + 500) // 1000


def _thermistor(ohm, beta, gain, offset):
    # ln(R / ohm) = beta * (1 / T - 1 / 298.2 K), and 1 / T is to become slope / T + offset
    slope = 1 + gain / _MILLION
    return [
        int(ohm * math.exp(beta * (_ROOM - (_ROOM - offset) / slope) * -1e-12) + 0.5),
        int(beta / slope + 0.5),
    ]

"""The duty law: current on offer to pulse width (CP-060..066) and back (CP-070..077)."""

from micropython import const

from core.frame import DUTY_X1

MIN_MA = const(6000)  # CP-065: less cannot be said, so x1
_KNEE_MA = const(51000)  # CP-063 ends
_STEP_MA = const(52500)  # CP-081: between the two formulas the duty stays at 85 %
_TOP_MA = const(80000)


def duty_for(limit_ma):
    """Return the duty, 0.01 %, that offers `limit_ma` a phase, rounded down (CP-082)."""
    if limit_ma < MIN_MA:
        return DUTY_X1
    if limit_ma <= _KNEE_MA:
        return limit_ma // 6
    if limit_ma < _STEP_MA:
        return 8500
    if limit_ma < _TOP_MA:
        return limit_ma // 25 + 6400
    return 9600


def reading(duty):
    """Return the mA a car takes from `duty`; 5 % without digital communication is 0 (CP-071)."""
    if duty < 800:
        return 0
    if duty < 1000:
        return 6000
    if duty <= 8500:
        return duty * 6
    if duty <= 9600:
        return (duty - 6400) * 25
    if duty <= 9700:
        return 80000
    return 0

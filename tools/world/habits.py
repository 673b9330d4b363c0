"""What some cars do on their own: small functions of (car, now_us, why), named in `models.py`.

Called with DUTY when the duty at the inlet changed while there is PWM, with SUPPLY when the
mains came or went, with TIME at `car.habit_us`. `car.memory` is theirs, zero at plug-in.
"""

DUTY, SUPPLY, TIME = 0, 1, 2

_FADE_STEPS = 3  # current to zero in 0.3 s,
_FADED_US = 500000  # then S2 opens (CP-111)
_SECOND_US = 1000000
_MAS_PER_WH_AT_230 = 3600 * 1000 // 230


def _none(_car, _now_us, _why):
    pass


def _glitch(car, now_us, why):
    """Lets S2 bounce after each change of duty; numbers: (after ms, for ms) pairs."""
    at = car.memory
    if why == DUTY and car.wants and (car.s2 or at[0] & 1):
        car.flicker(1)
        at[0], at[1] = 0, now_us
    elif why == TIME and car.wants:
        car.flicker(at[0] & 1)
        at[0] += 1
    else:
        return
    pair = at[0] & ~1
    if pair < len(car.numbers):
        end_ms = car.numbers[pair] + (car.numbers[pair + 1] if at[0] & 1 else 0)
        car.habit_us = at[1] + end_ms * 1000


def _rest(car, now_us, why):
    """Charges for numbers[0] ms, opens S2 for numbers[1] ms, and so on."""
    at = car.memory
    if why == SUPPLY:
        if car.energised and at[0] == 0:
            car.habit_us = now_us + car.numbers[0] * 1000
        return
    if why != TIME:
        return
    if at[0] == 0:
        car.rest(now_us, _FADE_STEPS)
        at[0], car.habit_us = 1, now_us + _FADED_US
    elif at[0] == 1:
        car.switch(now_us, 0)
        at[0], car.habit_us = 2, now_us + car.numbers[1] * 1000
    else:
        at[0] = 0
        car.resume(now_us)


def _fill(car, now_us, why):
    """Takes numbers[0] Wh in a plug-in, then opens S2 and stays in B."""
    at = car.memory
    if why == SUPPLY and car.energised and not at[1]:
        car.habit_us = now_us + _SECOND_US
    elif why == TIME and at[1]:
        car.finish(now_us)
    elif why == TIME and car.energised:
        at[0] += sum(car.draw.level_ma)
        car.habit_us = now_us + _SECOND_US
        if at[0] >= car.numbers[0] * _MAS_PER_WH_AT_230:
            car.rest(now_us, _FADE_STEPS)
            at[1], car.habit_us = 1, now_us + _FADED_US


def _trickle(car, now_us, why):
    """After numbers[0] ms draws numbers[1] mA, after numbers[2] ms more opens S2 for good."""
    at = car.memory
    if why == SUPPLY and car.energised and at[0] == 0:
        car.habit_us = now_us + car.numbers[0] * 1000
    elif why == TIME and at[0] == 0:
        at[0], car.habit_us = 1, now_us + car.numbers[2] * 1000
        car.cap_ma = car.numbers[1]
        car.aim(now_us, _FADE_STEPS)
    elif why == TIME:
        car.finish(now_us)


def _toggle(car, now_us, why):
    """Shows C numbers[0] times for numbers[1] ms before it closes S2 (BCB toggle, CP-195)."""
    at = car.memory
    if why == DUTY and car.wants and not car.s2 and at[0] == 0:
        car.habit_us = now_us + car.numbers[1] * 1000
    elif why == TIME and car.wants and at[0] < 2 * car.numbers[0]:
        at[0] += 1
        car.flicker(at[0] & 1)
        car.habit_us = now_us + car.numbers[1] * 1000


HABITS = {
    "": _none,
    "glitch": _glitch,
    "rest": _rest,
    "fill": _fill,
    "trickle": _trickle,
    "toggle": _toggle,
}

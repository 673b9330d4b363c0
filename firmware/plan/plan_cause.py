"""Why a slot does not get the energy that was planned."""

from micropython import const

from plan.orderly import ABSENT, CAR, FAULT, PILE

_SAME_MA = const(1000)


def cause(pile, limit_ma, limiter):
    """Return a reason of plan.orderly or a claim's name, "" when the slot gets its energy.

    `limit_ma` is what the plan allows, `limiter()` names whose claim is the lowest.
    """
    if not pile.plugged:
        return ABSENT
    if pile.fault >= 0:
        return FAULT
    if not pile.wants:
        return CAR
    if pile.offered_ma + _SAME_MA < limit_ma:
        return limiter() or PILE
    if pile.current_ma is not None and max(pile.current_ma) + _SAME_MA < pile.offered_ma:
        return CAR
    return ""

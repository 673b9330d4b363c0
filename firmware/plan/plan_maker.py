"""Makes slots where no platform did: the cheapest time until a departure (S8, F6)."""

from micropython import const

from plan.cheapest import cheapest
from plan.plan_prices import pieces, valley_s

_RESERVE = const(95)  # a car is trusted with so many percent of what it can take
_AGAIN_S = const(60)  # so often the slots follow what the car took, and what it can take


def slots(tariff, now_s, departure_s, needed_mwh, offer_mw, takes_mw, floor_mw, valley):
    """Return slots (start, stop, mW) of `offer_mw`, and of `floor_mw` between; seconds from now.

    A generator for a task, as plan.cheapest. `takes_mw`: what flows of `offer_mw`. `valley`: all
    hours of the lowest price are slots too, needed or not.
    """
    prices = yield from pieces(tariff, now_s, departure_s)
    yield
    takes_mw = max(takes_mw * _RESERVE // 100, 1)
    if valley:
        needed_mwh = max(needed_mwh, -(-valley_s(tariff, prices) * takes_mw // 3600))
    least_mw = min(floor_mw, takes_mw)
    found = yield from cheapest(prices, needed_mwh, takes_mw, least_mw)
    yield
    found = [(start, stop, offer_mw if mw > least_mw else floor_mw) for start, stop, mw in found]
    yield
    return found


class Maker:
    """Keeps the slots of one plan.orderly up to date, a slice at each call."""

    def __init__(self):
        self._job = None
        self._goal = self._powers = None  # of the last slots, and of those that are made
        self._made_s = 0

    def step(self, utc_s, run, tariff, powers, valley):
        """Work a little; return whether there is more to do. Called once a second, or sooner.

        `powers`: mW that may be offered, that flow of it, and that flow at least (a floor).
        """
        goal = (run, run.needed_mwh, run.departure_s, tariff)
        limits = (powers[0], powers[2])
        old = limits != self._powers or not 0 <= utc_s - self._made_s < _AGAIN_S
        if goal != self._goal or (old and self._job is None):  # work is ended first
            self._goal, self._powers = goal, limits
            self._made_s = utc_s
            left_mwh = max(run.needed_mwh - run.got_mwh, 0)
            self._job = slots(
                tariff, utc_s, run.departure_s, left_mwh, powers[0], powers[1], powers[2], valley
            )
        job, self._job = self._job, None  # without memory for it, it is not gone on with
        if job is None:
            return False
        try:
            next(job)
        except StopIteration as stop:
            run.put(utc_s, stop.value, self._made_s)
            return False
        except Exception:
            if not run.rows:
                self._goal = None  # again at once: without slots the claim goes by its policy
            raise
        self._job = job
        return True

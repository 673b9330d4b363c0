"""The cheapest time in which a car gets its energy before it leaves (F6, S8).

A price is one of a kWh, so it is cheapest to fill the cheapest pieces of time first; among
pieces of one price the earliest, so that time is left for what the car does not take.
"""

from micropython import const

_TURNS = const(24)  # between two yields: a few ms on the Pico


def cheapest(pieces, needed_mwh, power_mw, floor_mw=0):
    """Return [(start, stop, mW)]: when to charge so that `needed_mwh` cost least.

    A generator for a task: it yields while it works, and then returns. Times are whole seconds
    from now; `pieces` (seconds, price) follow each other from now until the departure. `power_mw`
    flows in a slot, `floor_mw` at all other times. When the time is too short, all of it is in
    the slots. Slots are in order, and touch only where their power differs.
    """
    floor_mw = min(floor_mw, power_mw)
    buckets = {}  # price: its pieces, as places
    whole = 0
    for place, (seconds, price) in enumerate(pieces):
        buckets.setdefault(price, []).append(place)
        whole += seconds
        if place % _TURNS == 0:
            yield
    left = 0
    if power_mw > floor_mw:
        left = max(-((floor_mw * whole - needed_mwh * 3600) // (power_mw - floor_mw)), 0)
    taken = [0] * len(pieces)  # seconds at full power, from the start of each
    for price in sorted(buckets):
        for place in buckets[price]:
            taken[place] = min(pieces[place][0], left)
            left -= taken[place]
            if place % _TURNS == 0:
                yield
    slots = []
    start = 0
    for place, (seconds, _) in enumerate(pieces):
        _add(slots, start, start + taken[place], power_mw)
        _add(slots, start + taken[place], start + seconds, floor_mw)
        start += seconds
        if place % _TURNS == 0:
            yield
    return slots


def _add(slots, start, stop, power_mw):
    # the slot before grows when it is of the same power and touches
    if stop <= start or not power_mw:
        return
    if slots and slots[-1][1] == start and slots[-1][2] == power_mw:
        start = slots.pop()[0]
    slots.append((start, stop, power_mw))

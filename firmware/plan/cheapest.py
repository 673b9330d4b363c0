"""The cheapest time in which a car gets its energy before it leaves (F6, S8).

A price is one of a kWh, so it is cheapest to fill the cheapest pieces of time first; among
pieces of one price the earliest, so that time is left for what the car does not take.
"""

from micropython import const

_TURNS = const(24)  # between two yields: well below 20 ms on the Pico


def cheapest(prices, now_s, departure_s, needed_mwh, power_mw, floor_mw=0):
    """Return [(start_s, stop_s, mW)]: when to charge so that `needed_mwh` cost least.

    A generator for a task: it yields while it works, and then returns. `prices` are
    (start_s, stop_s, price), in order, without gaps from now until the departure; `power_mw` is
    what flows in a slot, `floor_mw` what flows at all other times. When the time is too short,
    all of it is in the slots. Slots are in order, whole seconds, and do not touch unless they
    differ in power.
    """
    floor_mw = min(floor_mw, power_mw)
    buckets = {}  # price: its pieces, as places in `prices`
    for place, (start_s, stop_s, price) in enumerate(prices):
        if min(stop_s, departure_s) > max(start_s, now_s):
            buckets.setdefault(price, []).append(place)
        if place % _TURNS == 0:
            yield
    left_mws = needed_mwh * 3600 - floor_mw * (departure_s - now_s)
    left_s = max(-(-left_mws // (power_mw - floor_mw)), 0) if power_mw > floor_mw else 0
    taken = {}  # place: seconds at full power, from its start
    for price in sorted(buckets):
        for place in buckets[price]:
            start_s, stop_s, _ = prices[place]
            seconds = min(stop_s, departure_s) - max(start_s, now_s)
            taken[place] = min(seconds, left_s)
            left_s -= taken[place]
            if place % _TURNS == 0:
                yield
    slots = []
    for place, (start_s, stop_s, _) in enumerate(prices):
        if place in taken:
            begin_s = max(start_s, now_s)
            turn_s = begin_s + taken[place]
            _add(slots, begin_s, turn_s, power_mw)
            _add(slots, turn_s, min(stop_s, departure_s), floor_mw)
        if place % _TURNS == 0:
            yield
    return slots


def _add(slots, start_s, stop_s, power_mw):
    # the slot before grows when it is of the same power and touches
    if stop_s <= start_s or not power_mw:
        return
    if slots and slots[-1][1] == start_s and slots[-1][2] == power_mw:
        start_s = slots.pop()[0]
    slots.append((start_s, stop_s, power_mw))

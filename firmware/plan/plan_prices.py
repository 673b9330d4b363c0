"""What a kWh costs from now until a departure, as pieces of time: what `cheapest` reads."""

from micropython import const

_TURNS = const(16)  # between two yields: well below 20 ms on the Pico


def pieces(tariff, start_s, stop_s):
    """Return [(start_s, stop_s, price)] without gaps; energy and service make the price.

    A generator for a task: it yields while it works, and then returns. `tariff` is a
    session.tariff.Tariff; neighbours of one price are one piece.
    """
    slot_s = tariff.data["slot_min"] * 60
    zone_s = tariff.data["zone_min"] * 60
    found = []
    begin_s = at_s = start_s
    price = None
    turn = 0
    while at_s < stop_s:
        _, _, energy, service = tariff.rate(at_s)
        if energy + service != price:
            if price is not None:
                found.append((begin_s, at_s, price))
            begin_s, price = at_s, energy + service
        at_s += slot_s - (at_s + zone_s) % slot_s
        turn += 1
        if turn % _TURNS == 0:
            yield
    if price is not None:
        found.append((begin_s, stop_s, price))
    return found


def valley_s(tariff, prices):
    """Return the seconds of (start_s, stop_s, price) at the lowest price of the tariff's day."""
    rows = tariff.data["prices"]
    used = set(tariff.data["slots"] or "0")
    lowest = min([rows[int(digit)][0] + rows[int(digit)][1] for digit in used])
    return sum([stop_s - start_s for start_s, stop_s, price in prices if price == lowest])

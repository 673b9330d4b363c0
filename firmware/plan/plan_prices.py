"""What a kWh costs from now until a departure, as pieces of time: what `cheapest` reads."""

from micropython import const

_TURNS = const(16)  # between two yields: a few ms on the Pico


def pieces(tariff, now_s, departure_s):
    """Return [(seconds, price)] that follow each other; energy and service make the price.

    A generator for a task: it yields while it works, and then returns. `tariff` is a
    session.tariff.Tariff; neighbours of one price are one piece.
    """
    slot_s = tariff.data["slot_min"] * 60
    zone_s = tariff.data["zone_min"] * 60
    found = []
    begin = at = 0  # seconds from now
    price = None
    turn = 0
    while at < departure_s - now_s:
        _, _, energy, service = tariff.rate(now_s + at)
        if energy + service != price:
            if price is not None:
                found.append((at - begin, price))
            begin, price = at, energy + service
        at += slot_s - (now_s + at + zone_s) % slot_s
        turn += 1
        if turn % _TURNS == 0:
            yield
    if price is not None:
        found.append((departure_s - now_s - begin, price))
    return found


def valley_s(tariff, prices):
    """Return the seconds of (seconds, price) at the lowest price of the tariff's day."""
    rows = tariff.data["prices"]
    used = set(tariff.data["slots"] or "0")
    lowest = min([rows[int(digit)][0] + rows[int(digit)][1] for digit in used])
    return sum([seconds for seconds, price in prices if price == lowest])

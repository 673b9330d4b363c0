"""The cheapest slots against an exact search of all, and against sorted seconds on large cases."""

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from plan.cheapest import cheapest

START = 1767268800


def run(job):
    try:
        while True:
            next(job)
    except StopIteration as stop:
        return stop.value


def cost(slots, prices):
    """mW seconds times price."""
    total = 0
    for start, stop, price in prices:
        for begin, end, power in slots:
            total += max(min(stop, end) - max(start, begin), 0) * power * price
    return total


def sound(slots, now, departure):
    """In order, apart, within the time, none empty."""
    edges = [edge for start, stop, _ in slots for edge in (start, stop)]
    assert edges == sorted(edges)
    assert all(now <= start < stop <= departure for start, stop, _ in slots)
    for before, after in pairwise(slots):
        assert before[1] < after[0] or before[2] != after[2]


def joined(lengths, tariff):
    prices, at = [], START
    for length, price in zip(lengths, tariff, strict=True):
        prices.append((at, at + length, price))
        at += length
    return prices


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_no_choice_of_whole_seconds_costs_less(data):
    count = data.draw(st.integers(1, 5))
    lengths = data.draw(st.lists(st.integers(1, 5), min_size=count, max_size=count))
    tariff = data.draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    prices = joined(lengths, tariff)
    power = data.draw(st.integers(1, 4)) * 3600
    floor = data.draw(st.integers(0, 5)) * 3600
    needed = data.draw(st.integers(0, 60))
    now = START + data.draw(st.integers(0, lengths[0] - 1))
    departure = prices[-1][1]
    slots = run(cheapest(prices, now, departure, needed, power, floor))
    sound(slots, now, departure)
    least = min(floor, power)
    rooms = [stop - max(start, now) for start, stop, _ in prices]
    best = None
    for choice in product(*[range(room + 1) for room in rooms]):
        flows = [
            full * power + (room - full) * least for full, room in zip(choice, rooms, strict=True)
        ]
        if sum(flows) >= needed * 3600:
            price = sum(flow * row[2] for flow, row in zip(flows, prices, strict=True))
            best = price if best is None else min(best, price)
    if best is None:  # too short: everything
        assert sum((stop - start) * mw for start, stop, mw in slots) == sum(rooms) * power
    else:
        assert sum((stop - start) * mw for start, stop, mw in slots) >= needed * 3600
        assert cost(slots, prices) == best


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_week_equals_its_seconds_sorted_by_price(data):
    tariff = data.draw(st.lists(st.integers(0, 9), min_size=48, max_size=48)) * 7
    prices = joined([1800] * 336, tariff)
    power = data.draw(st.integers(1400, 22000)) * 1000
    needed = data.draw(st.integers(0, 400)) * 1000000
    now = START + data.draw(st.integers(0, 86400))
    departure = now + data.draw(st.integers(1, 6 * 86400))
    slots = run(cheapest(prices, now, departure, needed, power))
    sound(slots, now, departure)
    wanted = min(-(-needed * 3600 // power), departure - now)
    seconds = []
    for start, stop, price in prices:
        begin, end = max(start, now), min(stop, departure)
        seconds += [price] * max(end - begin, 0)
    assert sum(stop - start for start, stop, _ in slots) == wanted
    assert cost(slots, prices) == sum(sorted(seconds)[:wanted]) * power

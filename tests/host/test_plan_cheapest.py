"""The cheapest slots against an exact search of all, and against sorted seconds on large cases."""

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from plan.cheapest import cheapest


def run(job):
    try:
        while True:
            next(job)
    except StopIteration as stop:
        return stop.value


def cost(slots, prices):
    """mW seconds times price."""
    total = 0
    start = 0
    for seconds, price in prices:
        for begin, end, power in slots:
            total += max(min(start + seconds, end) - max(start, begin), 0) * power * price
        start += seconds
    return total


def sound(slots, departure):
    """In order, apart, within the time, none empty."""
    edges = [edge for start, stop, _ in slots for edge in (start, stop)]
    assert edges == sorted(edges)
    assert all(0 <= start < stop <= departure for start, stop, _ in slots)
    for before, after in pairwise(slots):
        assert before[1] < after[0] or before[2] != after[2]


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_no_choice_of_whole_seconds_costs_less(data):
    count = data.draw(st.integers(1, 5))
    lengths = data.draw(st.lists(st.integers(1, 5), min_size=count, max_size=count))
    tariff = data.draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    prices = list(zip(lengths, tariff, strict=True))
    power = data.draw(st.integers(1, 4)) * 3600
    floor = data.draw(st.integers(0, 5)) * 3600
    needed = data.draw(st.integers(0, 60))
    slots = run(cheapest(prices, needed, power, floor))
    sound(slots, sum(lengths))
    least = min(floor, power)
    best = None
    for choice in product(*[range(length + 1) for length in lengths]):
        pairs = zip(choice, lengths, strict=True)
        flows = [full * power + (length - full) * least for full, length in pairs]
        if sum(flows) >= needed * 3600:
            price = sum(flow * row[1] for flow, row in zip(flows, prices, strict=True))
            best = price if best is None else min(best, price)
    if best is None:  # too short: everything
        assert sum((stop - start) * mw for start, stop, mw in slots) == sum(lengths) * power
    else:
        assert sum((stop - start) * mw for start, stop, mw in slots) >= needed * 3600
        assert cost(slots, prices) == best


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_week_equals_its_seconds_sorted_by_price(data):
    day = data.draw(st.lists(st.integers(0, 9), min_size=48, max_size=48))
    prices = [(1800, price) for price in day * 7]
    prices[0] = (data.draw(st.integers(1, 1800)), prices[0][1])
    power = data.draw(st.integers(1400, 22000)) * 1000
    needed = data.draw(st.integers(0, 400)) * 1000000
    slots = run(cheapest(prices, needed, power))
    seconds = sorted(price for length, price in prices for _ in range(length))
    sound(slots, len(seconds))
    wanted = min(-(-needed * 3600 // power), len(seconds))
    assert sum(stop - start for start, stop, _ in slots) == wanted
    assert cost(slots, prices) == sum(seconds[:wanted]) * power

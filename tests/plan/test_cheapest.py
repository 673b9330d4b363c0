from plan.cheapest import cheapest
from plan.plan_prices import pieces, valley_s
from session.tariff import Tariff, flat

HOUR = 3600
NOON = 1767268800  # 2026-01-01 12:00 UTC
KW = 1000000
NIGHT = ((4, 60), (8, 30), (2, 60), (4, 100))  # from 18:00: flat until 22, valley, flat, peak


def run(job):
    """What a generator returns at last."""
    while True:
        try:
            next(job)
        except StopIteration as stop:
            return stop.value


def find(kwh, kw, floor_kw=0, pieces=NIGHT):
    """The slots, as (hour, hour, kW)."""
    rows = [(int(hours * HOUR), price) for hours, price in pieces]
    found = run(cheapest(rows, int(kwh * KW), int(kw * KW), int(floor_kw * KW)))
    return [(start / HOUR, stop / HOUR, mw / KW) for start, stop, mw in found]


def test_the_cheapest_hours_come_first_and_of_those_the_earliest():
    assert find(20, 10) == [(4, 6, 10)]
    assert find(80, 10) == [(4, 12, 10)]
    assert find(100, 10) == [(0, 2, 10), (4, 12, 10)]
    assert find(125, 10) == [(0, 12.5, 10)]
    assert find(145, 10) == [(0, 14.5, 10)]  # the dearest at last


def test_all_of_the_time_when_it_is_too_short():
    assert find(1000, 10) == [(0, 18, 10)]


def test_nothing_is_needed_and_nothing_is_taken():
    assert find(0, 10) == []
    assert find(10, 10, pieces=()) == []


def test_the_floor_flows_at_all_times_and_counts():
    there = ((2, 60), (2, 30))
    assert find(24, 10, 4, there) == [(0, 2, 4), (2, 12000 / HOUR, 10), (12000 / HOUR, 4, 4)]
    assert find(3, 10, 4, there) == [(0, 4, 4)]
    assert find(30, 4, 6, there) == [(0, 4, 4)]  # the car takes less than the floor


def test_a_second_is_rounded_up_so_that_nothing_is_missing():
    assert run(cheapest([(HOUR, 5)], 1, 10 * KW)) == [(0, 1, 10 * KW)]
    assert run(cheapest([(HOUR, 5)], 10 * KW // 3600, 10 * KW)) == [(0, 1, 10 * KW)]
    assert run(cheapest([(HOUR, 5)], 10 * KW // 3600 + 1, 10 * KW)) == [(0, 2, 10 * KW)]


def test_a_week_of_half_hours_is_worked_at_in_small_slices():
    pieces = [(1800, at * 7 % 48) for at in range(336)]
    job = cheapest(pieces, 300 * KW, 7 * KW)
    assert len([None for _ in job]) >= 3 * 336 // 24
    slots = run(cheapest(pieces, 300 * KW, 7 * KW))
    assert sum([stop - start for start, stop, _ in slots]) == -(-300 * HOUR // 7)


def tariff(slots, slot_min=60, zone_min=480):
    data = flat(0)
    data["prices"] = [[100, 20], [50, 10], [50, 5], [1, 1]]  # the last at no hour
    data["slots"] = slots
    data["slot_min"] = slot_min
    data["zone_min"] = zone_min
    return Tariff(data)


def test_pieces_follow_the_tariffs_own_day():
    there = tariff("1" * 6 + "0" * 16 + "2" * 2)  # NOON is 20:00 there
    found = run(pieces(there, NOON + 60, NOON + 12 * HOUR))
    assert found == [(2 * HOUR - 60, 120), (2 * HOUR, 55), (6 * HOUR, 60), (2 * HOUR, 120)]
    assert valley_s(there, found) == 2 * HOUR
    assert valley_s(there, found[2:]) == 0
    assert run(pieces(there, NOON, NOON)) == []


def test_slots_begin_with_the_tariffs_hour_not_with_utcs():
    there = tariff("0" * 18 + "1" * 6, zone_min=330)  # NOON is 17:30 there
    assert run(pieces(there, NOON, NOON + 2 * HOUR)) == [(1800, 120), (5400, 60)]


def test_one_price_is_one_piece():
    one = Tariff(flat(35))
    found = run(pieces(one, NOON, NOON + 30 * HOUR))
    assert found == [(30 * HOUR, 35)]
    assert valley_s(one, found) == 30 * HOUR

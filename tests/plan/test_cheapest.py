from plan.cheapest import cheapest
from plan.plan_prices import pieces, valley_s
from session.tariff import Tariff, flat

HOUR = 3600
NOON = 1767268800  # 2026-01-01 12:00 UTC
KW = 1000000
NIGHT = [  # flat until 22, valley until 6, flat until 8, peak until 12
    (NOON, NOON + 10 * HOUR, 60),
    (NOON + 10 * HOUR, NOON + 18 * HOUR, 30),
    (NOON + 18 * HOUR, NOON + 20 * HOUR, 60),
    (NOON + 20 * HOUR, NOON + 24 * HOUR, 100),
]


def run(job):
    """What a generator returns at last."""
    while True:
        try:
            next(job)
        except StopIteration as stop:
            return stop.value


def find(now_h, departure_h, kwh, kw, floor_kw=0, prices=NIGHT):
    """The slots, as (hour, hour, kW)."""
    found = run(
        cheapest(
            prices,
            NOON + int(now_h * HOUR),
            NOON + int(departure_h * HOUR),
            int(kwh * KW),
            int(kw * KW),
            int(floor_kw * KW),
        )
    )
    return [((row[0] - NOON) / HOUR, (row[1] - NOON) / HOUR, row[2] / KW) for row in found]


def test_the_cheapest_hours_come_first_and_of_those_the_earliest():
    assert find(6, 19, 20, 10) == [(10, 12, 10)]
    assert find(6, 19, 80, 10) == [(10, 18, 10)]
    assert find(6, 19, 100, 10) == [(6, 8, 10), (10, 18, 10)]
    assert find(6, 22, 145, 10) == [(6, 20.5, 10)]  # the dearest at last


def test_all_of_the_time_when_it_is_too_short():
    assert find(17, 19, 50, 10) == [(17, 19, 10)]
    assert find(0, 24, 1000, 10) == [(0, 24, 10)]


def test_nothing_is_needed_and_nothing_is_taken():
    assert find(6, 19, 0, 10) == []
    assert find(19, 19, 10, 10) == []


def test_pieces_of_the_past_and_beyond_the_departure_do_not_count():
    assert find(12, 13, 10, 10) == [(12, 13, 10)]
    assert find(11.5, 12.5, 5, 10) == [(11.5, 12, 10)]


def test_the_floor_flows_at_all_times_and_counts():
    assert find(8, 12, 24, 10, 4) == [(8, 10, 4), (10, 10 + 8 / 6, 10), (10 + 8 / 6, 12, 4)]
    assert find(8, 12, 3, 10, 4) == [(8, 12, 4)]
    assert find(8, 12, 30, 4, 6) == [(8, 12, 4)]  # the car takes less than the floor


def test_a_second_is_rounded_up_so_that_nothing_is_missing():
    slots = run(cheapest(NIGHT, NOON, NOON + HOUR, 1, 10 * KW))
    assert slots == [(NOON, NOON + 1, 10 * KW)]


def test_a_week_of_half_hours_is_worked_at_in_small_slices():
    prices = [(NOON + 1800 * at, NOON + 1800 * at + 1800, at * 7 % 48) for at in range(336)]
    job = cheapest(prices, NOON, NOON + 7 * 24 * HOUR, 300 * KW, 7 * KW)
    assert len([None for _ in job]) >= 3 * 336 // 24
    slots = run(cheapest(prices, NOON, NOON + 7 * 24 * HOUR, 300 * KW, 7 * KW))
    assert sum([stop - start for start, stop, _ in slots]) == -(-300 * HOUR // 7)


def tariff(slots, slot_min=60, zone_min=480):
    data = flat(0)
    data["prices"] = [[100, 20], [50, 10], [50, 5]]
    data["slots"] = slots
    data["slot_min"] = slot_min
    data["zone_min"] = zone_min
    return Tariff(data)


def test_pieces_follow_the_tariffs_own_day():
    there = tariff("1" * 6 + "0" * 16 + "2" * 2)  # NOON is 20:00 there
    found = run(pieces(there, NOON + 60, NOON + 12 * HOUR))
    assert found == [
        (NOON + 60, NOON + 2 * HOUR, 120),
        (NOON + 2 * HOUR, NOON + 4 * HOUR, 55),
        (NOON + 4 * HOUR, NOON + 10 * HOUR, 60),
        (NOON + 10 * HOUR, NOON + 12 * HOUR, 120),
    ]
    assert valley_s(there, found) == 2 * HOUR
    assert valley_s(there, found[2:]) == 0
    assert run(pieces(there, NOON, NOON)) == []


def test_one_price_is_one_piece():
    one = Tariff(flat(35))
    found = run(pieces(one, NOON, NOON + 30 * HOUR))
    assert found == [(NOON, NOON + 30 * HOUR, 35)]
    assert valley_s(one, found) == 30 * HOUR

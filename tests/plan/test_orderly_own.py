"""The plan that the pile makes itself, by default or for a wish, at the best price."""

from plan.plan_source import OWN
from session.tariff import Tariff, flat
from tests.plan.orderly_bench import KWH, NOW, Bench, at


def test_its_own_plan_takes_the_valley_and_reaches_what_is_needed():
    bench = Bench(default_kwh=20)
    assert bench.go(1.999) == 0  # 20 to 22: the valley has room enough
    assert bench.plan.origin == OWN and not bench.plan.unsaved
    assert bench.told[1] == at(2)
    kwh = bench.go(8)
    assert 58 < kwh < 59  # all of the valley: more than needed costs nobody more
    assert bench.go(1) < 0.01
    assert bench.go(1) == 0 and bench.plan.run.departure_s == at(11 + 24)  # the next day's
    bench = Bench(default_kwh=70)
    kwh = bench.go(11)
    assert 69.5 < kwh < 74  # 58.9 in the valley, the rest before: in time
    assert bench.plan.run.rows[0][0] < 60
    bench = Bench(default_kwh=20, departure="21:00")
    assert 7.3 < bench.go(0.9999) < 7.4  # it starts at once, and says that it will not do
    assert bench.plan.run.short_mwh > 12 * KWH


def test_a_car_that_comes_does_not_begin_before_its_plan_is_made():
    bench = Bench(session=0, default_kwh=20)
    assert bench.second() == (0, 0)
    bench.pile.session = 1
    assert bench.plan.second(0, bench.now_s, bench.pile)[0] == 0
    assert bench.second() == (0, at(2))
    bench.plan.at_once()
    assert bench.second() is None


def test_no_default_no_plan():
    bench = Bench()
    bench.second()
    assert bench.told is None and bench.plan.run is None


def test_a_wish_is_met_at_the_best_price_and_follows_a_slow_car():
    bench = Bench(default_kwh=20)
    bench.go(0.1)
    bench.plan.wish(bench.now_s, 15 * KWH, at(11))
    assert bench.go(1.899) == 0
    kwh = bench.go(9, draws_ma=8000)
    assert bench.plan.run.got_mwh <= 15.01 * KWH
    assert 14.7 < kwh < 15.01  # 8.2 h at 1.84 kW: the valley and the hour after
    fast = Bench(default_kwh=20)
    fast.plan.wish(fast.now_s, 15 * KWH, at(11))
    assert 14.99 < fast.go(11) < 15.01
    assert fast.told == (0, 0)
    used = [row for row in fast.plan.run.rows if row[3]]
    assert len(used) == 1  # without a break


def test_a_wish_follows_a_car_that_sleeps():
    bench = Bench()
    bench.plan.wish(bench.now_s, 15 * KWH, at(11))
    assert bench.go(5, draws_ma=0) == 0
    assert bench.go(6) > 14.99


def test_a_car_that_takes_a_little_less_than_it_could_is_ready_too():
    bench = Bench(default_kwh=58, departure="06:00")
    assert bench.go(10, draws_ma=31000) > 58  # the valley alone: 57


def test_a_wish_follows_the_tariff():
    bench = Bench()
    bench.plan.wish(bench.now_s, 7 * KWH, at(11))
    bench.go(0.105)  # not on the minute
    assert bench.told[0] == 0
    bench.app.till.tariff = Tariff(flat(50))
    bench.second()
    assert bench.second()[0] == 32000


def test_the_floor_flows_between_the_slots():
    bench = Bench(plan_floor_a=6)
    bench.plan.wish(bench.now_s, 25 * KWH, at(11))
    assert abs(bench.go(1) - 1.38) < 0.05
    assert bench.told[0] == 6000
    assert abs(bench.go(10) - 23.62) < 0.02


def test_a_mains_that_flickers_does_not_keep_a_plan_from_being_made():
    bench = Bench()
    bench.plan.wish(NOW, 20 * KWH, at(6 * 24))
    made = 0
    for second in range(30):
        bench.pile.volts = 226 + second % 2 * 8
        bench.now_s += 1
        for _ in range(5):  # turns that a busy pile has in a second
            bench.plan.second(0, bench.now_s, bench.pile)
            made += not bench.plan.news
    assert made > 50
    rows = bench.plan.run.rows
    assert rows and len(rows) < 15


def test_without_memory_for_a_plan_what_was_made_goes_on():
    bench = Bench(default_kwh=20)
    bench.second()
    rows = list(bench.plan.run.rows)
    assert rows
    tariff = bench.app.till.tariff
    bench.app.till.tariff = Poor(tariff)
    failed = 0
    for _ in range(70):
        bench.now_s += 1
        try:
            bench.plan.second(0, bench.now_s, bench.pile)
        except MemoryError:
            failed += 1
    assert failed == 2 and bench.plan.run.rows == rows
    bench.app.till.tariff = tariff
    bench.second()
    assert bench.plan.run.rows == rows


def test_without_memory_for_a_first_plan_the_pile_does_not_wait_for_ever():
    bench = Bench(default_kwh=20)
    tariff = bench.app.till.tariff
    bench.app.till.tariff = Poor(tariff)
    failed = 0
    for _ in range(60):
        bench.now_s += 1
        try:
            bench.plan.second(0, bench.now_s, bench.pile)
        except MemoryError:
            failed += 1
    assert failed > 55  # so its claim is released: shell.rounds
    bench.app.till.tariff = tariff
    bench.second()
    assert bench.plan.run.rows


class Poor:
    """A tariff for which there is no memory."""

    def __init__(self, tariff):
        self.data = tariff.data

    def rate(self, _utc_s):
        raise MemoryError

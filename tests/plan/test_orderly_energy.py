"""The energy of a plan: what is counted, what was kept from it and by whom."""

from tests.plan.orderly_bench import KWH, Bench, give


def test_the_needed_energy_ends_it():
    bench = Bench()
    give(bench, (0, 4, 7.36), needed=5)
    assert 4.99 < bench.go(2) < 5.01
    assert bench.told == (0, 0)
    bench.skip(10)
    assert bench.second() == (0, 0)  # nor after the departure, in this session


def test_energy_of_before_the_plan_does_not_count():
    bench = Bench()
    assert bench.go(0.1) > 0.7
    give(bench, (0, 4, 7.36))
    bench.second()
    assert bench.plan.run.got_mwh < 3000


def test_delivered_energy_counts_on_when_the_platform_adjusts():
    bench = Bench()
    give(bench, (0, 1, 7.36), (2, 3, 7.36), needed=10)
    bench.go(0.5)
    give(bench, (0.5, 3, 3.68), needed=10)
    got = bench.plan.run.got_mwh
    assert 3.6 * KWH < got < 3.7 * KWH
    bench.go(0.5)
    assert len(bench.plan.run.rows) == 2 and bench.plan.run.got_mwh > got
    give(bench, (1, 3, 3.68), name="Q")
    assert bench.plan.run.got_mwh == 0


def test_each_slot_says_what_kept_it_from_its_energy():
    bench = Bench()
    give(bench, (0, 0.5, 7.36), (0.5, 1, 7.36), (1, 1.5, 7.36), (1.5, 2, 7.36), (2, 2.5, 7.36))
    bench.go(0.5, draws_ma=16000)
    bench.app.claims.put(0, "group", 10000)
    pile = bench.pile
    for _ in range(1800):
        bench.second()
        pile.offered_ma, pile.current_ma = 10000, [10000, 0, 0]
    bench.app.claims.remove("group")
    for _ in range(1800):
        bench.second()
    pile.fault = 3
    for _ in range(1800):
        bench.second()
    pile.fault = -1
    pile.wants = False
    for _ in range(1801):
        bench.second()
    rows = bench.plan.run.rows
    assert [row[4] for row in rows] == ["car", "group", "pile", "fault", "car"]
    assert abs(rows[0][3] - 1840000) < 5000


def test_it_says_so_when_a_plan_cannot_be_met():
    bench = Bench()
    give(bench, (0, 2, 7.36), needed=14)
    bench.go(0.02)
    assert not bench.plan.run.failed
    bench.go(0.02, draws_ma=16000)  # 30 s show that the car takes no more
    assert bench.plan.run.failed
    assert 6 * KWH < bench.plan.run.short_mwh < 7 * KWH
    assert "cannot be met" in "".join(bench.plan.notes(0))
    assert "无法满足" in "".join(bench.plan.notes(1))


def test_energy_of_before_the_clock_was_set_counts():
    bench = Bench(session=7)
    bench.go(1)
    bench.pile.session = 0
    bench.second()
    give(bench, (2, 4, 7.36), needed=14)
    bench.pile.session, bench.pile.session_mwh = 8, 0
    bench.plan.second(0, 0, bench.pile)  # a restart of the clock chip
    bench.pile.session_mwh = 8000000
    bench.second()
    assert bench.plan.run.got_mwh == 8000000

"""What claim sources claim: in force, ranked, delayed, their own."""

from tests.shell.source_bench import piled, row


def test_what_a_source_claims_is_in_force_within_a_second_and_goes_with_it():
    pile, (source,) = piled(row())
    pile.charge()
    source.told = (10000, 0)
    pile.run(1050)
    assert pile.live.limit_ma == 10000
    source.told = ((16000, 9000, 12000), 0)
    pile.run(1050)
    assert pile.live.limit_ma == 9000
    source.told = None
    pile.run(1050)
    assert pile.live.limit_ma == 32000


def test_a_wish_of_higher_rank_goes_before_one_of_lower():
    rows = (row(kind="wish", rank="divert"), row("other", kind="wish", rank="boost"))
    pile, (divert, boost) = piled(*rows)
    divert.told = (6000, 0)
    pile.run(1050)
    assert pile.live.limit_ma == 6000
    boost.told = (16000, 0)
    pile.run(1050)
    assert pile.live.limit_ma == 16000


def test_nobody_outside_replaces_or_clears_the_claim_of_a_source():
    pile, (source,) = piled(row())
    source.told = (10000, 0)
    pile.run(1050)
    pile.ports.link.claims.append(("test", 32, 60))
    pile.run(100)
    assert pile.app.crashes[1] == 1
    assert not pile.app.claims.remove("test")
    pile.app.publish(pile.ports.now_ms)
    assert pile.live.limit_ma == 10000


def test_nobody_outside_takes_the_name_of_a_source_that_claims_nothing_now():
    pile, (_,) = piled(row())
    pile.run(2000)
    pile.ports.link.claims.append(("test", 10, 60))
    pile.run(100)
    assert pile.app.crashes[1] == 1
    assert pile.app.claims.find("test") is None


def test_increases_of_a_plan_wait_a_random_time_and_reductions_do_not():  # NA-001, NA-003
    pile, (source,) = piled(row(delayed=True), settings=b'{"random_delay_s": 30}')
    source.told = (0, 0)
    pile.run(1050)
    source.told = (10000, 0)
    pile.run(29000)
    assert pile.live.limit_ma == 0
    pile.run(2000)
    assert pile.live.limit_ma == 10000
    source.told = (8000, 0)
    pile.run(1050)
    assert pile.live.limit_ma == 8000
    source.told = None
    pile.run(2000)
    assert pile.live.limit_ma == 8000
    pile.app.rounds.skip()
    pile.run(1050)
    assert pile.live.limit_ma == 32000

"""A plan outlives a power cut; a damaged file does not stop the pile."""

from plan.plan_source import Plan
from shell.memory_store import MemoryStore
from tests.plan.orderly_bench import NOW, App, Bench, Pile, at, give


def restarted(bench, session):
    """The same pile after a power cut: first no session, then this one."""
    bench.plan.save()
    again = Bench(session=0, store=bench.app.store)
    again.now_s = bench.now_s
    again.second()
    again.pile.session = session
    again.pile.session_mwh = bench.pile.session_mwh
    return again


def test_a_plan_survives_a_restart_in_the_middle():
    bench = Bench(session=7)
    give(bench, (0, 1, 7.36), (2, 4, 7.36), needed=14)
    bench.go(0.5)
    bench.plan.save()
    assert not bench.plan.unsaved
    bench.go(2)
    got = bench.plan.run.got_mwh
    assert bench.plan.unsaved
    again = restarted(bench, 7)
    got += bench.pile.session_mwh - bench.plan.seen_mwh
    again.pile.session_mwh += 10000  # what the meter counted after the last save
    assert again.second() == (32000, at(4))
    assert again.plan.run.got_mwh == got + 10000
    assert again.plan.bound == 7 and again.plan.id == "P"
    assert abs(again.go(1.5) - 2.94) < 0.05


def test_a_plan_goes_on_with_the_session_after_a_restart():
    bench = Bench(session=7)
    give(bench, (0, 4, 7.36), needed=14)
    bench.go(0.5)
    got = bench.plan.run.got_mwh
    again = restarted(bench, 8)
    again.pile.session_mwh = 0
    again.second()
    assert again.plan.bound == 8 and again.plan.run.got_mwh == got


def test_what_was_set_aside_stays_so_after_a_restart():
    bench = Bench(session=7)
    give(bench, (1, 4, 7.36), needed=14)
    bench.second()
    bench.plan.at_once()
    assert restarted(bench, 7).second() is None
    assert restarted(bench, 8).second()[0] == 0
    bench.pile.session = 0
    bench.second()
    bench.plan.save()
    assert Bench(session=0, store=bench.app.store).plan.run is None


def test_a_damaged_file_is_said_and_dropped():
    good = Bench()
    give(good, (0, 1, 7), (1, 2, 5))
    good.second()
    good.plan.save()
    blob = good.app.store.read("plan")
    store = MemoryStore()
    for wrong in (
        b"{",
        b"[]",
        b"{}",
        blob.replace(b'"origin"', b'"orig"'),
        blob.replace(b"7000000", b'"x"'),
        blob.replace(b"7000000", b"-7"),
        blob.replace(b"3600", b"9999"),
        blob.replace(b"20000000", b"null"),
    ):
        assert wrong != blob
        store.write("plan", wrong)
        plan = Plan(App(store))
        assert "damaged" in plan.message and plan.run is None, wrong
        assert plan.second(0, NOW, Pile()) is None

"""The turns of claim sources: when each is asked, what it knows then, and when it saves."""

import sys

from shell.sources import fit
from tests.shell.fakes import Pile
from tests.shell.source_bench import piled, row


def test_a_source_that_no_setting_asks_for_costs_nothing():
    pile = Pile()
    assert pile.app.rounds is None
    assert "shell.sources" not in sys.modules
    rows = (row(setting="schedule"), row(setting="ventilation"), row(setting="reader"))
    fit(pile.app, pile.hal.feed, rows)
    assert pile.app.rounds is None


def test_a_source_is_asked_once_a_second_and_knows_its_pile():
    pile, (source,) = piled(row())
    pile.charge()
    calls = len(source.calls)
    pile.run(10000)
    assert len(source.calls) == calls + 10
    assert source.views[-1] == (True, True, 31998)
    assert source.calls[-1][1] == 0  # the clock is not set
    pile.app.trade.clock.set(1790000000, 2)
    pile.run(1000)
    assert source.calls[-1][1] in (1790000000, 1790000001)


def test_several_sources_take_turns_of_the_main_job():
    pile, (one, two) = piled(row(), row("other"))
    pile.run(3050)
    assert len(one.calls) == len(two.calls)
    assert two.calls[-1][0] - one.calls[-1][0] == 50


def test_nothing_is_offered_before_each_source_was_asked():  # I2
    pile, sources = piled(row(), row("other"), row("other"), row("other"))
    sources[-1].told = (0, 0)
    pile.hal.car = "C"
    for _ in range(300):  # the core is ready, the shell begins
        pile.ports.now_ms += 10
        pile.hal.tick()
    while not sources[-1].calls:
        assert not pile.live.enable
        pile.run(10)
    pile.run(1000)
    assert (pile.live.enable, pile.live.limit_ma) == (1, 0)


def test_a_slow_round_is_ended_before_the_next_begins():
    pile, (one, two) = piled(row(policy="release"), row("other", policy="release"))
    two.told = (9000, 0)
    for _ in range(20):
        pile.ports.now_ms += 1000
        pile.hal.tick()
        pile.app.run(0, pile.ports.now_ms)
    assert len(one.calls) == len(two.calls) == 10
    assert pile.live.limit_ma == 9000


def test_a_source_knows_a_session_as_soon_as_there_is_one():
    pile, (source,) = piled(row())
    pile.run(2000)
    pile.hal.car = "B"
    while not pile.app.session.open:
        pile.run(10)
    source.second = lambda _now_ms, _utc_s, view: (view.session * 1000, 0)
    source.news = True
    pile.run(50)
    assert pile.live.limit_ma == 1000 * pile.app.session.record.number


def test_news_do_not_wait_for_the_second():
    pile, (source,) = piled(row())
    pile.charge()
    source.told = (10000, 0)
    source.news = True
    pile.run(100)
    assert pile.live.limit_ma == 10000


def test_of_several_with_news_each_is_heard():
    pile, sources = piled(row(), row("other"))
    pile.run(2000)
    calls = []
    for source in sources:
        source.calls.clear()
        source.news = True
        source.second = _always(source, calls)
    pile.run(10000)
    assert abs(calls.count("test") - calls.count("other")) <= 1
    assert len(calls) == 200


def _always(source, calls):
    def second(_now_ms, _utc_s, _pile):
        calls.append(source.name)

    return second


def test_a_source_saves_when_nothing_is_offered():
    pile, (source,) = piled(row())
    pile.charge()
    source.unsaved = True
    pile.run(1000)
    assert source.saves == 0
    pile.hal.car = "A"
    pile.run(1000)
    assert source.saves == 1
    source.unsaved = True
    source.raises = OSError(28)
    pile.run(1000)
    assert (source.saves, source.unsaved) == (2, False)
    assert "test not saved: " in "".join(pile.app.rounds.messages())


def test_a_source_that_always_has_something_to_save_wears_no_flash():  # H1
    pile, (source,) = piled(row())
    pile.hal.car = "B"
    offered = 0
    for _ in range(1200):
        source.unsaved = True
        pile.run(1000)
        offered += pile.live.enable
    assert 5 <= source.saves <= 5 + 1200 // 300
    assert offered > 1150  # a car that waits is kept from its energy no longer than that
    saves = source.saves
    source.unsaved = pile.app.leaving = True
    pile.run(3000)
    assert source.saves == saves + 1

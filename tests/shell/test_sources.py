import gc
import sys

from shell.rounds import LIFETIME_MS
from shell.sources import fit
from tests.shell.fakes import Pile

HERE = "tests.shell.test_sources"
RESULTS = (("release", 32000), ("hold", 10000), ("fallback", 7000), ("stop", 0))


class Source:
    """Claims what the test says."""

    def __init__(self, app, name="test"):
        self.app = app
        self.name = name
        self.told = None
        self.raises = None
        self.calls = []
        self.views = []
        self.unsaved = False
        self.news = False
        self.saves = 0

    def second(self, now_ms, utc_s, pile):
        self.news = False
        self.calls.append((now_ms, utc_s))
        self.views.append((pile.plugged, pile.closed, pile.offered_ma))
        if self.raises:
            raise self.raises
        return self.told

    def save(self):
        self.saves += 1
        if self.raises:
            raise self.raises
        self.unsaved = False


made = []


def make(app):
    made.append(Source(app))
    return made[-1]


def other(app):
    made.append(Source(app, "other"))
    return made[-1]


def broken(_app):
    raise ValueError("no such plan")


def row(function="make", rank="timer", kind="cap", policy="hold", delayed=False, setting="wake"):
    return (setting, HERE, function, rank, kind, policy, delayed)


def piled(*rows, settings=b"{}"):
    """A pile with the sources of these rows; returns it and the sources."""
    made.clear()
    gc.collect()  # the pile before
    pile = Pile(settings)
    fit(pile.app, pile.hal.feed, rows)
    return pile, list(made)


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


def test_a_source_that_fails_leaves_its_claim_to_its_policy():  # REQ-FB-1
    for policy, wanted_ma in RESULTS:
        pile, (source,) = piled(row(policy=policy), settings=b'{"fallback_a": 7}')
        source.told = (10000, 0)
        pile.run(2000)
        source.raises = ValueError("bad plan")
        pile.run(LIFETIME_MS - 1000)
        assert pile.live.limit_ma == 10000
        pile.run(2000)
        assert pile.live.limit_ma == wanted_ma, policy
        assert pile.app.rounds.messages()[0].endswith("in all: ValueError: bad plan")
        source.raises = None
        pile.run(1050)
        assert pile.live.limit_ma == 10000


def test_a_source_that_fails_without_a_claim_leaves_its_policy_too():  # REQ-FB-1
    for policy, wanted_ma in (("release", 32000), ("fallback", 7000), ("stop", 0)):
        pile, (source,) = piled(row(policy=policy), settings=b'{"fallback_a": 7}')
        source.raises = ValueError("from the start")
        pile.run(1000)
        assert pile.live.limit_ma == wanted_ma, policy
        source.raises = None
        pile.run(1050)
        assert pile.live.limit_ma == 32000  # it claims nothing
        source.raises = ValueError("later")
        pile.run(LIFETIME_MS - 1000)
        assert pile.live.limit_ma == 32000
        pile.run(2000)
        assert pile.live.limit_ma == wanted_ma, policy


def test_one_that_fails_does_not_keep_the_others_from_their_turn():
    pile, (one, two) = piled(row(), row("other"))
    one.raises = MemoryError()
    two.told = (9000, 0)
    pile.run(1050)
    assert pile.live.limit_ma == 9000


def test_nonsense_of_a_source_is_its_failure():
    pile, (source,) = piled(row())
    for told in (5, (-1, 0), ("ten", 0), ((1, 2), 0), (2**29, 0), (6.5, 0), (9, "x"), (9, None)):
        source.told = told
        crashes = pile.app.rounds.fitted[0].crashes
        pile.run(2000)
        assert pile.app.rounds.fitted[0].crashes >= crashes + 2, told
    assert pile.live.limit_ma == 32000


def test_a_plan_recovers_from_nonsense():
    pile, (source,) = piled(row(delayed=True), settings=b'{"random_delay_s": 5}')
    for told in ((6.5, 0), ("ten", 0), ((1, 2), 0), ((1, 2, "x"), 0), ((1, 2, 3.0), 0), (-1, 0)):
        source.told = told
        pile.run(1000)
    assert pile.app.rounds.fitted[0].crashes >= 5
    source.told = (9000, 0)
    pile.run(1050)
    assert pile.live.limit_ma == 9000


def test_a_source_that_cannot_be_built_is_told_and_its_policy_holds():
    for policy, wanted_ma in (("stop", 0), ("fallback", 7000), ("hold", 32000)):
        pile, sources = piled(row("broken", policy=policy), settings=b'{"fallback_a": 7}')
        assert sources == []
        pile.run(1000)
        assert pile.live.limit_ma == wanted_ma
        assert "wake does not work: ValueError: no such plan" in pile.app.rounds.messages()


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

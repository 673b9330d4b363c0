"""A claim source that fails, says nonsense or cannot be built."""

from shell.rounds import LIFETIME_MS
from tests.shell.source_bench import piled, row

RESULTS = (("release", 32000), ("hold", 10000), ("fallback", 7000), ("stop", 0))


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

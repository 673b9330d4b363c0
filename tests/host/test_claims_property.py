"""Any set of claims, at any time: the offer is never above a live cap (REQ-ARB-1, REQ-LIM-1)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from power.claims import (
    CAP,
    ENDLESS,
    FALLBACK,
    HOLD,
    NO_LIMIT,
    POLICIES,
    RELEASE,
    WISH,
    Claims,
)
from power.wiring import ROTATIONS

MA = st.integers(0, 80000)
WATTS = st.integers(0, 60000)
TERMS = st.tuples(
    st.sampled_from((CAP, WISH)),
    st.sampled_from((10, 50, 100, 500, 1000)),
    st.sampled_from((-1, 0, 6000, 20000)),
    st.booleans(),
)


def wants(each):
    return st.one_of(each, st.tuples(each, each, each))


PUTS = st.tuples(
    st.integers(0, 5),  # source
    st.one_of(
        wants(MA).map(lambda ma: (ma, False)),
        wants(WATTS).map(lambda watts: (watts, True)),
    ),
    st.one_of(st.just(ENDLESS), st.integers(0, 60000)),
    st.integers(0, len(POLICIES) - 1),
    TERMS,
    st.integers(0, 20000),  # ms until the next one
)


class Oracle:
    """The same rules, told the other way round: what each phase of the site may carry."""

    def __init__(self, fallback_ma, volts):
        self.fallback_ma = fallback_ma
        self.volts = volts  # of L1, L2, L3
        self.rows = {}

    def put(self, now_ms, source, row):
        old = self.rows.get(source)
        if old is not None and old[4][3] and not row[4][3]:
            return False
        self.rows[source] = (now_ms, *row)
        self.rows[source] = (now_ms, row[1], row[2], row[3], row[4])
        return True

    def live(self, now_ms):
        """Return (kind, rank, wants, watts) of each."""
        found = []
        for source, (put_ms, what, lifetime_ms, policy, terms) in list(self.rows.items()):
            kind, rank, own_ma, _ = terms
            if lifetime_ms == ENDLESS or now_ms - put_ms < lifetime_ms or policy == HOLD:
                found.append((kind, rank, *what))
            elif policy == RELEASE:
                del self.rows[source]
            elif policy == FALLBACK:
                found.append((kind, rank, own_ma if own_ma >= 0 else self.fallback_ma, False))
            else:
                found.append((kind, rank, 0, False))
        return found

    def leaves(self, what, watts, rotation, used):
        """Return the mA that would exceed nothing, of one claim, exactly (a fraction for W)."""
        if isinstance(what, int) and not watts:
            return what
        if isinstance(what, int):
            return what * 10**6 / sum(self.volts[:used])
        lowest = 10**9
        for phase in range(used):
            each = what["RST".index(ROTATIONS[rotation][phase])]
            lowest = min(lowest, each * 10**6 / self.volts[phase] if watts else each)
        return lowest


@settings(max_examples=500, deadline=None)
@given(
    st.lists(PUTS, min_size=1, max_size=12),
    st.integers(0, 2),
    st.sampled_from((1, 3)),
    st.sampled_from((0, 6000, 10000)),
    st.tuples(*[st.integers(200, 260).map(lambda volts: volts * 1000)] * 3),
    st.integers(0, 0x3FFFFFFF),
)
def test_the_offer_is_the_lowest_of_what_counts(puts, rotation, used, fallback_ma, volts, start):
    claims = Claims(RELEASE, fallback_ma, rotation)
    claims.used = used
    claims.measure(volts)
    oracle = Oracle(fallback_ma, volts)
    now_ms = 0
    for source, (what, watts), lifetime_ms, policy, terms, passed_ms in puts:
        row = (source, (what, watts), lifetime_ms, policy, terms)
        ticks = (start + now_ms) & 0x3FFFFFFF
        try:
            claims.put(ticks, f"s{source}", what, lifetime_ms, policy, 0, watts, terms)
        except ValueError:
            assert not oracle.put(now_ms, source, row)
        else:
            assert oracle.put(now_ms, source, row)
        now_ms += passed_ms
        found = claims.limit((start + now_ms) & 0x3FFFFFFF)
        live = oracle.live(now_ms)
        ranks = [rank for kind, rank, _, _ in live if kind == WISH]
        counts = [
            oracle.leaves(what, watts, rotation, used)
            for kind, rank, what, watts in live
            if kind == CAP or rank == max(ranks)
        ]
        assert all(found <= ma for ma in counts)
        if counts:
            assert min(counts) - 100 < found
        else:
            assert found == NO_LIMIT

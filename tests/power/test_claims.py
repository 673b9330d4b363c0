"""Which of the claims counts: caps, wishes by rank, phases."""

from power.claims import CAP, FALLBACK, NO_LIMIT, RELEASE, SOURCES, WISH, Claims


def test_nobody_claims_nobody_limits():
    claims = Claims(RELEASE, 0)
    assert claims.limit(0) == NO_LIMIT
    assert claims.explain(0) == []
    assert claims.phases() == 3


def test_the_lowest_wins_and_a_source_replaces_itself():
    claims = Claims(RELEASE, 0)
    claims.put(0, "ems", 10000)
    claims.put(0, "pv", 7000)
    claims.put(0, "ocpp", 16000)
    assert claims.limit(0) == 7000
    claims.put(0, "pv", 20000)
    assert claims.limit(0) == 10000
    assert [claim.source for claim in claims.explain(0)] == ["ems", "ocpp", "pv"]


def test_the_result_is_never_above_any_claim():  # REQ-ARB-1
    seed = 1
    claims = Claims(RELEASE, 0)
    values = {}
    for _ in range(500):
        seed = seed * 1103515245 % 0x7FFFFFFF
        source = "s%d" % (seed % SOURCES)
        values[source] = seed % 80000
        claims.put(0, source, values[source])
        assert claims.limit(0) == min(values.values())


def wish(ma_or_three, rank):
    return {"wants": ma_or_three, "terms": (WISH, rank, -1, False)}


def test_of_the_wishes_the_highest_rank_counts_and_caps_hold():
    claims = Claims(RELEASE, 0)
    claims.put(0, "default", **wish(16000, 10))
    assert claims.limit(0) == 16000
    claims.put(0, "divert", **wish(7000, 50))
    assert claims.limit(0) == 7000
    claims.put(0, "boost", **wish(32000, 200))
    assert claims.limit(0) == 32000
    claims.put(0, "feeder", 20000)
    assert claims.limit(0) == 20000
    claims.remove("boost")
    assert claims.limit(0) == 7000


def test_of_wishes_of_one_rank_the_lowest_counts():
    claims = Claims(RELEASE, 0)
    for source, amps in (("a", 12), ("b", 8), ("c", 20)):
        claims.put(0, source, **wish(amps * 1000, 500))
    assert claims.limit(0) == 8000


def test_those_that_count_are_told_first_then_those_outranked():
    claims = Claims(RELEASE, 0)
    claims.put(0, "low", **wish(6000, 10))
    claims.put(0, "high", **wish(16000, 500))
    claims.put(0, "cap", 10000)
    assert [claim.source for claim in claims.explain(0)] == ["cap", "high", "low"]


def test_a_claim_for_each_phase_holds_on_those_in_use():
    for rotation, one_phase_ma in ((0, 9000), (1, 11000), (2, 7000)):  # RST, STR, TRS
        claims = Claims(RELEASE, 0, rotation)
        claims.put(0, "site", (9000, 11000, 7000))
        assert claims.limit(0) == 7000
        claims.used = 1
        assert claims.limit(0) == one_phase_ma


def draw(seed, top):
    """Return (the next seed, a number below `top`)."""
    seed = (seed * 1103515245 + 12345) % 0x7FFFFFFF
    return seed, seed // 7 % top


def test_never_above_any_live_cap_whatever_is_claimed():  # REQ-ARB-1, REQ-LIM-1
    seed = 7
    for _ in range(300):
        seed, rotation = draw(seed, 3)
        claims = Claims(RELEASE, 0, rotation)
        seed, claims.used = draw(seed, 2)
        claims.used = 1 + 2 * claims.used
        rows = []
        for number in range(6):
            seed, kind = draw(seed, 2)
            seed, rank = draw(seed, 4)
            wants = []
            for _ in range(3):
                seed, each = draw(seed, 80000)
                wants.append(each)
            seed, three = draw(seed, 2)
            wants = tuple(wants) if three else wants[0]
            claims.put(0, "s%d" % number, wants, terms=(kind, rank, -1, False))
            rows.append((kind, rank, wants if three else (wants, wants, wants)))
        sites = ("012", "120", "201")[rotation][: claims.used]
        result = claims.limit(0)
        low = [min([row[2][int(site)] for site in sites]) for row in rows]
        top = max([row[1] for row in rows if row[0] == WISH] or [-1])
        for row, ma in zip(rows, low):
            if row[0] == CAP or row[1] == top:
                assert result <= ma
        binding = [ma for row, ma in zip(rows, low) if row[0] == CAP or row[1] == top]
        assert result == min(binding)


def test_0_a_pauses():
    claims = Claims(RELEASE, 0)
    claims.put(0, "ems", 0)
    assert claims.limit(0) == 0


def test_remove():
    claims = Claims(RELEASE, 0)
    claims.put(0, "a", 8000)
    claims.put(0, "b", 9000)
    assert claims.remove("a")
    assert not claims.remove("a")
    assert claims.limit(0) == 9000
    assert claims.remove("b")
    assert claims.limit(0) == NO_LIMIT


def test_one_phase_when_a_claim_wants_it():
    claims = Claims(RELEASE, 0)
    claims.put(0, "a", 8000, 1000, RELEASE, 1)
    claims.put(0, "b", 8000)
    assert claims.phases() == 1
    claims.limit(1000)
    assert claims.phases() == 3


def test_limit_allocates_nothing():
    from tests.no_alloc import no_alloc

    claims = Claims(FALLBACK, 8000)
    claims.put(0, "a", 8000, 1000)
    claims.put(0, "b", 9000, 5000, RELEASE)
    claims.put(0, "c", (9000, 8500, 9000))
    claims.put(0, "d", 6000, watts=True)
    claims.put(0, "e", 16000, terms=(WISH, 10, -1, False))
    with no_alloc():
        for now_ms in range(0, 10000, 500):
            claims.limit(now_ms)

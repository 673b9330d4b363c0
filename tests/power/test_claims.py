from core.clock import LONG_AGO
from power.claims import (
    ENDLESS,
    FALLBACK,
    HOLD,
    LONGEST_MS,
    NO_LIMIT,
    POLICIES,
    RELEASE,
    SOURCES,
    STOP,
    TOP_MA,
    Claims,
)

WRAP = 0x3FFFFFFF


def refused(claims, *arguments):
    try:
        claims.put(*arguments)
    except ValueError as error:
        return str(error)
    return ""


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


def test_0_a_pauses():
    claims = Claims(RELEASE, 0)
    claims.put(0, "ems", 0)
    assert claims.limit(0) == 0


def test_expiry_follows_the_policy():
    for policy, after_ma in ((RELEASE, NO_LIMIT), (HOLD, 10000), (FALLBACK, 8000), (STOP, 0)):
        claims = Claims(policy, 8000)
        claims.put(1000, "ems", 10000, 5000)
        assert claims.limit(5999) == 10000
        assert claims.limit(6000) == after_ma, POLICIES[policy]
        assert claims.limit(6000 + 86400000) == after_ma


def test_a_claim_may_bring_its_own_policy():
    claims = Claims(RELEASE, 0)
    claims.put(0, "ems", 10000, 1000, STOP)
    assert claims.limit(1000) == 0


def test_several_may_expire_at_once():
    claims = Claims(RELEASE, 0)
    for name in ("a", "b", "c", "d"):
        claims.put(0, name, 9000, 1000)
    claims.put(0, "stays", 12000, 2000)
    assert claims.limit(1000) == 12000
    assert len(claims.explain(1000)) == 1


def test_an_expired_claim_can_be_renewed_and_says_that_it_is_over():
    claims = Claims(STOP, 0)
    claims.put(0, "ems", 10000, 1000)
    assert claims.limit(1000) == 0
    claim = claims.find("ems")
    assert claim.expired
    assert claim.left_ms(1000) == -1
    claims.put(1500, "ems", 10000, 1000)
    assert claims.limit(1500) == 10000
    assert not claim.expired
    assert claim.left_ms(2000) == 500


def test_without_a_lifetime_a_claim_stays():
    claims = Claims(STOP, 0)
    claims.put(0, "console", 10000)
    claims.put(0, "short", 9000, 0)
    assert claims.limit(0) == 0
    claims.remove("short")
    for hours in range(24 * 30):
        assert claims.limit(hours * 3600000 & WRAP) == 10000
    assert claims.find("console").left_ms(0) == -1


def test_a_lifetime_of_days_ends_once_and_on_time_across_the_wrap():
    for start_ms in (0, WRAP - 1000, WRAP // 2, WRAP):
        claims = Claims(STOP, 0)
        claims.put(start_ms, "ems", 10000, LONGEST_MS)
        step = 60000
        passed = 0
        while passed + step < LONGEST_MS:
            passed += step
            assert claims.limit(start_ms + passed & WRAP) == 10000
        assert claims.limit(start_ms + LONGEST_MS & WRAP) == 0
        for days in range(1, 60):
            assert claims.limit(start_ms + LONGEST_MS + days * 86400000 & WRAP) == 0


def test_what_cannot_be_timed_is_refused():
    claims = Claims(RELEASE, 0)
    assert LONGEST_MS < LONG_AGO
    assert "lifetime of 0 to 536870 s" in refused(claims, 0, "ems", 10000, LONGEST_MS + 1)
    assert "lifetime" in refused(claims, 0, "ems", 10000, ENDLESS - 1)
    assert "0 to 1000 A" in refused(claims, 0, "ems", TOP_MA + 1)
    assert "claim of ems" in refused(claims, 0, "ems", -1)
    assert claims.limit(0) == NO_LIMIT


def test_a_refused_claim_leaves_the_old_one():
    claims = Claims(RELEASE, 0)
    claims.put(0, "ems", 10000)
    assert refused(claims, 0, "ems", -1)
    assert claims.limit(0) == 10000


def test_the_number_of_sources_is_bounded():
    claims = Claims(RELEASE, 0)
    for number in range(SOURCES):
        claims.put(0, "s%d" % number, 10000, 1000)
    assert "16 sources are the most" in refused(claims, 0, "one more", 6000)
    claims.put(0, "s3", 9000, 1000)
    assert claims.limit(1000) == NO_LIMIT
    assert refused(claims, 1000, "one more", 6000) == ""


def test_remove_and_clear():
    claims = Claims(RELEASE, 0)
    claims.put(0, "a", 8000)
    claims.put(0, "b", 9000)
    assert claims.remove("a")
    assert not claims.remove("a")
    assert claims.limit(0) == 9000
    claims.clear()
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
    with no_alloc():
        for now_ms in range(0, 10000, 500):
            claims.limit(now_ms)

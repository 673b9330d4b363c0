"""How long a claim lives, and what becomes of it then."""

from power.claims import CAP, FALLBACK, HOLD, LONGEST_MS, NO_LIMIT, POLICIES, RELEASE, STOP, Claims

WRAP = 0x3FFFFFFF


def test_a_claim_may_bring_its_own_fallback():
    claims = Claims(RELEASE, 8000)
    claims.put(0, "ems", (9000, 9000, 9000), 1000, FALLBACK, terms=(CAP, 500, 6500, False))
    claims.put(0, "dso", 9000, 1000, FALLBACK, watts=True)
    assert claims.limit(1000) == 6500
    claims.remove("ems")
    assert claims.limit(1000) == 8000


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

from core.clock import LONG_AGO
from power.claims import (
    CAP,
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
    TOP_W,
    WISH,
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


def test_watts_become_amperes_at_nominal_or_measured_voltage():  # T-25, OP-107, NA-010
    claims = Claims(RELEASE, 0)
    claims.put(0, "dso", 4200, watts=True)
    assert claims.limit(0) == 6000  # 6.087 A
    claims.measure([240000, 240000, 240000])
    assert claims.limit(0) == 5800  # 5.83 A
    claims.used = 1
    assert claims.limit(0) == 17500
    claims.measure(None)
    assert claims.limit(0) == 18200  # 18.26 A


def test_a_phase_that_nobody_measures_has_its_nominal_voltage():
    claims = Claims(RELEASE, 0)
    claims.put(0, "dso", 6900, watts=True)
    claims.measure([220000, 0, 0])
    assert claims.limit(0) == 6900 * 1000 // 680 // 100 * 100
    assert claims.volts() == 226


def test_watts_of_each_phase():
    claims = Claims(RELEASE, 0, 1)  # S on L1, T on L2, R on L3
    claims.measure([230000, 230000, 115000])
    claims.put(0, "site", (1150, 4600, 2300), watts=True)
    assert claims.limit(0) == 10000
    claims.put(0, "site", (2300, 1840, 2300), watts=True)
    assert claims.limit(0) == 8000


def test_the_largest_power_stays_a_small_integer():
    claims = Claims(RELEASE, 0)
    assert TOP_W * 10000 < 0x3FFFFFFF
    claims.put(0, "dso", TOP_W, watts=True)
    assert claims.limit(0) == 144900


def test_a_claim_may_bring_its_own_fallback():
    claims = Claims(RELEASE, 8000)
    claims.put(0, "ems", (9000, 9000, 9000), 1000, FALLBACK, terms=(CAP, 500, 6500, False))
    claims.put(0, "dso", 9000, 1000, FALLBACK, watts=True)
    assert claims.limit(1000) == 6500
    claims.remove("ems")
    assert claims.limit(1000) == 8000


def test_what_is_a_part_of_the_pile_stays():
    claims = Claims(RELEASE, 0)
    inner = (CAP, 1100, -1, True)
    claims.put(0, "group", 8000, terms=inner)
    assert "part of this pile" in refused(claims, 0, "group", 32000)
    assert not claims.remove("group")
    claims.clear()
    assert claims.limit(0) == 8000
    for number in range(SOURCES):
        claims.put(0, "s%d" % number, 10000)
    claims.put(0, "plan", 7000, terms=inner)
    assert claims.limit(0) == 7000
    assert claims.remove("plan", inner=True)


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
    assert "0 to 1000 A" in refused(claims, 0, "ems", (1, 2))
    assert "0 to 1000 A" in refused(claims, 0, "ems", (1, 2, -3))
    assert "0 to 100000 W" in refused(claims, 0, "ems", TOP_W + 1, ENDLESS, STOP, 0, True)
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
    claims.put(0, "c", (9000, 8500, 9000))
    claims.put(0, "d", 6000, watts=True)
    claims.put(0, "e", 16000, terms=(WISH, 10, -1, False))
    with no_alloc():
        for now_ms in range(0, 10000, 500):
            claims.limit(now_ms)


def test_the_name_of_a_part_of_this_pile_is_not_to_be_had():
    claims = Claims(RELEASE, 0)
    claims.parts.append("plan")
    try:
        claims.put(0, "plan", 10000)
        raise AssertionError
    except ValueError as error:
        assert "plan: that is a part of this pile" in str(error)
    claims.put(0, "plan", 10000, terms=(0, 100, -1, True))
    assert claims.limit(0) == 10000


def test_currents_are_whole_numbers():
    claims = Claims(RELEASE, 0)
    for wants in (6000.5, (6000, 6000, 7000.0), (True, 1, 1), (6000, None, 1), ()):
        try:
            claims.put(0, "x", wants)
            raise AssertionError(wants)
        except (ValueError, TypeError):
            assert claims.find("x") is None

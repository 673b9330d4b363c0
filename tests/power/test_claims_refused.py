"""Claims that are refused, by name, and change nothing."""

from core.clock import LONG_AGO
from power.claims import (
    CAP,
    ENDLESS,
    LONGEST_MS,
    NO_LIMIT,
    RELEASE,
    SOURCES,
    STOP,
    TOP_MA,
    TOP_W,
    Claims,
)


def refused(claims, *arguments):
    try:
        claims.put(*arguments)
    except ValueError as error:
        return str(error)
    return ""


def test_what_is_a_part_of_the_pile_stays():
    claims = Claims(RELEASE, 0)
    inner = (CAP, 1100, -1, True)
    claims.put(0, "group", 8000, terms=inner)
    assert "part of this pile" in refused(claims, 0, "group", 32000)
    assert not claims.remove("group")
    assert claims.limit(0) == 8000
    for number in range(SOURCES):
        claims.put(0, "s%d" % number, 10000)
    claims.put(0, "plan", 7000, terms=inner)
    assert claims.limit(0) == 7000
    assert claims.remove("plan", inner=True)


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

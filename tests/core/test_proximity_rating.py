"""PP-001..007, T-12: the ohms of a cable's coding to what the cable may carry."""

from core.frame import OPEN_OHM
from core.proximity import NO_LIMIT_MA, Proximity
from tests.core.parts import Bed


def rating(ohm, phases):
    """Return the mA that an unplugged reader takes `ohm` for."""
    bed = Bed(phases=phases)
    part = bed.make(Proximity)
    bed.frame.pp_ohm = ohm
    part.check(bed.frame, False, False)
    return part.cable_ma


def test_pp_007_both_ends_of_every_range():
    """T-12."""
    for ohm, limit_ma in (
        (59, 0),
        (80, 63000),
        (100, 63000),
        (140, 63000),
        (164, 32000),
        (220, 32000),
        (308, 32000),
        (400, 20000),
        (680, 20000),
        (936, 20000),
        (1100, 13000),
        (1500, 13000),
        (2460, 13000),
        (4501, 0),
        (OPEN_OHM, 0),
    ):
        assert rating(ohm, 3) == limit_ma, ohm


def test_the_largest_number_is_an_open_circuit():
    bed = Bed()
    part = bed.make(Proximity)
    for ohm in (0x3FFFFFFF, 220, 0x3FFFFFFF):
        bed.frame.pp_ohm = ohm
        part.check(bed.frame, False, False)
        assert part.cable_ma == (32000 if ohm == 220 else 0)


def test_no_limit_is_what_the_widest_duty_can_say():
    """CP-064: the pilot ends at 80 A, and the snapshot says so."""
    assert NO_LIMIT_MA == 80000


def test_a_gap_gives_the_lower_current():
    for ohm, limit_ma in ((70, 0), (152, 32000), (350, 20000), (1010, 13000), (3400, 0)):
        assert rating(ohm, 3) == limit_ma, ohm


def test_the_limits_stand_where_the_table_says():
    for ohm, below, above in (
        (75, 0, 63000),
        (146, 63000, 32000),
        (322, 32000, 20000),
        (970, 20000, 13000),
        (2600, 13000, 0),
    ):
        assert rating(ohm - 1, 3) == below
        assert rating(ohm, 3) == above


def test_pp_005_single_phase_is_70_a():
    assert rating(100, 1) == 70000
    assert rating(220, 1) == 32000

"""PP-001..008, GB-083: what the cable says, and what happens when it changes its mind."""

from core.config import GBT, J1772, TETHERED
from core.frame import OPEN_OHM
from core.proximity import NO_CABLE, NO_LIMIT_MA, Proximity, rating
from tests.core.parts import Bed


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


def _plugged(ohm, **kind):
    bed = Bed(**kind)
    part = bed.make(Proximity)
    bed.frame.pp_ohm = ohm
    part.check(bed.frame, False, False)
    return bed, part


def test_the_rating_is_read_before_the_car_comes():
    bed, part = _plugged(680)
    assert part.cable_ma == 20000
    bed.frame.pp_ohm = 220
    part.check(bed.frame, False, False)
    assert part.cable_ma == 32000


def test_pp_008_a_change_while_energised_is_a_fault_after_two_ticks():
    bed, part = _plugged(220)
    bed.frame.pp_ohm = 680
    part.check(bed.frame, True, True)
    assert bed.latched() == []
    part.check(bed.frame, True, True)
    assert bed.latched() == ["pp_changed"]
    assert part.cable_ma == 32000


def test_pp_001_pp_006_open_or_short_while_energised():
    for ohm in (OPEN_OHM, 10):
        bed, part = _plugged(220)
        bed.frame.pp_ohm = ohm
        for _ in range(2):
            part.check(bed.frame, True, True)
        assert bed.latched() == ["pp_invalid"]


def test_one_bad_tick_is_forgiven():
    bed, part = _plugged(220)
    for ohm in (680, 220, 680, 220):
        bed.frame.pp_ohm = ohm
        part.check(bed.frame, True, True)
    assert bed.latched() == []


def test_no_cable_code_with_a_car_is_a_fault_after_half_a_second():
    bed, part = _plugged(OPEN_OHM)
    assert part.cable_ma == NO_CABLE
    assert bed.until_latched(lambda: part.check(bed.frame, True, False), 1000) == 500
    assert bed.latched() == ["pp_invalid"]


def test_a_plug_still_moving_is_read_when_it_arrives():
    bed, part = _plugged(OPEN_OHM)
    for _ in range(30):
        part.check(bed.frame, True, False)
        bed.advance()
    bed.frame.pp_ohm = 1500
    part.check(bed.frame, True, False)
    assert part.cable_ma == 13000
    assert bed.until_latched(lambda: part.check(bed.frame, True, False), 2000) is None


def test_another_cable_with_nothing_energised_is_read_anew():
    bed, part = _plugged(220)
    bed.frame.pp_ohm = 680
    for _ in range(50):
        part.check(bed.frame, True, False)
        assert part.cable_ma == 32000
        bed.advance()
    part.check(bed.frame, True, False)
    assert part.cable_ma == 20000
    part.check(bed.frame, True, True)
    part.check(bed.frame, True, True)
    assert bed.latched() == []


def test_a_tethered_pile_reads_nothing():
    bed, part = _plugged(OPEN_OHM, fitted=TETHERED)
    assert part.cable_ma == NO_LIMIT_MA
    assert bed.until_latched(lambda: part.check(bed.frame, True, True), 1000) is None


def test_gb_083_a_gb_socket_sees_only_that_a_plug_is_there():
    for ohm, cable_ma in ((10, NO_LIMIT_MA), (4500, NO_LIMIT_MA), (4501, NO_CABLE)):
        _, part = _plugged(ohm, profile=GBT)
        assert part.cable_ma == cable_ma


def test_gb_054_mating_lost_while_energised():
    bed, part = _plugged(220, profile=GBT)
    bed.frame.pp_ohm = OPEN_OHM
    for _ in range(2):
        part.check(bed.frame, True, True)
    assert bed.latched() == ["pp_invalid"]


def test_j_021_j1772_reads_no_pp():
    bed, part = _plugged(OPEN_OHM, profile=J1772)
    assert part.cable_ma == NO_LIMIT_MA
    assert bed.until_latched(lambda: part.check(bed.frame, True, True), 1000) is None


def _ticks(bed, part, ohm, count, energised=False, plugged=True):
    bed.frame.pp_ohm = ohm
    for _ in range(count):
        part.check(bed.frame, plugged, energised)
        bed.advance()


def test_half_a_second_to_the_millisecond():
    for passed, names in ((499, []), (500, ["pp_invalid"])):
        bed, part = _plugged(OPEN_OHM)
        part.check(bed.frame, True, False)
        bed.advance(passed)
        part.check(bed.frame, True, False)
        assert bed.latched() == names


def test_a_car_there_from_the_first_tick_has_its_half_second_too():
    bed = Bed()
    part = bed.make(Proximity)
    bed.frame.pp_ohm = OPEN_OHM
    assert bed.until_latched(lambda: part.check(bed.frame, True, False), 1000) == 500


def test_an_empty_socket_is_no_fault():
    bed, part = _plugged(OPEN_OHM)
    _ticks(bed, part, OPEN_OHM, 1000, plugged=False)
    assert bed.latched() == []
    assert part.cable_ma == NO_CABLE


def test_every_plug_in_has_its_own_half_second():
    bed, part = _plugged(OPEN_OHM)
    _ticks(bed, part, OPEN_OHM, 40)
    _ticks(bed, part, OPEN_OHM, 20, plugged=False)
    assert bed.until_latched(lambda: part.check(bed.frame, True, False), 1000) == 500


def test_a_good_tick_starts_the_half_second_anew():
    bed, part = _plugged(220)
    _ticks(bed, part, 680, 50)
    _ticks(bed, part, 220, 1)
    _ticks(bed, part, 680, 50)
    assert part.cable_ma == 32000
    _ticks(bed, part, 680, 1)
    assert part.cable_ma == 20000


def test_after_a_good_tick_two_bad_ones_count():
    bed, part = _plugged(220)
    _ticks(bed, part, 220, 1, energised=True)
    _ticks(bed, part, 680, 1, energised=True)
    assert bed.latched() == []
    _ticks(bed, part, 680, 1, energised=True)
    assert bed.latched() == ["pp_changed"]


def test_a_cable_read_anew_has_two_ticks_as_well():
    for first in (OPEN_OHM, 220):  # the plug was still moving; another cable came
        bed, part = _plugged(first)
        _ticks(bed, part, 1500, 1 if first == OPEN_OHM else 51)
        assert part.cable_ma == 13000
        _ticks(bed, part, 220, 1, energised=True)
        assert bed.latched() == []
        _ticks(bed, part, 220, 1, energised=True)
        assert bed.latched() == ["pp_changed"]

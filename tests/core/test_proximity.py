"""PP-001..008, GB-083: what the cable says, and what happens when it changes its mind."""

from core.config import GBT, J1772, TETHERED
from core.frame import OPEN_OHM
from core.proximity import NO_CABLE, NO_LIMIT_MA, Proximity
from tests.core.parts import Bed, counters


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


def test_pp_008_gb_062_a_change_once_offered_is_a_fault_after_two_windows():
    bed, part = _plugged(220)
    bed.frame.pp_ohm = 680
    part.check(bed.frame, True, True)
    assert bed.latched() == []
    part.check(bed.frame, True, True)
    assert bed.latched() == ["pp_changed"]
    assert part.cable_ma == 32000


def test_pp_001_pp_006_open_or_short_once_offered():
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


def test_another_cable_before_anything_was_offered_is_read_anew():
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


def test_a_cable_that_is_read_only_once_offered_is_a_fault():
    bed, part = _plugged(OPEN_OHM)
    _ticks(bed, part, 1500, 1, offered=True)
    assert bed.latched() == []
    assert part.cable_ma == NO_CABLE
    _ticks(bed, part, 1500, 1, offered=True)
    assert bed.latched() == ["pp_changed"]
    assert part.cable_ma == NO_CABLE


def test_before_its_first_window_there_is_no_cable():
    bed = Bed()
    part = bed.make(Proximity)
    assert part.cable_ma == NO_CABLE
    _ticks(bed, part, 220, 1)  # the car was there all the time
    assert part.cable_ma == 32000


def test_a_socket_that_does_not_lock_reads_its_cable():
    _, part = _plugged(680, locks=0)
    assert part.cable_ma == 20000


def test_a_change_that_lasts_for_days_is_counted_no_further():
    bed, part = _plugged(220)
    _ticks(bed, part, 680, 10, offered=True)
    before = counters(part)
    _ticks(bed, part, 680, 10, offered=True)
    assert counters(part) == before


def test_a_tethered_pile_reads_nothing():
    bed, part = _plugged(OPEN_OHM, fitted=TETHERED)
    assert part.cable_ma == NO_LIMIT_MA
    assert bed.until_latched(lambda: part.check(bed.frame, True, True), 1000) is None


def test_gb_083_a_gb_socket_sees_only_that_a_plug_is_there():
    for ohm, cable_ma in ((10, NO_LIMIT_MA), (4500, NO_LIMIT_MA), (4501, NO_CABLE)):
        _, part = _plugged(ohm, profile=GBT)
        assert part.cable_ma == cable_ma


def test_gb_054_mating_lost_once_offered():
    bed, part = _plugged(220, profile=GBT)
    bed.frame.pp_ohm = OPEN_OHM
    for _ in range(2):
        part.check(bed.frame, True, True)
    assert bed.latched() == ["pp_invalid"]


def test_j_021_j1772_reads_no_pp():
    bed, part = _plugged(OPEN_OHM, profile=J1772)
    assert part.cable_ma == NO_LIMIT_MA
    assert bed.until_latched(lambda: part.check(bed.frame, True, True), 1000) is None


def _ticks(bed, part, ohm, count, offered=False, plugged=True):
    bed.frame.pp_ohm = ohm
    for _ in range(count):
        part.check(bed.frame, plugged, offered)
        bed.advance()


def test_every_class_rests_within_its_own_ends():
    """What the tick compares, so that it looks at a resistance once."""
    ends = (0, 75, 146, 322, 970, 2600, 0x3FFFFFFF)
    for start in ends[:-1]:
        bed, part = _plugged(start)
        for at in range(6):
            low, below = ends[at], ends[at + 1]
            for ohm in (start, low, below - 1):
                bed.frame.pp_ohm = ohm
                part.check(bed.frame, False, False)
            assert (part.from_ohm, part.below_ohm) == (low, below)


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
    _ticks(bed, part, 220, 1, offered=True)
    _ticks(bed, part, 680, 1, offered=True)
    assert bed.latched() == []
    _ticks(bed, part, 680, 1, offered=True)
    assert bed.latched() == ["pp_changed"]


def test_a_cable_read_anew_has_two_windows_as_well():
    for first in (OPEN_OHM, 220):  # the plug was still moving; another cable came
        bed, part = _plugged(first)
        _ticks(bed, part, 1500, 1 if first == OPEN_OHM else 51)
        assert part.cable_ma == 13000
        _ticks(bed, part, 220, 1, offered=True)
        assert bed.latched() == []
        _ticks(bed, part, 220, 1, offered=True)
        assert bed.latched() == ["pp_changed"]

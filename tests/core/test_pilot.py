"""CP-001, CP-030..059: plateaus to letters, with corners and the open level."""

from core.config import GBT
from core.frame import DUTY_F
from core.states import LETTERS, E
from tests.core.wire import LEVELS, Wire


def test_before_the_first_window_nothing_is_known():
    pilot = Wire().pilot
    assert (pilot.letter, pilot.plugged, pilot.known, pilot.checked) == (E, False, False, False)
    assert not pilot.present


def test_cp_030_to_042_nominal_levels():
    wire = Wire()
    for high_mv, letter in ((12000, "A"), (9000, "B"), (6000, "C"), (3000, "D"), (0, "E")):
        assert wire.settle(high_mv) == letter


def test_cp_045_f_is_minus_12_v():
    wire = Wire()
    wire.settle(9000)
    assert wire.settle(-12000, duty=DUTY_F) == "F"
    assert wire.pilot.plugged  # F tells nothing of the car
    assert not wire.bed.latch.bits
    assert wire.settle(9000) == "B"
    assert not wire.bed.latch.bits


def test_hysteresis_both_directions():
    """1.2 table: rising and falling limits of every boundary."""
    for upper, lower, rising, falling in (
        ("A", "B", 10750, 10250),
        ("B", "C", 7750, 7250),
        ("C", "D", 4750, 4250),
        ("D", "E", 1750, 1400),
    ):
        wire = Wire()
        wire.settle(LEVELS[upper])
        for high_mv, letter in (
            (falling, upper),
            (falling - 1, lower),
            (rising - 1, lower),
            (rising, upper),
        ):
            assert wire.settle(high_mv) == letter
            wire.tick()
            assert LETTERS[wire.pilot.raw] == letter  # nor does one window differ


def _divided(open_mv, source_ohm, ohm):
    return 700 + (open_mv - 700) * ohm // (ohm + source_ohm)


def test_t_01_every_corner_sorts_right_and_does_not_chatter():
    """CP-053, CP-054, CP-059: test resistors x Voch 11.4..12.6 x R1 +-3 %, both ways."""
    # C and D: R2 of 909, 1300, 1723 and 140, 270, 448 beside the R3 of the same column (CP-220)
    resistors = {"B": (1870, 2740, 4610), "C": (612, 882, 1254), "D": (130, 246, 408)}
    for open_mv in (11400, 12000, 12600):
        for source_ohm in (970, 1000, 1030):
            wire = Wire()
            assert wire.settle(open_mv, ticks=200) == "A"
            for letters in ("BCDCB", "BDCB", "CBDB"):
                for letter in letters:
                    for ohm in resistors[letter]:
                        high_mv = _divided(open_mv, source_ohm, ohm)
                        assert wire.settle(high_mv) == letter, (open_mv, source_ohm, ohm)
                        for noise in (-40, 40, -40, 40):
                            assert wire.settle(high_mv + noise, ticks=3) == letter


def test_cp_001_the_limits_follow_the_open_level():
    for open_mv, falling, rising in (
        (11400, (9737, 6887, 4037, 1330), (10212, 7362, 4512, 1662)),
        (12600, (10762, 7612, 4462, 1470), (11287, 8137, 4987, 1837)),
    ):
        for i in range(4):
            wire = Wire(open_mv=open_mv)
            wire.settle(LEVELS["ABCD"[i]])
            assert wire.settle(falling[i]) == "ABCD"[i]
            assert wire.settle(falling[i] - 1) == "BCDE"[i]
            assert wire.settle(rising[i] - 1) == "BCDE"[i]
            assert wire.settle(rising[i]) == "ABCD"[i]


def test_the_open_level_is_learnt_in_a_only():
    wire = Wire()
    wire.settle(11400, ticks=110)
    assert wire.pilot.levels.open_mv == 12000  # not before a second in A
    wire.tick(100)
    assert 11400 <= wire.pilot.levels.open_mv < 11408
    learnt = wire.pilot.levels.open_mv
    wire.settle(9000, ticks=200)
    assert wire.pilot.levels.open_mv == learnt


def test_the_open_level_is_learnt_by_an_eighth_of_what_differs():
    for high_mv, learnt in (
        (12007, 12000),
        (12008, 12001),
        (12072, 12009),
        (12080, 12010),
        (11993, 12000),
        (11992, 11999),
        (11928, 11991),
    ):
        wire = Wire()
        wire.settle(12000, ticks=200)
        wire.settle(high_mv, ticks=1)
        assert wire.pilot.levels.open_mv == learnt, high_mv


def test_the_open_level_is_learnt_after_a_second_in_a_to_the_millisecond():
    for ms, learnt in ((999, 12000), (1000, 12010)):
        wire = Wire()
        wire.settle(9000)
        wire.level(12080)
        assert wire.ticks_to("A", ms=1, limit=200) == 41
        wire.bed.advance(ms - 1)
        wire.tick()
        assert wire.pilot.levels.open_mv == learnt


def test_an_impossible_open_level_is_not_learnt():
    for high_mv in (11199, 12801):
        wire = Wire()
        wire.settle(high_mv, ticks=300)
        assert wire.pilot.levels.open_mv == 12000
    for high_mv in (11200, 12800):
        wire = Wire()
        wire.settle(high_mv, ticks=300)
        assert wire.pilot.levels.open_mv != 12000


def test_plugged_follows_a_and_the_car_states():
    wire = Wire()
    wire.settle(12000)
    assert not wire.pilot.plugged
    for high_mv in (9000, 6000, 3000, 0):
        wire.settle(high_mv)
        assert wire.pilot.plugged
    wire.settle(12000)
    assert not wire.pilot.plugged


def test_a_car_has_gone_500_ms_after_it_was_seen_to_leave():
    for letter in "BCD":
        wire = Wire()
        wire.settle(LEVELS[letter])
        assert wire.pilot.present
        wire.level(12000)
        assert wire.ticks_to("A", ms=1, limit=100) is not None
        for ms, present in ((498, True), (1, False)):  # the last tick was 1 ms ago
            wire.bed.advance(ms)
            wire.tick(ms=0)
            assert wire.pilot.present == present, ms
        wire.settle(LEVELS[letter])
        assert wire.pilot.present


def test_a_break_of_the_pilot_is_no_unplug():
    wire = Wire()
    wire.settle(9000)
    for _ in range(3):
        wire.settle(12000, ticks=50)
        assert wire.letter() == "A"
        wire.settle(9000, ticks=20)
        assert wire.letter() == "B"
        assert wire.pilot.present
    wire.settle(0, ticks=200)
    assert wire.pilot.present
    wire.settle(12000, ticks=200)
    assert not wire.pilot.present
    wire.settle(0, ticks=200)
    assert not wire.pilot.present


def test_d_at_once_is_a_car_too():
    wire = Wire()
    wire.settle(12000)
    assert wire.settle(3000) == "D"
    assert wire.pilot.plugged


def test_gb_015_gb_016_four_volts_are_still_state_3_and_less_is_invalid():
    wire = Wire(profile=GBT)
    wire.settle(6000)
    assert wire.settle(4000) == "C"
    assert wire.settle(3999, ticks=2) == "E"
    assert wire.settle(3000) == "E"
    assert wire.settle(4000) == "C"


def test_a_glitch_while_a_car_leaves_starts_its_500_ms_anew():
    wire = Wire()
    wire.settle(9000)
    wire.settle(12000, ticks=40)
    wire.settle(9000, ticks=1)
    wire.settle(12000, ticks=50)
    assert (wire.letter(), wire.pilot.present) == ("A", True)
    wire.tick()
    assert not wire.pilot.present

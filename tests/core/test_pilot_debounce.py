"""CP-119, CP-140..143: how long a level must last, and what noise cannot do."""

from core.frame import DUTY_F
from tests.core.wire import LEVELS, Wire

# ms from the first window of a new letter to its being believed, by the letter before
WAITS = {
    "A": {"B": 0, "C": 500, "D": 500, "E": 100, "F": 0},
    "B": {"A": 40, "C": 500, "D": 500, "E": 100, "F": 0},
    "C": {"A": 0, "B": 0, "D": 0, "E": 0, "F": 0},
    "D": {"A": 0, "B": 0, "C": 100, "E": 0, "F": 0},
    "E": {"A": 100, "B": 100, "C": 500, "D": 500, "F": 0},
    "F": {"A": 100, "B": 100, "C": 500, "D": 500, "E": 100},
}


def test_cp_140_cp_141_leaving_c_takes_two_windows():
    for high_mv, letter in ((12000, "A"), (9000, "B"), (0, "E"), (3000, "D")):
        wire = Wire()
        wire.settle(6000)
        wire.level(high_mv)
        assert wire.ticks_to(letter) == 2


def test_leaving_c_counts_whatever_level_it_leaves_to():
    wire = Wire()
    wire.settle(6000)
    assert wire.show("B", "A") == "A"


def test_leaving_d_counts_whatever_level_it_leaves_to():
    wire = Wire()
    wire.settle(3000)
    assert wire.show("B", "A") == "A"
    wire = Wire()
    wire.settle(6000)
    assert wire.show("D", "A") == "A"


def test_from_c_to_d_two_windows_of_d_count():
    wire = Wire()
    wire.settle(LEVELS["C"])
    assert wire.show("A", "D") == "C"
    assert wire.show("D") == "D"


def test_from_d_to_c_one_window_of_another_letter_changes_nothing():
    for other in "ABDE":
        for before in range(1, 9):
            wire = Wire()
            wire.settle(LEVELS["D"])
            assert wire.show(*"C" * before) == "D"
            assert wire.show(other) == "D"
            assert wire.show(*"C" * 10) == "D"
            assert wire.show("C") == "C"


def test_a_level_that_flaps_between_c_and_d_rests_in_d():
    for first in range(1, 10):
        for second in range(2, 10):
            wire = Wire()
            wire.settle(LEVELS["C"])
            for _ in range(100):
                wire.show(*"D" * second)
                assert wire.letter() == "D"
                wire.show(*"C" * first)


def test_a_letter_just_entered_takes_two_windows_to_leave():
    wire = Wire()
    wire.settle(9000)
    wire.level(6000)
    assert wire.ticks_to("C") == 51
    assert wire.show("B") == "C"
    assert wire.show("B") == "B"


def test_in_a_every_candidate_has_its_own_time_and_count():
    wire = Wire()
    wire.settle(12000)
    for letters in ("CCCCCCCCC", "EEEEEEEEE", "CCCCCCCCC", "EEEEEEEEE", "A", "BF", "A"):
        assert wire.show(*letters) == "A"


def test_a_short_at_start_takes_two_windows_and_tells_nothing_of_a_car():
    for ms in (0, 10):
        wire = Wire()
        wire.level(0)
        wire.tick(2, ms=ms)  # the first one, after the pilot began to drive, is not judged
        assert not wire.bed.latch.bits
        wire.tick()
        assert wire.bed.latched() == ["cp_short"]
        assert not wire.pilot.known
        assert not wire.pilot.plugged


def test_a_car_that_came_back_starts_the_count_anew():
    wire = Wire()
    wire.settle(6000)
    for _ in range(5):
        wire.settle(9000, ticks=1)
        wire.settle(6000, ticks=1)
    assert wire.letter() == "C"


def test_one_noisy_window_changes_nothing():
    wire = Wire()
    for base in (12000, 9000, 6000):
        letter = wire.settle(base)
        for spike in (12000, 9000, 6000, 3000, 0, -12000):
            wire.settle(spike, ticks=1)
            assert wire.settle(base, ticks=1) == letter
    assert not wire.bed.latch.bits


def test_cp_143_entering_c_is_slow_and_entering_b_takes_two_windows():
    wire = Wire()
    wire.settle(12000)
    wire.level(9000)
    assert wire.ticks_to("B") == 2
    wire.level(6000)
    assert wire.ticks_to("C") == 51
    assert wire.settle(9000) == "B"
    wire.level(12000)
    assert wire.ticks_to("A") == 5  # GB-064: within 100 ms
    wire.level(6000)
    assert wire.ticks_to("C") == 51  # CP-201


def test_1_7_every_change_of_letter_takes_its_time_to_the_millisecond():
    for before in WAITS:
        for after in WAITS[before]:
            wait_ms = WAITS[before][after]
            wire = Wire()
            assert wire.settle(LEVELS[before]) == before
            wire.level(LEVELS[after])
            wire.tick(ms=0)  # the second window of a burst has the time of the first
            if wait_ms:
                assert wire.ticks_to(after, ms=1, limit=600) == wait_ms + 1, (before, after)
            else:
                assert wire.ticks_to(after) == 1, (before, after)


def test_two_ticks_on_one_window_count_once():
    wire = Wire()
    wire.settle(6000)
    wire.level(9000)
    wire.tick()
    wire.tick(3, fresh=False)
    assert wire.letter() == "C"
    wire.tick()
    assert wire.letter() == "B"


def test_cp_119_a_pulse_to_c_and_back_is_reported():
    for ticks, reported in ((14, 0), (15, 150), (20, 200), (40, 400), (300, 3000), (301, 0)):
        wire = Wire()
        wire.settle(9000)
        wire.settle(6000, ticks=ticks)
        wire.settle(9000, ticks=1)
        assert wire.pilot.pulse_ms == reported, ticks


def test_cp_119_leaving_to_a_is_no_pulse():
    wire = Wire()
    wire.settle(9000)
    wire.settle(6000, ticks=30)
    wire.settle(12000, ticks=1)
    wire.settle(9000, ticks=30)
    assert wire.pilot.pulse_ms == 0


def test_cp_119_the_length_of_a_pulse_to_the_millisecond():
    for high_mv in (6000, 3000):
        for ms, reported in ((149, 0), (150, 150), (3000, 3000), (3001, 0)):
            wire = Wire()
            wire.settle(9000)
            wire.level(high_mv)
            wire.tick(ms=ms)
            wire.level(9000)
            wire.tick()
            assert wire.pilot.pulse_ms == reported, ms


def test_cp_119_a_pulse_begins_in_b():
    wire = Wire()
    wire.settle(12000)
    wire.settle(6000, ticks=30)
    wire.settle(9000, ticks=1)
    assert wire.pilot.pulse_ms == 0


def test_held_keeps_the_letter_whatever_the_level():
    wire = Wire()
    wire.settle(9000)
    wire.held = True
    assert wire.settle(12000) == "B"
    assert wire.settle(0) == "B"
    assert not wire.bed.latch.bits
    wire.held = False
    assert wire.settle(12000) == "A"


def test_after_held_the_count_starts_anew():
    wire = Wire()
    wire.settle(9000)
    wire.show("A")
    wire.held = True
    wire.tick(50)
    wire.held = False
    assert wire.ticks_to("A") == 5


def test_a_pulse_to_f_that_a_car_pulls_up_is_no_fault_while_held():
    wire = Wire()
    wire.settle(9000)
    wire.held = True
    wire.settle(9000, duty=DUTY_F)
    assert not wire.bed.latch.bits
    assert wire.letter() == "B"


def test_unknown_until_a_level_has_lasted():
    for high_mv in (12000, 9000):
        wire = Wire()
        assert not wire.pilot.known
        wire.level(high_mv)
        wire.tick(11)
        assert not wire.pilot.known
        wire.tick(1)
        assert wire.pilot.known

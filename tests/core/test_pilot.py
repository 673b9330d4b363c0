"""CP-030..059, CP-160..170: plateaus to letters, with noise, corners and broken diodes."""

from core import faults
from core.config import GBT
from core.frame import DUTY_F, DUTY_X1
from core.pilot import Pilot
from core.states import LETTERS
from tests.core.parts import Bed

PWM = 2666


class Wire:
    """A pilot fed one fresh window a tick."""

    def __init__(self, **kind):
        self.bed = Bed(**kind)
        self.pilot = self.bed.make(Pilot)
        self.held = False
        self.frame = self.bed.frame
        self.level(12000)

    def level(self, high_mv, low_mv=None, duty=DUTY_X1):
        """Say what the next windows show."""
        self.frame.duty = duty
        self.frame.high_mv = high_mv
        self.frame.low_mv = high_mv if low_mv is None else low_mv

    def tick(self, count=1, fresh=True):
        """Run ticks."""
        for _ in range(count):
            if fresh:
                self.frame.window += 1
            self.pilot.check(self.frame, self.held)
            self.bed.advance()

    def letter(self):
        return LETTERS[self.pilot.letter]

    def settle(self, high_mv, low_mv=None, duty=DUTY_X1, ticks=70):
        """Hold a level long enough for any debounce."""
        self.level(high_mv, low_mv, duty)
        self.tick(ticks)
        return self.letter()

    def ticks_to(self, letter, limit=100):
        """Return how many ticks it takes to become `letter`."""
        for count in range(1, limit):
            self.tick()
            if self.letter() == letter:
                return count
        return None


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
        levels = {"A": 12000, "B": 9000, "C": 6000, "D": 3000, "E": 0}
        wire = Wire()
        wire.settle(levels[upper])
        assert wire.settle(falling) == upper
        assert wire.settle(falling - 1) == lower
        assert wire.settle(rising - 1) == lower
        assert wire.settle(rising) == upper


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


def test_the_open_level_is_learnt_in_a_only():
    wire = Wire()
    wire.settle(11400, ticks=110)
    assert wire.pilot.open_mv == 12000  # not before a second in A
    wire.tick(100)
    assert 11400 <= wire.pilot.open_mv < 11408
    learnt = wire.pilot.open_mv
    wire.settle(9000, ticks=200)
    assert wire.pilot.open_mv == learnt


def test_an_impossible_open_level_is_not_learnt():
    for high_mv in (11199, 12801):
        wire = Wire()
        wire.settle(high_mv, ticks=300)
        assert wire.pilot.open_mv == 12000
    for high_mv in (11200, 12800):
        wire = Wire()
        wire.settle(high_mv, ticks=300)
        assert wire.pilot.open_mv != 12000


def test_cp_140_cp_141_leaving_c_takes_two_windows():
    for high_mv, letter in ((12000, "A"), (9000, "B"), (0, "E"), (3000, "D")):
        wire = Wire()
        wire.settle(6000)
        wire.level(high_mv)
        assert wire.ticks_to(letter) == 2


def test_leaving_c_counts_whatever_level_it_leaves_to():
    wire = Wire()
    wire.settle(6000)
    wire.level(9000)
    wire.tick()
    wire.level(12000)
    wire.tick()
    assert wire.letter() == "A"


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
        for spike in (12000, 9000, 6000, 3000, 0):
            wire.settle(spike, ticks=1)
            assert wire.settle(base, ticks=1) == letter
    assert not wire.bed.latch.bits


def test_cp_143_entering_c_is_slow_and_entering_b_takes_100_ms():
    wire = Wire()
    wire.settle(12000)
    wire.level(9000)
    assert wire.ticks_to("B") == 11
    wire.level(6000)
    assert wire.ticks_to("C") == 51
    assert wire.settle(9000) == "B"
    wire.level(12000)
    assert wire.ticks_to("A") == 11
    wire.level(6000)
    assert wire.ticks_to("C") == 51  # CP-201


def test_plugged_follows_a_and_the_car_states():
    wire = Wire()
    wire.settle(12000)
    assert not wire.pilot.plugged
    for high_mv in (9000, 6000, 3000, 0):
        wire.settle(high_mv)
        assert wire.pilot.plugged
    wire.settle(12000)
    assert not wire.pilot.plugged


def test_two_ticks_on_one_window_count_once():
    wire = Wire()
    wire.settle(6000)
    wire.level(9000)
    wire.tick()
    wire.tick(3, fresh=False)
    assert wire.letter() == "C"
    wire.tick()
    assert wire.letter() == "B"


def test_a_stopped_stream_is_a_fault_within_50_ms():
    wire = Wire()
    wire.settle(6000)
    wire.tick(3, fresh=False)
    assert not wire.bed.latch.bits
    wire.tick(1, fresh=False)
    assert wire.bed.latched() == ["sampler"]


def test_cp_164_diode_missing_in_b_c_and_d():
    """CP-055: a plain resistor shows the mirrored level below."""
    for high_mv in (8790, 5620, 2370):
        wire = Wire()
        wire.settle(high_mv, -12000, PWM)
        assert wire.pilot.checked
        wire.level(high_mv, -high_mv, PWM)
        wire.tick()
        assert not wire.pilot.checked
        assert not wire.bed.latch.bits
        wire.tick()
        assert wire.bed.latched() == ["cp_diode"]


def test_cp_046_the_low_limit():
    for low_mv, good in ((-10500, True), (-10499, False)):
        wire = Wire()
        wire.settle(9000, low_mv, PWM)
        assert wire.pilot.checked == good
        assert (wire.bed.latched() == []) == good


def test_cp_171_the_diode_is_checked_anew_after_every_start_of_pwm():
    wire = Wire()
    wire.settle(9000, -12000, PWM)
    assert wire.pilot.checked
    wire.level(9000)
    wire.tick()
    assert not wire.pilot.checked
    wire.level(9000, -9000, PWM)
    wire.tick()  # holds both waves: not judged
    assert not wire.pilot.checked
    wire.level(9000, -12000, PWM)
    wire.tick()
    assert wire.pilot.checked


def test_a_change_of_duty_alone_is_judged_at_once():
    wire = Wire()
    wire.settle(6000, -12000, PWM)
    wire.level(6000, -6000, PWM + 100)
    wire.tick(2)
    assert wire.bed.latched() == ["cp_diode"]


def test_one_bad_low_window_is_forgiven():
    wire = Wire()
    wire.settle(6000, -12000, PWM)
    for _ in range(3):
        wire.settle(6000, -6000, PWM, ticks=1)
        wire.settle(6000, -12000, PWM, ticks=1)
    assert not wire.bed.latch.bits


def test_cp_160_a_bad_low_side_with_nothing_plugged_is_the_generator():
    wire = Wire()
    wire.settle(12000, -12000, PWM)
    wire.settle(12000, -9000, PWM)
    assert wire.bed.latched() == ["cp_generator"]


def test_cp_165_short_in_c_by_80_and_by_120_ohm():
    """CP-057, CP-058, CP-229: within two windows."""
    for high_mv, low_mv in ((1220, -1290), (870, -890), (0, 0)):
        wire = Wire()
        wire.settle(6000, -12000, PWM)
        wire.level(high_mv, low_mv, PWM)
        wire.tick(2)
        assert wire.bed.latch.has(faults.CP_SHORT)
        assert wire.letter() == "E"


def test_cp_166_a_steady_negative_level_is_invalid():
    for high_mv, names in (
        (-1000, ["cp_short"]),
        (-1001, ["cp_invalid"]),
        (-10499, ["cp_invalid"]),
    ):
        wire = Wire()
        wire.settle(6000)
        wire.settle(high_mv, ticks=2)
        assert wire.bed.latched() == names


def test_cp_167_a_level_outside_13_v_is_foreign():
    for high_mv, low_mv, bad in (
        (13000, -13000, False),
        (13001, -12000, True),
        (12000, -13001, True),
    ):
        wire = Wire()
        wire.settle(12000, -12000, PWM)
        wire.level(high_mv, low_mv, PWM)
        wire.tick()
        assert not wire.bed.latch.bits
        wire.tick()
        assert wire.bed.latched() == (["cp_range"] if bad else [])


def test_cp_169_minus_12_v_without_being_asked_is_the_generator():
    wire = Wire()
    wire.settle(9000)
    wire.settle(-12000, ticks=2)
    assert wire.bed.latched() == ["cp_generator"]
    assert wire.letter() == "F"


def test_cp_170_f_that_does_not_arrive_is_the_generator():
    wire = Wire()
    wire.settle(9000)
    wire.level(9000, duty=DUTY_F)
    wire.tick(2)
    assert not wire.bed.latch.bits
    wire.tick()
    assert wire.bed.latched() == ["cp_generator"]


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


def test_held_keeps_the_letter_whatever_the_level():
    wire = Wire()
    wire.settle(9000)
    wire.held = True
    assert wire.settle(12000) == "B"
    assert wire.settle(0) == "B"
    assert not wire.bed.latch.bits
    wire.held = False
    assert wire.settle(12000) == "A"


def test_gb_015_gb_016_four_volts_are_still_state_3_and_less_is_invalid():
    wire = Wire(profile=GBT)
    wire.settle(6000)
    assert wire.settle(4000) == "C"
    assert wire.settle(3999, ticks=2) == "E"
    assert wire.settle(3000) == "E"
    assert wire.settle(4000) == "C"


def test_unknown_until_a_level_has_lasted():
    wire = Wire()
    assert not wire.pilot.known
    wire.level(9000)
    wire.tick(11)
    assert not wire.pilot.known
    wire.tick(2)
    assert wire.pilot.known

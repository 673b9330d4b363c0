"""PW-008..012, CP-111: feedback against coil, wear, and when a closing may follow."""

from core.config import MIRROR_FITTED, SENSE_FITTED, TWO_CONTACTORS
from core.contactor import ALL_POLES, L1_N, Contactor
from tests.core.parts import Bed
from tests.no_alloc import no_alloc

M = MIRROR_FITTED
S = SENSE_FITTED
BOTH = M | S
PAIR = BOTH | TWO_CONTACTORS


class Rig:
    """A contactor after `start`, whose feedback says what a test wants."""

    def __init__(self, fitted=BOTH, **settings):
        self.bed = Bed(fitted=fitted, **settings)
        self.part = self.bed.make(Contactor)
        self.frame = self.bed.frame
        self.supplied = True
        self.part.start(self.frame.now_ms)

    def now(self):
        return self.frame.now_ms

    def says(self, mirror, live):
        self.frame.mirror, self.frame.live = mirror, live

    def check(self, count=1):
        for _ in range(count):
            self.part.check(self.frame, self.supplied)

    def switch(self, coils, load_ma=0):
        self.part.switch(self.frame, coils, load_ma)

    def verdict(self, coils, mirror, live):
        """Return what latches long after switching to `coils`."""
        self.switch(coils)
        self.bed.advance(5000)
        self.says(mirror, live)
        self.check(2)
        return self.bed.latched()


def test_pw_008_closed_with_the_coil_off():
    for fitted, mirror, live, supplied, fault in (
        (BOTH, 0, 0, True, []),
        (BOTH, 1, 7, True, ["welded"]),
        (BOTH, 0, 1, True, ["welded"]),  # one pole is enough
        (BOTH, 0, 2, True, ["welded"]),
        (BOTH, 0, 4, False, ["welded"]),
        (BOTH, 1, 0, True, ["mirror"]),  # a dead load side beside a live supply: it is open
        (BOTH, 1, 0, False, ["welded"]),  # with a dead supply the mirror is all there is
        (M, 1, 0, True, ["welded"]),
        (M, 0, 7, True, []),  # no sense fitted
        (S, 0, 7, True, ["welded"]),
        (S, 1, 0, True, []),  # no mirror fitted
        (0, 3, 7, True, []),
        (PAIR, 2, 0, True, ["mirror"]),
        (PAIR, 2, 6, True, ["welded"]),
    ):
        rig = Rig(fitted=fitted)
        rig.supplied = supplied
        assert rig.verdict(0, mirror, live) == fault, (fitted, mirror, live, supplied)


def test_pw_008_the_second_contactor_of_a_pair_closed_alone():
    for fitted, mirror, live, fault in (
        (PAIR, 1, 1, []),
        (PAIR, 3, 1, ["mirror"]),
        (PAIR, 1, 3, ["welded"]),
        (PAIR, 3, 7, ["welded"]),
        (PAIR, 1, 5, ["welded"]),
        (M | TWO_CONTACTORS, 3, 7, ["welded"]),
        (S | TWO_CONTACTORS, 3, 1, []),
        (BOTH, 1, 7, []),  # one contactor switches every pole
    ):
        assert Rig(fitted=fitted).verdict(L1_N, mirror, live) == fault, (fitted, mirror, live)


def test_pw_012_open_with_the_coil_on():
    for fitted, phases, supplied, mirror, live, fault in (
        (BOTH, 3, True, 1, 7, []),
        (BOTH, 3, True, 0, 0, ["no_close"]),
        (BOTH, 3, True, 1, 0, ["mirror"]),  # the two contradict each other
        (BOTH, 3, True, 0, 7, ["mirror"]),
        (BOTH, 3, True, 1, 3, ["mirror"]),
        (BOTH, 3, True, 0, 3, ["no_close"]),
        (BOTH, 3, False, 1, 0, []),  # nothing to sense without a supply
        (BOTH, 3, False, 0, 7, ["no_close"]),
        (BOTH, 1, True, 1, 1, []),
        (BOTH, 1, True, 1, 6, ["mirror"]),
        (S, 3, True, 0, 7, []),
        (S, 3, True, 0, 6, ["no_close"]),
        (S, 3, False, 0, 0, []),
        (M, 3, True, 1, 0, []),
        (M, 3, True, 0, 7, ["no_close"]),
        (0, 3, True, 0, 0, []),
    ):
        rig = Rig(fitted=fitted, phases=phases)
        rig.supplied = supplied
        case = (fitted, phases, supplied, mirror, live)
        assert rig.verdict(1, mirror, live) == fault, case


def test_pw_012_both_of_a_pair_must_close():
    for mirror, live, fault in (
        (3, 7, []),
        (1, 1, ["no_close"]),
        (2, 6, ["no_close"]),
        (1, 7, ["mirror"]),
        (3, 1, ["mirror"]),
    ):
        assert Rig(fitted=PAIR).verdict(ALL_POLES, mirror, live) == fault, (mirror, live)
    # with L1 and N on, L1 is what must be there, however many phases are wired
    assert Rig(fitted=PAIR).verdict(L1_N, 0, 0) == ["no_close"]
    assert Rig(fitted=PAIR).verdict(L1_N, 1, 0) == ["mirror"]


def test_pw_009_a_weld_is_judged_from_100_ms_after_the_coil_went_off():
    for after_ms, fault in ((99, []), (100, ["welded"])):
        rig = Rig()
        rig.says(1, 7)
        rig.switch(1)
        rig.bed.advance(5000)
        rig.switch(0)
        rig.bed.advance(after_ms)
        rig.check(2)
        assert rig.bed.latched() == fault, after_ms


def test_the_weld_test_of_the_start_up_waits_as_long():
    rig = Rig()
    rig.says(1, 7)
    assert rig.bed.until_latched(rig.check, 1000) == 110


def test_pw_012_a_closing_may_take_500_ms():
    for after_ms, fault in ((499, []), (500, ["no_close"])):
        rig = Rig()
        rig.bed.advance(5000)
        rig.switch(1)
        rig.bed.advance(after_ms)
        rig.check(2)
        assert rig.bed.latched() == fault, after_ms


def test_one_wrong_tick_is_forgiven():
    rig = Rig()
    rig.bed.advance(5000)
    for live in (1, 0, 1, 0, 1):
        rig.says(0, live)
        rig.check()
    assert not rig.bed.latch.bits
    rig.check()
    assert rig.bed.latched() == ["welded"]


def test_a_wrong_tick_before_a_switch_does_not_count_after_it():
    rig = Rig()
    rig.bed.advance(5000)
    rig.says(0, 4)
    rig.check()
    rig.switch(0)
    rig.switch(1)
    rig.bed.advance(600)  # the next tick comes late
    rig.says(0, 0)
    rig.check()
    assert not rig.bed.latch.bits
    rig.check()
    assert rig.bed.latched() == ["no_close"]


def test_closed_as_far_as_any_feedback_tells():
    for fitted, coils, mirror, live, closed in (
        (BOTH, 0, 0, 0, 0),
        (BOTH, 0, 1, 0, 1),
        (BOTH, 0, 0, 4, 1),
        (BOTH, 1, 0, 0, 0),
        (M, 1, 0, 7, 0),
        (S, 1, 1, 0, 0),
        (0, 1, 0, 0, 1),  # blind: the coil is all one knows
        (0, 0, 1, 7, 0),
    ):
        rig = Rig(fitted=fitted)
        rig.verdict(coils, mirror, live)
        assert rig.part.closed == closed, (fitted, coils, mirror, live)


def test_rested_once_the_minimum_off_time_has_passed():
    for off_ms in (1000, 60000):
        rig = Rig(min_off_ms=off_ms)
        rig.bed.advance(off_ms - 1)
        assert not rig.part.rested(rig.now())  # counts from the start-up too
        rig.bed.advance(1)
        assert rig.part.rested(rig.now())
        rig.switch(1)
        rig.switch(0)
        rig.bed.advance(off_ms - 1)
        assert not rig.part.rested(rig.now())
        rig.bed.advance(1)
        assert rig.part.rested(rig.now())


def test_pw_008_proven_open_needs_time_and_feedback():
    rig = Rig()
    rig.bed.advance(99)
    assert not rig.part.proven_open(rig.now())
    rig.bed.advance(1)
    assert rig.part.proven_open(rig.now())
    rig.says(0, 4)
    rig.check()
    assert not rig.part.proven_open(rig.now())


def test_cp_149_open_counts_from_the_last_sight_of_a_closed_contact():
    rig = Rig()
    rig.bed.advance(70)
    assert rig.part.open_ms(rig.now()) == 70
    rig.switch(1)
    rig.says(1, 7)
    rig.bed.advance(300)
    rig.check()
    rig.switch(0)
    rig.bed.advance(30)
    rig.check()
    assert rig.part.open_ms(rig.now()) == 0
    rig.says(0, 0)
    rig.bed.advance(10)
    rig.check()
    assert rig.part.open_ms(rig.now()) == 10


def test_never_open_while_the_coil_is_on():
    rig = Rig()
    rig.switch(1)
    rig.bed.advance(300)
    rig.check()
    assert (rig.part.closed, rig.part.open_ms(rig.now())) == (0, 0)
    rig.switch(0)
    rig.bed.advance(10)
    assert rig.part.open_ms(rig.now()) == 10


def test_the_gate_is_armed_in_the_tick_of_a_closing_only():
    rig = Rig()
    rig.frame.arm = 1
    rig.switch(0)
    assert (rig.frame.coils, rig.frame.arm) == (0, 0)
    rig.switch(3)
    assert (rig.frame.coils, rig.frame.arm) == (3, 1)
    rig.switch(3)
    assert (rig.frame.coils, rig.frame.arm) == (3, 0)
    rig.switch(0)
    assert (rig.frame.coils, rig.frame.arm) == (0, 0)


def test_cp_111_wear_counts_closings_and_openings_above_1_a():
    rig = Rig()
    for load_ma, loaded in ((0, 0), (1000, 0), (1001, 1), (32000, 2)):
        rig.switch(1, 32000)
        rig.switch(1, 32000)
        rig.switch(0, load_ma)
        rig.switch(0, 32000)
        assert rig.part.loaded == loaded, load_ma
    assert rig.part.closings == 4


def test_the_counts_stay_small_integers():
    rig = Rig()
    rig.part.closings = rig.part.loaded = (1 << 30) - 2
    for _ in range(2):
        rig.switch(1)
        rig.switch(0, 2000)
    assert (rig.part.closings, rig.part.loaded) == (0, 0)


def test_which_coils_a_number_of_phases_needs():
    one, two = Rig().part, Rig(fitted=PAIR).part
    assert [one.coils(1), one.coils(3)] == [1, 1]
    assert [two.coils(1), two.coils(3)] == [1, 3]


def test_energised_since_the_coil_went_on():
    rig = Rig()
    assert rig.part.energised_ms(rig.now()) == -1
    rig.switch(1)
    assert rig.part.energised_ms(rig.now()) == 0
    for passed in (700, 1400):  # across the wrap
        rig.bed.advance(700)
        rig.switch(1)
        assert rig.part.energised_ms(rig.now()) == passed
    rig.switch(0)
    assert rig.part.energised_ms(rig.now()) == -1


def test_no_tick_allocates():
    rig = Rig(fitted=PAIR)
    part, frame = rig.part, rig.frame
    with no_alloc():
        for coils in (1, 0, 3, 0):
            part.switch(frame, part.coils(3) & coils, 5000)
            for feedback in (0, 3):
                frame.now_ms += 600
                frame.mirror = frame.live = feedback
                part.check(frame, True)
                part.check(frame, False)
                part.rested(frame.now_ms)
                part.proven_open(frame.now_ms)
                part.open_ms(frame.now_ms)
                part.energised_ms(frame.now_ms)

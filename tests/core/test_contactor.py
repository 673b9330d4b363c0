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

    def tick(self, ms, pair, count=1):
        """Check, `ms` later, with feedback as a "mirror live" pair of digits."""
        self.bed.advance(ms)
        self.frame.mirror, self.frame.live = int(pair[0]), int(pair[1])
        for _ in range(count):
            self.part.check(self.frame, self.supplied)
        return self.bed.latched()

    def switch(self, coils, load_ma=0):
        self.part.switch(self.frame, coils, load_ma)


def _rigs(coils, feedback, supplied=True, fitted=BOTH, phases=3):
    """Return a rig long after switching to `coils` for each pair of feedback."""
    rigs = []
    for pair in feedback.split():
        rig = Rig(fitted=fitted, phases=phases)
        rig.supplied = supplied
        rig.switch(coils)
        rig.tick(5000, pair, 2)
        rigs.append(rig)
    return rigs


def _verdicts(coils, feedback, **kind):
    """Return what latches for each pair."""
    rigs = _rigs(coils, feedback, **kind)
    return " ".join([" ".join(rig.bed.latched()) or "good" for rig in rigs])


def _closed(coils, feedback, fitted):
    return [rig.part.closed for rig in _rigs(coils, feedback, fitted=fitted)]


def test_pw_008_closed_with_the_coil_off():
    assert _verdicts(0, "00 17 01 02 04") == "good welded welded welded welded"
    # a mirror alone beside a live supply and a dead load side lies; with a dead supply it may not
    assert _verdicts(0, "10") == "mirror"
    assert _verdicts(0, "00 10 17 04", supplied=False) == "good welded welded welded"
    assert _verdicts(0, "00 10 07", fitted=M) == "good welded good"
    assert _verdicts(0, "00 10 07", fitted=S) == "good good welded"
    assert _verdicts(0, "00 37", fitted=0) == "good good"
    assert _verdicts(0, "00 20 26", fitted=PAIR) == "good mirror welded"


def test_pw_008_the_second_contactor_of_a_pair_closed_alone():
    assert _verdicts(L1_N, "11 31", fitted=PAIR) == "good mirror"
    assert _verdicts(L1_N, "13 15 37", fitted=PAIR) == "welded welded welded"
    assert _verdicts(L1_N, "17 37", fitted=M | TWO_CONTACTORS) == "good welded"
    assert _verdicts(L1_N, "31 17", fitted=S | TWO_CONTACTORS) == "good welded"
    assert _verdicts(L1_N, "17") == "good"  # one contactor switches every pole


def test_pw_012_open_with_the_coil_on():
    assert _verdicts(1, "17 00 03") == "good no_close no_close"
    assert _verdicts(1, "10 07 13") == "mirror mirror mirror"  # the two contradict each other
    assert _verdicts(1, "10 07", supplied=False) == "good no_close"  # nothing to sense
    assert _verdicts(1, "11 16 00", phases=1) == "good mirror no_close"
    assert _verdicts(1, "07 06 00", fitted=S) == "good no_close no_close"
    assert _verdicts(1, "00", fitted=S, supplied=False) == "good"
    assert _verdicts(1, "10 07", fitted=M) == "good no_close"
    assert _verdicts(1, "00", fitted=0) == "good"


def test_pw_012_both_of_a_pair_must_close():
    assert _verdicts(ALL_POLES, "37 11 26", fitted=PAIR) == "good no_close no_close"
    assert _verdicts(ALL_POLES, "17 31", fitted=PAIR) == "mirror mirror"
    # with L1 and N on, L1 is what must be there, however many phases are wired
    assert _verdicts(L1_N, "11 00 10", fitted=PAIR) == "good no_close mirror"


def test_pw_009_a_weld_is_judged_from_100_ms_after_the_coil_went_off():
    for after_ms, fault in ((99, []), (100, ["welded"])):
        rig = Rig()
        rig.switch(1)
        rig.tick(5000, "17")
        rig.switch(0)
        assert rig.tick(after_ms, "17", 2) == fault, after_ms
    rig = Rig()  # the start-up waits as long
    assert rig.bed.until_latched(lambda: rig.tick(0, "17"), 1000) == 110


def test_pw_012_a_closing_may_take_500_ms():
    for after_ms, fault in ((499, []), (500, ["no_close"])):
        rig = Rig()
        for pair in ("17", "00"):
            rig.switch(1)
            assert rig.tick(after_ms, pair, 2) == ([] if pair == "17" else fault), after_ms
            rig.switch(0)
            rig.tick(5000, "00")


def test_a_load_side_that_dies_later_has_time_to_be_the_mains():
    for after_ms, fault in ((3499, []), (3500, ["no_close"])):
        rig = Rig()
        rig.switch(1)
        rig.tick(300, "17")
        rig.tick(5000, "17")
        assert rig.tick(after_ms, "00", 2) == fault, after_ms


def test_one_wrong_tick_is_forgiven():
    rig = Rig()
    for pair in ("01", "00", "01", "00", "01"):
        assert rig.tick(500, pair) == []
    assert rig.tick(10, "01") == ["welded"]


def test_a_wrong_tick_before_a_switch_does_not_count_after_it():
    rig = Rig()
    assert rig.tick(5000, "04") == []
    rig.switch(1)
    assert rig.tick(600, "00") == []  # a tick that comes late
    assert rig.tick(10, "00") == ["no_close"]


def test_closed_as_far_as_any_feedback_tells():
    assert _closed(0, "00 10 04", BOTH) + _closed(1, "00", BOTH) == [0, 1, 1, 0]
    assert _closed(1, "07 17", M) == [0, 1]
    assert _closed(1, "10 17", S) == [0, 1]
    assert _closed(1, "00 17", 0) == [1, 1]  # blind: the coil is all one knows
    assert _closed(0, "00 17", 0) == [0, 0]


def test_rested_once_the_minimum_off_time_has_passed():
    for off_ms in (1000, 60000):
        rig = Rig(min_off_ms=off_ms)
        for _ in range(2):  # after the start-up, after an opening
            rig.bed.advance(off_ms - 1)
            assert not rig.part.rested(rig.now())
            rig.bed.advance(1)
            assert rig.part.rested(rig.now())
            rig.switch(1)
            rig.switch(0)


def test_pw_008_proven_open_needs_time_and_feedback():
    rig = Rig()
    rig.bed.advance(99)
    assert not rig.part.proven_open(rig.now())
    rig.bed.advance(1)
    assert rig.part.proven_open(rig.now())
    rig.tick(0, "04")
    assert not rig.part.proven_open(rig.now())


def test_cp_149_open_counts_from_the_last_sight_of_a_closed_contact():
    rig = Rig()
    rig.bed.advance(70)
    assert rig.part.open_ms(rig.now()) == 70
    rig.switch(1)
    rig.tick(300, "00")
    assert rig.part.open_ms(rig.now()) == 0  # never while the coil is on
    rig.switch(0)
    assert rig.part.open_ms(rig.now() + 10) == 10
    rig.tick(30, "17")
    assert rig.part.open_ms(rig.now()) == 0
    assert rig.part.open_ms(rig.now() + 10) == 0  # not seen open yet
    rig.tick(10, "00")
    assert rig.part.open_ms(rig.now()) == 10


def test_the_gate_is_armed_in_the_tick_of_a_closing_only():
    rig = Rig()
    rig.frame.arm = 1
    for coils, arm in ((0, 0), (3, 1), (3, 0), (0, 0)):
        rig.switch(coils)
        assert (rig.frame.coils, rig.frame.arm) == (coils, arm)


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
    rig.part.closings = rig.part.loaded = (1 << 30) - 1
    rig.switch(1)
    rig.switch(0, 2000)
    assert rig.part.closings == rig.part.loaded == 0


def test_which_coils_a_number_of_phases_needs():
    one, two = Rig().part, Rig(fitted=PAIR).part
    assert [one.coils(1), one.coils(3)] == [1, 1]
    assert [two.coils(1), two.coils(3)] == [1, 3]


def test_energised_since_the_coil_went_on():
    rig = Rig()
    assert rig.part.energised_ms(rig.now()) == -1
    rig.switch(1)
    assert rig.part.energised_ms(rig.now()) == 0
    rig.bed.advance(1400)  # across the wrap
    rig.switch(1)
    assert rig.part.energised_ms(rig.now()) == 1400
    rig.switch(0)
    assert rig.part.energised_ms(rig.now()) == -1


def test_no_tick_allocates():
    rig = Rig(fitted=PAIR)
    part, frame = rig.part, rig.frame
    frame.now_ms = 0
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

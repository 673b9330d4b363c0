"""PW-008..012: the contactor's feedback against its coil."""

from core.config import TWO_CONTACTORS
from core.contactor import ALL_POLES, L1_N
from tests.core.parts import counters
from tests.core.rig import BOTH, PAIR, M, Rig, S


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
        rig.tick(10, "00")
        assert rig.tick(after_ms, "00") == []
        assert rig.tick(0, "00") == fault, after_ms


def test_a_phase_that_the_meter_misses_in_time_is_no_lie_of_a_feedback():
    for pair in ("12", "15", "16", "10"):  # one phase, or all of them
        rig = Rig()
        rig.switch(1)
        rig.tick(5000, "17")
        rig.tick(10, pair)
        assert rig.tick(3480, pair) == []
        rig.supplied = False
        for _ in range(3):
            assert rig.tick(5000, pair, 2) == [], pair
        rig.supplied = True
        rig.tick(10, "17")
        assert rig.tick(10, "17") == []


def test_an_outage_too_short_for_the_meter_is_no_fault():
    rig = Rig()
    rig.switch(1)
    rig.tick(5000, "17")
    for _ in range(5):
        for _ in range(20):
            assert rig.tick(10, "10") == []
        assert rig.tick(10, "17") == []


def test_a_lie_that_lasts_is_one_all_the_same():
    for pair, names in (("15", ["mirror"]), ("00", ["no_close"]), ("07", ["mirror"])):
        rig = Rig()
        rig.switch(1)
        rig.tick(5000, "17")
        rig.tick(10, pair)
        assert rig.tick(3500, pair) == []
        assert rig.tick(10, pair) == names


def test_a_weld_that_lasts_for_days_is_counted_no_further():
    rig = Rig()
    rig.tick(500, "17", 10)
    before = counters(rig.part)
    rig.tick(10, "17", 10)
    assert counters(rig.part) == before


def test_one_wrong_window_is_forgiven():
    rig = Rig()
    for pair in ("01", "00", "01", "00", "01"):
        assert rig.tick(500, pair) == []
    assert rig.tick(10, "01") == ["welded"]


def test_a_wrong_window_before_a_switch_does_not_count_after_it():
    rig = Rig()
    assert rig.tick(5000, "04") == []
    rig.switch(1)
    assert rig.tick(600, "00") == []  # a window that comes late
    assert rig.tick(10, "00") == ["no_close"]


def test_closed_as_far_as_any_feedback_tells():
    assert _closed(0, "00 10 04", BOTH) + _closed(1, "00", BOTH) == [0, 1, 1, 0]
    assert _closed(1, "07 17", M) == [0, 1]
    assert _closed(1, "10 17", S) == [0, 1]
    assert _closed(1, "00 17", 0) == [1, 1]  # blind: the coil is all one knows
    assert _closed(0, "00 17", 0) == [0, 0]

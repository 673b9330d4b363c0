"""CP-111, CP-149, PW-008: switching, wear, and when a closing may follow."""

from tests.core.rig import PAIR, Rig
from tests.no_alloc import no_alloc


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
    rig.bed.advance(1000)
    assert not rig.part.proven_open(rig.now())  # nobody has looked
    rig = Rig()
    rig.tick(99, "00")
    assert not rig.part.proven_open(rig.now())
    rig.bed.advance(1)
    assert rig.part.proven_open(rig.now())
    rig.tick(0, "04")
    assert not rig.part.proven_open(rig.now())


def test_cp_149_open_counts_from_the_last_sight_of_a_closed_contact():
    rig = Rig()
    rig.bed.advance(70)
    assert rig.part.open_ms(rig.now()) == 0  # nobody has looked
    rig.tick(0, "00")
    assert rig.part.open_ms(rig.now() + 70) == 70
    rig.switch(1)
    rig.tick(300, "00")
    assert rig.part.open_ms(rig.now()) == 0  # never while the coil is on
    rig.switch(0)
    assert rig.part.open_ms(rig.now() + 10) == 10
    rig.tick(30, "17")
    assert rig.part.open_ms(rig.now()) == 0
    assert rig.part.open_ms(rig.now() + 10) == 0  # not seen open yet
    rig.tick(10, "00")
    assert rig.part.open_ms(rig.now()) == 0  # from the first sight of it open
    assert rig.part.open_ms(rig.now() + 10) == 10


def test_until_feedback_was_read_something_is_closed_whatever_the_meter_says():
    rig = Rig()
    assert rig.part.closed == 1
    rig.supplied = False
    rig.tick(100, "00")
    assert rig.part.closed == 0
    assert rig.part.proven_open(rig.now())


def test_an_opening_ends_when_feedback_agrees_even_if_nobody_looked_between():
    rig = Rig()
    rig.tick(5000, "00")
    rig.switch(1)
    rig.switch(0)
    assert rig.part.opening
    rig.tick(100, "00")
    assert not rig.part.opening


def test_the_gate_is_armed_in_the_tick_of_a_closing_only():
    rig = Rig()
    for coils, arm in ((0, 0), (3, 1), (3, 0), (0, 0)):
        rig.frame.arm = 0  # the outlet's tick has acted on it
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

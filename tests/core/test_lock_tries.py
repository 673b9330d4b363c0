"""PP-044: how long the bolt is driven, how often, and when the lock gives up."""

from core import faults
from tests.core.bolt import Bolt


def test_every_time_to_the_millisecond():
    bolt = Bolt()
    bolt.stuck = True
    seen = []
    last = 0
    for _ in range(2300):
        bolt.lock.check(bolt.frame, False)
        bolt.lock.want(bolt.frame, 1, 1000)
        if bolt.frame.lock != last:
            seen.append((bolt.bed.ms, bolt.frame.lock))
            last = bolt.frame.lock
        bolt.bed.advance(1)
    assert seen == [(50, 1), (650, 0), (1650, 1), (2250, 0)]


def test_pp_044_five_tries_then_lock_open():
    bolt = Bolt()
    bolt.stuck = True
    bolt.tick(1, 5 + 5 * 60 + 4 * 100 + 1)
    assert not bolt.bed.latch.bits
    bolt.tick(1)
    assert bolt.bed.latched() == ["lock_open"]
    # 600 ms of drive and 1 s of rest, five times
    assert [drive[0] for drive in bolt.drives] == [50, 1650, 3250, 4850, 6450]


def test_a_bolt_that_does_not_leave_is_stuck():
    bolt = Bolt()
    bolt.tick(1, 50)
    bolt.stuck = True
    bolt.tick(0, 5 * 60 + 4 * 100 + 1)
    assert not bolt.bed.latch.bits
    bolt.tick(0)
    assert bolt.bed.latched() == ["lock_stuck"]


def test_it_comes_on_the_third_try():
    bolt = Bolt()
    bolt.stuck = True
    bolt.tick(1, 300)
    bolt.stuck = False
    bolt.tick(1, 80)
    assert bolt.lock.locked
    assert not bolt.bed.latch.bits
    assert len(bolt.drives) == 3


def test_a_new_wish_gets_its_own_tries():
    bolt = Bolt()
    bolt.stuck = True
    bolt.tick(1, 700)
    bolt.stuck = False
    bolt.tick(0, 20)
    bolt.tick(1, 60)
    assert bolt.lock.locked


def test_a_bolt_that_falls_out_again_gets_five_tries_of_its_own():
    bolt = Bolt()
    bolt.stuck = True
    bolt.tick(1, 300)
    bolt.stuck = False
    bolt.tick(1, 200)
    assert bolt.lock.locked
    bolt.drives = []
    bolt.stuck = True
    bolt.frame.bolt = 0
    bolt.tick(1, 5 + 5 * 60 + 4 * 100 + 1)
    assert not bolt.bed.latch.bits
    bolt.tick(1)
    assert bolt.bed.latched() == ["lock_open"]
    assert len(bolt.drives) == 5


def test_a_wish_that_turns_as_the_bolt_moves_starts_afresh():
    bolt = Bolt()
    bolt.stuck = True
    bolt.tick(1, 340)  # in the third drive
    assert bolt.frame.lock == 1
    bolt.frame.bolt = 1  # now it came, and is not wanted any more
    bolt.drives = []
    bolt.tick(0)
    assert bolt.frame.lock == 0
    bolt.tick(0, 4 + 5 * 60 + 4 * 100 + 1)
    assert not bolt.bed.latch.bits
    bolt.tick(0)
    assert bolt.bed.latched() == ["lock_stuck"]
    assert [drive[1] for drive in bolt.drives] == [-1] * 5


def test_a_fault_of_the_lock_that_was_cleared_gives_five_new_tries():
    for closed, fault in ((1, faults.LOCK_OPEN), (0, faults.LOCK_STUCK)):
        bolt = Bolt()
        bolt.tick(1, 0 if closed else 50)
        bolt.stuck = True
        for _ in range(3):
            bolt.drives = []
            while not bolt.bed.latch.bits:
                bolt.tick(closed)
            assert bolt.bed.latched() == [faults.FAULTS[fault][0]]
            assert len(bolt.drives) == 5
            bolt.bed.latch.settle(bolt.bed.frame.now_ms, True)
            bolt.tick(closed, 1000)
            assert len(bolt.drives) == 5  # none of its own accord
            bolt.bed.clear(fault, False)  # its cause is not there in every tick
            assert not bolt.bed.latch.bits


def test_pp_044_no_drive_beyond_600_ms_even_while_the_bolt_moves():
    for ms, drive in ((599, 1), (600, 0)):
        bolt = Bolt()
        bolt.stuck = True
        bolt.tick(1, 6)
        assert bolt.frame.lock == 1
        bolt.bed.advance(ms - 10)
        bolt.frame.bolt = 1
        bolt.lock.check(bolt.frame, False)
        bolt.lock.want(bolt.frame, 1, 1000)
        assert bolt.frame.lock == drive, ms


def test_a_bolt_that_has_moved_is_not_locked_before_it_was_asked_again():
    bolt = Bolt()
    bolt.tick(1, 60)
    assert bolt.lock.locked
    for feedback in (0, 1):
        bolt.frame.bolt = feedback
        bolt.lock.check(bolt.frame, False)
        assert not bolt.lock.locked


def test_without_a_bolt_every_wish_is_met():
    bolt = Bolt(fitted=0)
    for closed in (1, 0, 1):
        bolt.tick(closed)
        assert bolt.lock.rests == closed

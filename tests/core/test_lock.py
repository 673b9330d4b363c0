"""PP-040..045: the bolt moves, and is believed only by its feedback."""

from core.config import J1772, LOCK_FITTED, TETHERED
from tests.core.bolt import Bolt
from tests.core.parts import counters


def test_locks_and_reports_only_what_the_feedback_says():
    bolt = Bolt()
    bolt.tick(1, 5)
    assert bolt.drives == []  # 50 ms of stable feedback first
    bolt.tick(1, 30)
    assert not bolt.lock.locked
    assert bolt.frame.lock == 1
    bolt.tick(1, 5)
    assert not bolt.lock.locked  # and 50 ms of it after
    bolt.tick(1)
    assert bolt.lock.locked
    assert bolt.frame.lock == 0


def test_the_drive_goes_on_until_the_feedback_has_stood_50_ms():
    bolt = Bolt()
    bolt.tick(1, 5)
    driven = []
    for _ in range(40):
        bolt.tick(1)
        driven.append(bolt.frame.lock)
    assert driven == [1] * 35 + [0] * 5  # 300 ms to move, 50 ms to be believed


def test_pp_043_a_bolt_already_in_is_believed_only_once_it_was_seen_out():
    bolt = Bolt(bolt=1)
    bolt.tick(1, 175)
    assert bolt.drives == [(50, -1), (50 + 350 + 1000, 1)]
    assert not bolt.lock.locked
    bolt.tick(1, 10)
    assert bolt.lock.locked


def test_a_bolt_already_out_is_not_driven():
    bolt = Bolt()
    bolt.tick(0, 100)
    assert bolt.drives == []
    assert not bolt.lock.locked


def test_nothing_asked_moves_nothing():
    bolt = Bolt(bolt=1)
    bolt.open_ms = 0
    bolt.tick(0, 100)
    assert bolt.drives == []
    assert not bolt.lock.locked


def test_df_007_no_release_before_the_contacts_were_open_200_ms():
    bolt = Bolt()
    bolt.tick(1, 50)
    assert bolt.lock.locked
    bolt.open_ms = 199
    bolt.drives = []
    bolt.tick(0, 100)
    assert bolt.drives == []
    assert bolt.frame.bolt == 1
    assert not bolt.lock.locked  # what is not wanted any more is not relied on
    bolt.open_ms = 200
    bolt.tick(0)
    assert bolt.bed.ms == 1510
    assert bolt.frame.lock == -1
    assert not bolt.lock.locked
    bolt.tick(0, 50)
    assert bolt.frame.bolt == 0
    assert not bolt.lock.locked


def test_pp_043_a_feedback_that_always_says_locked_is_not_believed():
    for ticks in (1, 2000):
        bolt = Bolt(bolt=1)
        bolt.stuck = True
        bolt.tick(0, ticks)  # a wish to release that the bolt was never seen to follow
        bolt.drives = []
        for _ in range(720):
            bolt.tick(1)
            assert not bolt.lock.locked
        assert [drive[1] for drive in bolt.drives] == [-1] * 5
        assert bolt.bed.latched() == ["lock_stuck"]


def test_a_bolt_said_to_be_in_just_after_the_start_moves_out_before_it_counts():
    bolt = Bolt(bolt=0)
    bolt.tick(1)
    bolt.frame.bolt = 1
    bolt.tick(1, 10)
    assert not bolt.lock.locked
    assert [drive[1] for drive in bolt.drives] == [-1]


def test_a_bolt_that_was_to_leave_and_did_not_moves_out_before_it_counts():
    bolt = Bolt()
    bolt.tick(1, 50)
    bolt.open_ms = 199
    bolt.tick(0, 10)
    bolt.drives = []
    bolt.tick(1, 50)
    assert not bolt.lock.locked
    assert bolt.drives == []
    bolt.open_ms = 200
    start = bolt.bed.ms
    bolt.tick(1, 250)
    assert bolt.drives == [(start, -1), (start + 350 + 1000, 1)]  # seen out, 1 s of rest, in
    assert bolt.lock.locked
    assert not bolt.bed.latch.bits


def test_the_bolt_closes_whatever_the_contacts_do():
    bolt = Bolt()
    bolt.open_ms = 0
    bolt.tick(1, 50)
    assert bolt.lock.locked
    assert bolt.drives == [(50, 1)]


def test_a_bolt_lost_while_energised_is_a_fault_after_two_windows():
    bolt = Bolt()
    bolt.tick(1, 50)
    bolt.energised = True
    bolt.frame.bolt = 0
    bolt.tick(1)
    assert not bolt.bed.latch.bits
    bolt.tick(1)
    assert bolt.bed.latched() == ["lock_open"]


def test_a_bolt_lost_for_days_is_counted_no_further():
    bolt = Bolt(bolt=1)
    bolt.tick(1, 50)
    bolt.stuck = bolt.energised = True
    bolt.frame.bolt = 0
    bolt.tick(1, 800)
    before = counters(bolt.lock)
    bolt.tick(1, 10)
    assert counters(bolt.lock) == before


def test_one_bad_feedback_tick_is_forgiven():
    bolt = Bolt()
    bolt.tick(1, 50)
    bolt.energised = True
    for value in (0, 1, 0, 1):
        bolt.frame.bolt = value
        bolt.tick(1)
    assert not bolt.bed.latch.bits


def test_without_a_lock_the_way_is_free():
    for kind in ({"fitted": 0}, {"fitted": LOCK_FITTED | TETHERED}, {"profile": J1772}):
        bolt = Bolt(**kind)
        bolt.energised = True
        bolt.tick(1, 100)
        assert bolt.lock.locked
        assert bolt.drives == []
        assert not bolt.bed.latch.bits


def test_a_bolt_lost_from_the_first_tick_counts_two_windows():
    bolt = Bolt()
    bolt.energised = True
    bolt.tick(1)
    assert not bolt.bed.latch.bits
    bolt.tick(1)
    assert bolt.bed.latched() == ["lock_open"]


def test_a_bolt_that_bounces_is_not_believed_nor_driven_for_50_ms():
    bolt = Bolt()
    bolt.tick(1, 150)
    bolt.frame.bolt = 0
    for _ in range(5):
        bolt.tick(1)
        assert not bolt.lock.locked
        assert bolt.frame.lock == 0
    bolt.tick(1)
    assert bolt.frame.lock == 1

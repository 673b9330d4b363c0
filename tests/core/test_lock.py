"""PP-040..045: the bolt moves, is believed only by its feedback, and gives up in the end."""

from core.config import J1772, LOCK_FITTED, TETHERED
from core.lock import Lock
from tests.core.parts import Bed


class Bolt:
    """A lock on a bolt that follows the drive after 300 ms, or does not."""

    def __init__(self, fitted=LOCK_FITTED, bolt=0, **kind):
        self.bed = Bed(fitted=fitted, **kind)
        self.lock = self.bed.make(Lock)
        self.frame = self.bed.frame
        self.frame.bolt = bolt
        self.stuck = False
        self.energised = False
        self.open_ms = 1000
        self._driven = 0
        self.drives = []

    def tick(self, closed, count=1):
        for _ in range(count):
            self.lock.check(self.frame, self.energised)
            before = self.frame.lock
            self.lock.want(self.frame, closed, self.open_ms)
            if self.frame.lock and not before:
                self.drives.append((self.bed.ms, self.frame.lock))
            self._driven = self._driven + 10 if self.frame.lock else 0
            if self._driven >= 300 and not self.stuck:
                self.frame.bolt = 1 if self.frame.lock > 0 else 0
            self.bed.advance()


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


def test_a_bolt_already_there_is_not_driven():
    bolt = Bolt(bolt=1)
    bolt.tick(1, 10)
    assert bolt.lock.locked
    assert bolt.drives == []


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
    bolt.tick(0, 100)
    assert bolt.lock.locked
    assert bolt.frame.bolt == 1
    bolt.open_ms = 200
    bolt.tick(0)
    assert bolt.bed.ms == 1510
    assert bolt.frame.lock == -1
    assert not bolt.lock.locked
    bolt.tick(0, 50)
    assert bolt.frame.bolt == 0
    assert not bolt.lock.locked


def test_pp_044_five_tries_then_lock_open():
    bolt = Bolt()
    bolt.stuck = True
    bolt.tick(1, 5 + 5 * 60 + 4 * 100)
    assert not bolt.bed.latch.bits
    bolt.tick(1)
    assert bolt.bed.latched() == ["lock_open"]
    # 600 ms of drive and 1 s of rest, five times
    assert [drive[0] for drive in bolt.drives] == [50, 1650, 3250, 4850, 6450]


def test_a_bolt_that_does_not_leave_is_stuck():
    bolt = Bolt()
    bolt.tick(1, 50)
    bolt.stuck = True
    bolt.tick(0, 5 * 60 + 4 * 100)
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


def test_a_bolt_lost_while_energised_is_a_fault_after_two_ticks():
    bolt = Bolt()
    bolt.tick(1, 50)
    bolt.energised = True
    bolt.frame.bolt = 0
    bolt.tick(1)
    assert not bolt.bed.latch.bits
    bolt.tick(1)
    assert bolt.bed.latched() == ["lock_open"]


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


def test_a_bolt_lost_from_the_first_tick_counts_two_ticks():
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
    bolt.tick(1, 5 + 5 * 60 + 4 * 100)
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
    bolt.tick(0, 4 + 5 * 60 + 4 * 100)
    assert not bolt.bed.latch.bits
    bolt.tick(0)
    assert bolt.bed.latched() == ["lock_stuck"]
    assert [drive[1] for drive in bolt.drives] == [-1] * 5

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
    bolt.tick(0, 50)
    assert bolt.frame.bolt == 0
    assert not bolt.lock.locked


def test_pp_044_five_tries_then_lock_open():
    bolt = Bolt()
    bolt.stuck = True
    took = bolt.bed.until_latched(lambda: bolt.tick(1), 20000)
    assert bolt.bed.latched() == ["lock_open"]
    assert len(bolt.drives) == 5
    # 600 ms of drive and 1 s of rest, five times
    gaps = [bolt.drives[i + 1][0] - bolt.drives[i][0] for i in range(4)]
    assert gaps == [1600, 1600, 1600, 1600]
    assert took == bolt.drives[4][0] + 610


def test_a_bolt_that_does_not_leave_is_stuck():
    bolt = Bolt()
    bolt.tick(1, 50)
    bolt.stuck = True
    bolt.bed.until_latched(lambda: bolt.tick(0), 20000)
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

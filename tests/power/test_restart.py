from core import faults, states
from core.journal import Snapshot
from power.restart import Delay, Ramp

HIGHEST = -1


def dice(face):
    """Return random(n) that shows `face`, or its highest."""
    return lambda n: n - 1 if face == HIGHEST else min(face, n - 1)


class Core:
    """A snapshot that a test moves."""

    def __init__(self, delay):
        self.delay = delay
        self.snapshot = Snapshot()
        self.snapshot.state = states.STARTUP
        self.now_ms = 0x3FFFFFFF - 5000  # every test crosses the wrap

    def be(self, state, letter, fault=-1):
        self.snapshot.state = state
        self.snapshot.letter = letter
        self.snapshot.plugged = 1 if states.B <= letter <= states.D else 0
        self.snapshot.faults = 1 << fault if fault >= 0 else 0

    def run(self, ms):
        """Let `ms` pass in steps of the main job; return how long energy was held back."""
        held = 0
        for _ in range(ms // 50):
            self.now_ms = (self.now_ms + 50) & 0x3FFFFFFF
            self.delay.watch(self.snapshot, self.now_ms)
            held += 50 if self.delay.holds(self.now_ms) else 0
        return held


def started(longest_s=60, face=HIGHEST, letter=states.A):
    core = Core(Delay(longest_s, dice(face)))
    core.run(1000)
    core.be(states.WAITING if letter else states.IDLE, letter)
    return core


def test_a_car_that_was_there_at_power_up_waits():
    core = started(letter=states.C)
    assert core.run(120000) == 60000


def test_the_wait_is_random_to_the_second():  # NA-002
    for face in (0, 1, 37):
        core = started(face=face, letter=states.B)
        assert core.run(120000) == face * 1000


def test_no_wait_without_the_setting():
    core = started(longest_s=0, letter=states.B)
    assert core.run(10000) == 0


def test_a_car_that_comes_later_does_not_wait():
    core = started()
    core.run(3000)
    core.be(states.WAITING, states.B)
    assert core.run(60000) == 0


def test_energy_is_held_back_from_the_fault_on_and_after_it():
    for fault in (
        faults.OVER_VOLTAGE,
        faults.UNDER_VOLTAGE,
        faults.FREQUENCY,
        faults.PHASE_LOSS,
    ):
        core = started()
        core.run(3000)
        core.be(states.CHARGING, states.C)
        assert core.run(10000) == 0
        core.be(states.FAULT, states.C, fault)
        assert core.run(20000) == 20000
        core.be(states.WAITING, states.C)
        assert core.run(120000) == 60000


def test_other_faults_do_not_delay():
    core = started()
    core.run(3000)
    core.be(states.FAULT, states.C, faults.CP_DIODE)
    assert core.run(5000) == 0
    core.be(states.WAITING, states.C)
    assert core.run(5000) == 0


def test_unplugging_ends_the_wait():
    core = started(letter=states.B)
    core.run(1000)
    core.be(states.IDLE, states.A)
    core.run(50)
    assert core.run(1000) == 0
    core.be(states.WAITING, states.B)
    assert core.run(1000) == 0


def test_somebody_on_the_spot_may_end_the_wait():  # NA-003
    core = started(letter=states.B)
    core.run(1000)
    assert core.delay.left_ms(core.now_ms) == 60000 - 950
    core.delay.skip()
    assert core.run(1000) == 0
    assert core.delay.left_ms(core.now_ms) == 0


def test_half_an_hour_is_waited_out():
    core = started(longest_s=1800, letter=states.B)
    assert core.run(2000000) == 1800000


def test_without_a_ramp_the_target_is_the_cap():
    ramp = Ramp(0)
    for now_ms in range(0, 1000, 50):
        assert ramp.cap(32000, 1, now_ms) == 32000


def test_the_ramp_starts_at_6_a_and_rises_by_so_much_a_minute():
    ramp = Ramp(6000)
    now_ms = 0x3FFFFFFF - 100
    for _ in range(100):
        now_ms = (now_ms + 50) & 0x3FFFFFFF
        assert ramp.cap(32000, 0, now_ms) == 6000
    for step in range(1, 12001):
        now_ms = (now_ms + 50) & 0x3FFFFFFF
        wanted = min(6000 + 6000 * step * 50 // 60000, 32000)
        assert ramp.cap(32000, 1, now_ms) == wanted


def test_the_ramp_never_holds_back_a_reduction():
    ramp = Ramp(600000)
    for now_ms in range(0, 5000, 50):
        ramp.cap(32000, 1, now_ms)
    assert ramp.cap(8000, 1, 5000) == 8000
    assert ramp.cap(0, 1, 5000) == 0
    assert ramp.cap(32000, 1, 5000) == 6000
    assert ramp.cap(32000, 1, 5050) == 6500


def test_every_charge_starts_its_own_ramp():
    ramp = Ramp(6000)
    for now_ms in range(0, 60000, 50):
        ramp.cap(32000, 1, now_ms)
    assert ramp.cap_ma > 11000
    assert ramp.cap(32000, 0, 60000) == 6000
    assert ramp.cap(32000, 1, 60050) == 6005


def test_a_stall_does_not_jump_the_ramp():
    ramp = Ramp(6000)
    ramp.cap(32000, 1, 0)
    assert ramp.cap(32000, 1, 3600000) == 6100


def test_the_wait_and_the_ramp_allocate_nothing():
    from tests.no_alloc import no_alloc

    core = started(letter=states.B)
    watch, holds, ramp = core.delay.watch, core.delay.holds, Ramp(600000)
    snapshot = core.snapshot
    with no_alloc():
        for now_ms in range(0, 5000, 50):
            watch(snapshot, now_ms)
            holds(now_ms)
            ramp.cap(32000, 1, now_ms)

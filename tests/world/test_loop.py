"""The order of things: ticks and their jitter, stalls, resets, power, the watchdog."""

from core.frame import GATE_STARVED, Frame
from tools.world.loop import BURST_US, HARD_US, JITTER_US, SOFT_US, TICK_US, Loop

MS = 1000


class Firmware(Loop):
    """Closes the contactor on its first tick and notes when what of it ran."""

    def __init__(self, seed=1, start_ticks_ms=0):
        Loop.__init__(self, {}, seed, start_ticks_ms)
        self.ticks = []
        self.ran = []  # of the job
        self.builds = []
        self.feeds = True
        self.frame = None

    def build(self):
        self.builds.append(self.clock.now_us)
        self.frame = Frame()
        self.frame.arm = self.frame.coils = 1
        self.frame.duty = 2666
        self.stamps = [0] * 20000  # a tick allocates nothing
        self.count = 0
        self.hal.start(self._tick)
        self.hal.feed()
        self.jobs = [[self.clock.now_us, 50 * MS, self._job]]

    def _tick(self):
        self.hal.sample(self.frame)
        self.stamps[self.count] = self.clock.now_us
        self.count += 1
        self.hal.act(self.frame)
        self.frame.arm = 0

    def _job(self):
        self.ran.append(self.clock.now_us)
        if self.feeds:
            self.hal.feed()

    def times(self):
        return self.stamps[: self.count]


def played(ms, seed=1):
    loop = Firmware(seed)
    loop.run_until(ms * MS)
    return loop


def test_ticks_come_every_10_ms_with_jitter_and_no_drift():
    loop = played(5000)
    late = [us - (number + 1) * TICK_US for number, us in enumerate(loop.times())]
    assert len(late) == 499
    assert min(late) >= 0
    assert max(late) <= JITTER_US
    assert max(late) - min(late) > JITTER_US // 2
    assert loop.ran == [number * 50 * MS for number in range(101)]


def test_a_seed_is_a_world():
    assert played(1000).times() == played(1000).times()
    assert played(1000, seed=1).times() != played(1000, seed=2).times()


def test_steps_of_any_size_play_the_same():
    whole = played(1000)
    parts = Firmware()
    for us in range(0, 1000 * MS + 1, 777):
        parts.run_until(us)
    parts.run_until(1000 * MS)
    assert parts.times() == whole.times()
    assert parts.ran == whole.ran


def test_the_script_comes_before_what_else_is_due():
    loop = played(99)
    seen = []
    loop.looked = lambda: seen.append((loop.clock.now_us, loop.plant.poles)) or False
    loop.run_until(99999)
    loop.set("estop", True)
    loop.run_until(200 * MS)
    assert loop.plant.driver == 0
    assert (99999 + 15 * MS, 0) in seen


def test_a_stall_runs_nothing_then_a_burst_then_the_jobs():
    loop = played(1000)
    loop.run_until(1003 * MS)
    before = loop.count
    loop.set("cpu.stall_ms", 100)
    loop.run_until(1103 * MS - 1)
    assert loop.count == before
    loop.run_until(1200 * MS)
    burst = loop.times()[before:][:10]
    assert burst == [1103 * MS + BURST_US * number for number in range(10)]
    assert loop.times()[before + 10] >= 1110 * MS
    assert burst[-1] < next(us for us in loop.ran if us > 1003 * MS) < 1110 * MS
    # the gate did not wait
    assert loop.plant.gate.bits == GATE_STARVED
    assert loop.plant.driver == 0


def test_a_short_stall_is_survived():
    loop = played(1000)
    loop.set("cpu.stall_ms", 35)
    loop.run_until(2000 * MS)
    assert loop.plant.driver == 1
    assert loop.resets == []


def test_a_hard_reset_drops_the_coil_at_once_and_rebuilds_after_200_ms():
    for kind in ("hard", "watchdog"):
        loop = played(1000)
        assert loop.plant.poles
        loop.set("cpu.reset", kind)
        assert (loop.plant.driver, loop.plant.duty) == (0, 10000)
        loop.run_until(5000 * MS)
        assert loop.builds == [0, 1000 * MS + HARD_US]
        assert loop.resets == [(1000 * MS, kind)]


def test_a_soft_reset_keeps_the_pads_until_the_gate_starves_or_the_firmware_begins():
    loop = played(1000)
    loop.set("cpu.reset", "soft")
    before = loop.count
    assert (loop.plant.driver, loop.plant.duty) == (1, 2666)
    fed_us = loop.times()[-1]
    loop.run_until(fed_us + 50 * MS - 1)
    assert loop.plant.driver == 1
    loop.run_until(fed_us + 50 * MS)
    assert loop.plant.driver == 0
    assert loop.plant.duty == 2666
    assert loop.count == before
    loop.run_until(1000 * MS + SOFT_US)
    assert loop.plant.duty == 10000
    assert loop.builds == [0, 1000 * MS + SOFT_US]


def test_a_watchdog_that_is_not_fed_resets_after_2_s():
    loop = played(1010)
    loop.feeds = False
    loop.run_until(3000 * MS - 1)
    assert loop.plant.driver == 1
    loop.run_until(3000 * MS)
    assert loop.plant.driver == 0
    assert loop.resets == [(3000 * MS, "watchdog")]


def test_a_stall_of_2_s_ends_with_the_watchdog():
    loop = played(1010)
    loop.set("cpu.stall_ms", 10000)
    loop.run_until(3500 * MS)
    assert loop.resets == [(3000 * MS, "watchdog")]
    assert loop.builds == [0, 3000 * MS + HARD_US]
    assert loop.count > 0


def test_a_soft_reset_does_not_stop_the_watchdog():
    loop = played(1010)
    loop.build = lambda: None  # the new firmware hangs
    loop.set("cpu.reset", "soft")
    loop.run_until(3500 * MS)
    assert loop.resets == [(1010 * MS, "soft"), (3000 * MS, "watchdog")]


def test_power_off_and_on():
    loop = played(1000)
    loop.set("power", False)
    assert (loop.plant.driver, loop.plant.duty) == (0, 0)
    loop.run_until(1014 * MS)
    assert loop.plant.poles
    before = loop.count
    loop.run_until(9000 * MS)
    assert loop.plant.poles == 0
    assert loop.count == before
    loop.set("power", False)  # twice is once
    loop.set("cpu.reset", "hard")  # of a chip without power
    loop.run_until(9000 * MS)
    loop.set("power", True)
    loop.run_until(9100 * MS)
    assert loop.plant.duty == 10000
    loop.run_until(9300 * MS)
    assert loop.builds == [0, 9000 * MS + HARD_US]
    assert loop.plant.driver == 1


def test_the_tick_counter_starts_where_it_is_told_to():
    loop = Firmware(1, (1 << 30) - 500)
    loop.run_until(495 * MS)
    assert loop.frame.now_ms > (1 << 30) - 20
    loop.run_until(520 * MS)
    assert loop.frame.now_ms < 20
    assert loop.plant.driver == 1


def test_safe_ends_the_ticks():
    loop = played(1000)
    before = loop.count
    loop.hal.safe()
    loop.run_until(2000 * MS)  # the jobs go on
    assert loop.plant.driver == 0
    assert loop.count == before
    assert loop.ran[-1] == 2000 * MS

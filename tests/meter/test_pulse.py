"""Energy and power from S0 pulses."""

from meter.pulse import PulseMeter
from meter.register import Register


class Bench:
    """A counter and a clock."""

    def __init__(self, per_kwh=1000, now_ms=0, count=0):
        self.now_ms = now_ms
        self.pulses = count
        self.broken = False
        self.meter = PulseMeter(self, per_kwh, lambda: self.now_ms & 0x3FFFFFFF)

    def count(self):
        if self.broken:
            raise OSError(5)
        return self.pulses & 0x3FFFFFFF

    def run(self, ms, period_ms=0):
        """Read every 100 ms, with a pulse each `period_ms`; return the last reading."""
        end_ms = self.now_ms + ms
        due_ms = self.now_ms + period_ms
        while self.now_ms < end_ms:
            self.now_ms += 100
            while period_ms and due_ms <= self.now_ms:
                self.pulses += 1
                due_ms += period_ms
            reading = self.meter.read()
        return reading


def test_energy_is_the_pulses_and_starts_at_0():
    bench = Bench(count=77)
    reading = bench.meter.read()
    assert (reading.energy_mwh, reading.power_mw) == (0, 0)
    assert (reading.guards, reading.estimated, reading.serial) == (False, False, "")
    reading = bench.run(100000, 1000)
    assert (reading.energy_mwh, reading.energy_wh) == (100000, 100)
    assert bench.meter.pulses == 100


def test_no_rest_is_lost_where_a_pulse_is_no_whole_mwh():
    for per_kwh in (3, 375, 600, 6400):
        bench = Bench(per_kwh)
        reading = bench.run(per_kwh * 100, 100)
        assert reading.energy_mwh == 1000000, per_kwh


def test_power_is_the_mean_of_a_window():  # S0-004
    for per_kwh, period_ms, watts in (
        (1000, 3600, 1000),
        (1000, 900, 4000),
        (1000, 327, 11009),
        (100, 36000, 1000),
        (10000, 60, 6000),
    ):
        bench = Bench(per_kwh)
        reading = bench.run(20 * period_ms + 30000, period_ms)
        assert abs(reading.power_mw - watts * 1000) <= watts * 1000 // 50, (per_kwh, period_ms)


def test_one_interval_makes_no_power():
    bench = Bench()
    assert bench.run(3700, 3600).power_mw == 0
    assert bench.run(3600, 3600).power_mw == 0
    assert bench.run(7200, 3600).power_mw > 0


def test_power_fades_when_pulses_stay_away_and_ends():
    bench = Bench()
    full_mw = bench.run(60000, 360).power_mw
    assert 9800000 <= full_mw <= 10200000
    assert bench.run(300).power_mw == full_mw
    assert 1800000 <= bench.run(3300).power_mw <= 2100000
    assert 190000 <= bench.run(32400).power_mw <= 210000
    bench.run(565000)
    assert bench.meter.read().power_mw == 0
    for _ in range(3):  # the counter of ms may wrap as often as it likes
        bench.now_ms += 2**29
        assert bench.meter.read().power_mw == 0
    assert bench.run(5000, 360).power_mw == 0  # no window is over
    assert 9500000 <= bench.run(60000, 360).power_mw <= 10500000


def test_pulses_and_time_may_wrap():
    bench = Bench(now_ms=2**30 - 5000, count=2**30 - 3)
    reading = bench.run(60000, 500)
    assert reading.energy_mwh == 120000
    assert 7100000 <= reading.power_mw <= 7300000


def test_pulses_at_their_shortest_all_count():
    for jitter in (0, 59, 100):
        bench = Bench()
        bench.now_ms += jitter
        bench.run(60000, 60)
        assert (bench.meter.pulses, bench.meter.noise) == (1000, 0)


def test_what_comes_faster_than_pulses_can_is_noise():
    bench = Bench()
    bench.run(10000, 1000)
    bench.pulses += 500  # a contactor's sparks
    bench.run(1000)
    assert 10 < bench.meter.pulses <= 14
    assert bench.meter.pulses + bench.meter.noise == 510
    assert dict(bench.meter.notes())["pulses too fast to be true"] == bench.meter.noise


def test_two_reads_at_once_give_noise_no_more_room():
    bench = Bench()
    for _ in range(10):
        bench.pulses += 2
        bench.meter.read()
    assert (bench.meter.pulses, bench.meter.noise) == (2, 18)


def test_pulses_of_a_long_silence_of_the_reader_all_count():
    bench = Bench()
    bench.now_ms += 60000
    bench.pulses += 1000
    bench.meter.read()
    assert (bench.meter.pulses, bench.meter.noise) == (1000, 0)


def test_a_broken_counter_is_an_error_and_costs_nothing():
    bench = Bench()
    bench.run(1000, 100)
    bench.broken = True
    try:
        bench.meter.read()
        raised = False
    except OSError:
        raised = True
    assert raised
    bench.broken = False
    bench.pulses += 1
    bench.now_ms += 100
    assert bench.meter.read().energy_mwh == 11000


def test_the_register_goes_on_where_pulses_begin_again():
    bench = Bench()
    register = Register(30000000)
    register.take(bench.run(10000, 1000), 0)
    assert register.mwh == 10000
    again = Register(30000000)
    again.restore(register.mwh, register.keep())
    bench = Bench()
    again.take(bench.run(10000, 1000), 0)
    assert (again.mwh, again.jumps) == (20000, 0)

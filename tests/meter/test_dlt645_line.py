"""The DL/T 645 driver on a line that is silent, late, damaged or never quiet."""

from tests.meter.dlt_bench import METER, Bench
from tests.meter.dlt_meter import DltMeter


class Dice:
    """The same numbers in every Python."""

    def __init__(self, seed):
        self._state = seed

    def below(self, limit):
        """Return 0 to limit - 1."""
        self._state = (self._state * 1103515245 + 12345) & 0x3FFFFFFF
        return (self._state >> 12) % limit


def test_a_silent_meter_is_off_line_within_3_s_and_comes_back():
    meter = DltMeter(METER)
    bench = Bench([meter], METER)
    bench.run(5000)
    assert bench.read()
    bench.wire.meters = []
    bench.run(1500)
    assert bench.read()
    bench.run(2500)
    assert bench.read() is None
    bench.run(60000)
    bench.wire.meters = [meter]
    bench.run(8000)
    assert bench.read()


def test_a_meter_that_was_silent_for_a_whole_turn_of_the_counter_is_not_young():
    bench = Bench([DltMeter(METER)], METER)
    bench.run(5000)
    bench.wire.meters = []
    bench.wire.now_ms += 5000
    assert bench.read() is None
    bench.wire.now_ms += 2**30 - 5000
    assert bench.read() is None


def test_the_counter_wraps_unseen():
    bench = Bench([DltMeter(METER)], METER, start_ms=2**30 - 6000)
    bench.run(5000)
    for _ in range(50):
        bench.run(100)
        assert bench.read()
    assert bench.wire.now_ms > 2**30


def faulty(dice, late_ms):
    """Return a fault: a fifth of the answers is lost, damaged or late."""

    def fault(answer):
        what = dice.below(15)
        if what < 1:
            return []
        if what < 2:
            answer = bytearray(answer)
            answer[2 + dice.below(len(answer) - 2)] ^= 1 << dice.below(8)
            return [(answer, 0)]
        if what < 3:
            return [(answer, late_ms)]
        return [(answer, 0)]

    return fault


def gaps_of(baud, seed):
    """Return how often of 600 there was no young reading; energy and guards are right."""
    meter = DltMeter(METER)
    bench = Bench([meter], METER, baud=baud)
    bench.run(6000)
    bench.wire.fault = faulty(Dice(seed), 700)
    gaps = 0
    for _ in range(600):
        meter.energy += 1
        bench.run(500)
        meter.asked.clear()
        bench.wire.sent.clear()
        reading = bench.read()
        if reading is None:
            gaps += 1
            continue
        assert list(reading.current_ma) == [16000, 15500, 0]
        assert list(reading.voltage_mv) == [230400, 231000, 229900]
        assert meter.energy - 32 <= reading.energy_mwh // 10000 <= meter.energy
    assert bench.noted("without an answer") > 20
    assert bench.noted("damaged answers") > 10
    assert bench.noted("energy register jumped") == 0
    return gaps


def test_a_fifth_of_bad_frames_goes_unnoticed():  # REQ-MTR-1
    gaps = [gaps_of(9600, seed) for seed in range(5)]
    assert sum(gaps) <= 6, gaps


def test_at_the_slowest_speed_a_fifth_of_bad_frames_leaves_few_gaps():
    gaps = [gaps_of(2400, seed) for seed in range(5)]
    assert sum(gaps) <= 100, gaps


def test_a_line_that_is_never_quiet_stops_nothing_else():
    bench = Bench([], METER)
    for _ in range(20):
        bench.wire.put(b"\x68" * 500, bench.wire.now_ms)
        bench.run(500)
    assert bench.read() is None
    assert len(bench.wire.sent) < 10

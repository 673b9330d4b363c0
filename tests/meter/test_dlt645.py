"""The DL/T 645 driver against meters that behave, and some that do not."""

from tests.meter.dlt_bench import Bench
from tests.meter.dlt_meter import DltMeter

METER = "201708001234"


class Dice:
    """The same numbers in every Python."""

    def __init__(self, seed):
        self._state = seed

    def below(self, limit):
        """Return 0 to limit - 1."""
        self._state = (self._state * 1103515245 + 12345) & 0x3FFFFFFF
        return (self._state >> 12) % limit


def test_a_meter_found_by_the_wildcard_is_read_whole():
    meter = DltMeter(METER)
    bench = Bench([meter])
    assert bench.read() is None
    bench.run(12000)
    reading = bench.read()
    assert list(reading.current_ma) == [16000, 15500, 0]
    assert list(reading.voltage_mv) == [230400, 231000, 229900]
    assert reading.power_mw == 7265000
    assert reading.energy_wh == 12345670
    assert reading.energy_mwh == 12345670000
    assert reading.frequency_mhz == 49980
    assert reading.serial == METER
    assert reading.guards
    assert not reading.estimated
    assert bench.driver.rates_mwh == [w * 10000 for w in [1234567] + meter.rates]
    assert bench.noted("energy of rate 3, Wh") == 4000000
    assert bench.noted("without an answer") == 0
    # found once, from then on it is asked by its address
    assert bench.wire.sent[0][5:11] == b"\xaa" * 6
    assert bench.wire.sent[1][5:11] == b"\x34\x12\x00\x08\x17\x20"


def test_nothing_is_published_before_current_voltage_and_energy_are_known():
    bench = Bench([DltMeter(METER)], METER)
    seen = []
    for _ in range(300):
        bench.run(10)
        reading = bench.read()
        if reading:
            seen.append((reading.current_ma[0], reading.voltage_mv[0], reading.energy_wh))
    assert seen
    assert set(seen) == {(16000, 230400, 12345670)}


def test_two_questions_of_three_guard_the_pile():
    meter = DltMeter(METER)
    bench = Bench([meter], METER)
    bench.wire.delay_ms = 500  # as slow as DL-007 allows
    bench.run(8000)
    oldest_ms = 0
    for _ in range(200):
        bench.run(100)
        age_ms = bench.wire.now_ms - bench.read().at_ms
        oldest_ms = max(oldest_ms, age_ms)
    assert 1400 < oldest_ms < 3000
    asked = meter.asked[6:26]
    assert len([row for row in asked if row[:2] == (2, 2)]) == 8
    assert len([row for row in asked if row[:2] == (2, 1)]) == 8


def test_a_quick_meter_tells_its_energy_with_every_third_answer():
    meter = DltMeter(METER)
    bench = Bench([meter], METER, baud=9600)
    bench.run(8000)
    asked = meter.asked[6:54]
    assert len([row for row in asked if row[:2] == (2, 2)]) == 16
    assert len([row for row in asked if row == (0, 1, 0, 0)]) == 8


def test_a_reverse_current_and_power_are_negative():
    meter = DltMeter(METER)
    meter.current = [-16000, 500, -1]
    meter.power = -35260
    bench = Bench([meter], METER)
    bench.run(6000)
    assert list(bench.read().current_ma) == [-16000, 500, -1]
    assert bench.read().power_mw == -3526000


def test_a_meter_of_one_phase_leaves_the_others_at_0():
    for blocks in (True, False):
        meter = DltMeter(METER, phases=1)
        meter.blocks = blocks
        bench = Bench([meter], METER)
        bench.run(8000)
        reading = bench.read()
        assert list(reading.current_ma) == [16000, 0, 0], blocks
        assert list(reading.voltage_mv) == [230400, 0, 0]
        asked = len(meter.asked)
        refused = bench.noted("refused by the meter")
        bench.run(20000)
        assert bench.noted("refused by the meter") == refused  # not asked again
        assert len(meter.asked) > asked + 20
        assert bench.read()


def test_a_meter_without_blocks_is_asked_phase_by_phase():
    meter = DltMeter(METER)
    meter.blocks = False
    bench = Bench([meter], METER)
    bench.run(10000)
    assert list(bench.read().current_ma) == [16000, 15500, 0]
    assert list(bench.read().voltage_mv) == [230400, 231000, 229900]


def test_a_meter_that_measures_energy_only_guards_nothing():
    meter = DltMeter(METER, phases=0)
    meter.blocks = False
    bench = Bench([meter], METER)
    bench.run(8000)
    reading = bench.read()
    assert not reading.guards
    assert reading.energy_wh == 12345670


def test_what_a_meter_has_not_is_asked_for_once():
    meter = DltMeter(METER)
    meter.lacks = ((2, 3), (2, 0x80))  # power, frequency
    bench = Bench([meter], METER)
    bench.run(40000)
    reading = bench.read()
    assert (reading.power_mw, reading.frequency_mhz) == (0, 50000)
    for row in meter.lacks:
        assert len([asked for asked in meter.asked if asked[:2] == row]) == 1


def test_voltage_without_current_guards_nothing():
    for lacks in ((2, 2), (2, 1)):
        meter = DltMeter(METER)
        meter.lacks = (lacks,)
        bench = Bench([meter], METER)
        bench.run(12000)
        assert not bench.read().guards, lacks
        assert bench.read().energy_wh == 12345670


def test_an_answer_in_parts_is_put_together():
    meter = DltMeter(METER)
    meter.longest = 10
    bench = Bench([meter], METER)
    bench.run(40000)
    assert bench.driver.rates_mwh == [w * 10000 for w in [1234567] + meter.rates]
    assert list(bench.read().current_ma) == [16000, 15500, 0]
    assert bench.noted("answers in parts") > 20


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


def test_a_swapped_meter_is_found_and_believed_as_another():
    bench = Bench([DltMeter(METER)])
    bench.run(6000)
    new = DltMeter("000000000077")
    new.energy = 12
    bench.wire.meters = [new]
    bench.run(40000)
    reading = bench.read()
    assert reading.serial == "000000000077"
    assert reading.energy_wh == 120
    assert bench.noted("energy register jumped") == 1


def test_a_fixed_address_is_kept_whoever_else_is_there():
    bench = Bench([DltMeter("000000000077")], METER)
    bench.run(30000)
    assert bench.read() is None
    assert bench.driver._reading.serial == METER


def test_another_meter_on_the_bus_is_not_ours():
    mine, other = DltMeter(METER), DltMeter("000000000077")
    other.energy = 5
    bench = Bench([other, mine], METER)
    bench.run(10000)
    assert bench.read().energy_wh == 12345670
    assert other.asked == []


def test_an_energy_that_cannot_be_is_doubted_until_it_is_said_again():
    meter = DltMeter(METER)
    bench = Bench([meter], METER)
    bench.run(6000)
    meter.energy += 100000
    before = len([row for row in meter.asked if row[:2] == (0, 1)])
    while len([row for row in meter.asked if row[:2] == (0, 1)]) == before:
        bench.run(10)
    meter.energy -= 100000
    bench.run(10000)
    assert bench.read().energy_wh == 12345670
    assert bench.noted("energy readings doubted") == 1
    assert bench.noted("energy register jumped") == 0


def test_digits_that_are_none_are_counted_and_change_nothing():
    meter = DltMeter(METER)
    bench = Bench([meter], METER)
    bench.run(6000)
    frame = meter.frame

    def nonsense(control, data, digits=None):
        if data[:4] == b"\x00\xff\x01\x02":
            data = data[:4] + b"\x0a\x23\x00\x23\x00\x23"
        return frame(control, data, digits)

    meter.frame = nonsense
    bench.run(1500)
    assert bench.read().voltage_mv[0] == 230400
    assert bench.noted("values that cannot be") > 0
    bench.run(4000)
    assert bench.read() is None  # and grows old


def test_more_than_can_be_is_no_value():
    meter = DltMeter(METER)
    meter.current = [500001, 0, 0]
    bench = Bench([meter], METER)
    bench.run(5000)
    assert bench.read() is None
    meter.current = [500000, 0, 0]
    bench.run(5000)
    assert bench.read().current_ma[0] == 500000


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


def test_a_wrong_address_is_refused_by_name():
    for digits in ("12", "abcdefabcdef"):
        try:
            Bench([], digits)
            raised = ""
        except ValueError as error:
            raised = str(error)
        assert "12 digits" in raised

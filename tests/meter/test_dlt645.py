"""The DL/T 645 driver reads what a meter has, whatever it has not."""

from tests.meter.dlt_bench import METER, Bench
from tests.meter.dlt_meter import DltMeter


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

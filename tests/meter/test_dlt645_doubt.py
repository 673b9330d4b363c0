"""What the DL/T 645 driver does not believe: other meters, and values that cannot be."""

from tests.meter.dlt_bench import METER, Bench
from tests.meter.dlt_meter import DltMeter


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


def test_a_wrong_address_is_refused_by_name():
    for digits in ("12", "abcdefabcdef"):
        try:
            Bench([], digits)
            raised = ""
        except ValueError as error:
            raised = str(error)
        assert "12 digits" in raised

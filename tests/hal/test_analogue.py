"""Resistances and temperatures against data-sheet values and Ohm's law."""

from core.frame import OPEN_OHM, SENSOR_OPEN, SENSOR_SHORT
from hal.analogue import Proximity, Thermistor
from tests.no_alloc import no_alloc

NTC = [10000, 3950, 22000]  # a common 10 kohm part: beta 3950, ohm at each degree from its formula
OHM_AT_DC = ((-250, 144700), (0, 33620), (250, 10000), (500, 3588), (850, 1085), (1000, 698))


def _divided(full, ohm, pullup):
    return full * ohm // (ohm + pullup)


def test_every_cable_coding_reads_within_two_percent():
    for full, top in ((4096, 4085), (3300, 3050)):
        for series in (0, 100):
            pp = Proximity([1000, full, series], top)
            for ohm in (100, 220, 680, 1500):
                raw = _divided(full, ohm + series, 1000)
                assert abs(pp.ohm(raw) - ohm) * 50 <= ohm + 50, (full, series, ohm)


def test_an_open_cable_is_open_also_where_the_converter_saturates():
    pp = Proximity([1000, 3300, 0], 3050)
    for raw in (3050, 3100, 3299, 3300, 4095):
        assert pp.ohm(raw) == OPEN_OHM
    assert pp.ohm(3049) == 1000 * 3049 // (3300 - 3049)


def test_a_short_is_zero_and_never_less():
    assert Proximity([1000, 4096, 330], 4085).ohm(0) == 0


def test_temperatures_match_the_resistances_of_the_part():
    for full, bottom, top in ((4096, 10, 4085), (3300, 100, 3150)):
        sensor = Thermistor(NTC, full, bottom, top)
        for dc, ohm in OHM_AT_DC:
            assert abs(sensor.dc(_divided(full, ohm, 22000)) - dc) <= 8, (full, dc)


def test_temperature_rises_as_the_reading_falls():
    sensor = Thermistor(NTC, 4096, 10, 4085)
    last = -10000
    for raw in range(4000, 100, -1):
        dc = sensor.dc(raw)
        assert dc in (SENSOR_OPEN, SENSOR_SHORT) or dc >= last
        if dc != SENSOR_OPEN:
            last = dc
    assert last == SENSOR_SHORT or last > 1000


def test_a_broken_wire_and_a_short_are_told_from_heat_and_cold():
    sensor = Thermistor(NTC, 3300, 100, 3050)
    assert sensor.dc(3050) == SENSOR_OPEN
    assert sensor.dc(3300) == SENSOR_OPEN
    assert sensor.dc(100) == SENSOR_SHORT
    assert sensor.dc(0) == SENSOR_SHORT


def test_reading_allocates_nothing():
    pp = Proximity([1000, 3300, 0], 3050)
    sensor = Thermistor(NTC, 3300, 100, 3050)
    with no_alloc():
        for raw in range(0, 3301, 50):
            pp.ohm(raw)
            sensor.dc(raw)

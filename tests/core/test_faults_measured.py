"""Supply, current and heat on the whole outlet: opened, latched, recovered."""

from core.config import GBT
from core.frame import DUTY_X1, SENSOR_OPEN, SENSOR_SHORT
from tests.core.pile import LATE_MS, OUTPUT_MS, WHEEL_MS, Pile


def _opens(pile, limit_ms):
    return pile.until(lambda: pile.coil() == 0, limit_ms)


def test_oc_005_a_car_that_draws_too_much_is_asked_then_latched():
    pile = Pile().charge()
    pile.draws_ma = 18200
    pile.run(6500)
    assert pile.state() == "charging"
    assert pile.until_state("stopping", 1000) is not None
    pile.plug("B").settle()
    assert pile.faults() == ["over_current"]


def test_oc_005_one_that_ignores_the_request_is_opened_6_s_later():
    pile = Pile().charge()
    pile.draws_ma = 18200
    pile.until_state("stopping", 10000)
    assert 6000 - WHEEL_MS <= _opens(pile, 10000) <= 6000 + WHEEL_MS
    assert pile.settle().faults() == ["over_current"]


def test_t_21_gb_over_current_opens_between_5_and_10_s():
    pile = Pile(profile=GBT).charge().run(1000)
    pile.draws_ma = 19000
    took = _opens(pile, 20000)
    assert 5000 < took <= 10000
    assert pile.duty() == DUTY_X1


def test_ov_005_supply_faults_and_recovery():
    for volts, hertz, name in (
        ([270000, 230000, 230000], 50000, "over_voltage"),
        ([230000, 190000, 230000], 50000, "under_voltage"),
        ([230000, 230000, 0], 50000, "phase_loss"),
        ([230000, 230000, 230000], 45000, "frequency"),
    ):
        pile = Pile().charge()
        pile.volts_mv = volts
        pile.frequency_mhz = hertz
        took = _opens(pile, 3000)
        assert 1000 <= took <= 1100 + WHEEL_MS, name
        assert pile.faults() == [name]
        pile.until_state("fault", LATE_MS)
        assert pile.hal.bolt == 1
        pile.volts_mv = [230000, 230000, 230000]
        pile.frequency_mhz = 50000
        took = pile.until_state("charging", 100000)
        assert 60000 <= took <= 63000, name


def test_oc_009_derating_pauses_stops_and_recovers():
    pile = Pile(install_ma=16000).charge()
    pile.hal.socket_dc = 800
    pile.settle()
    assert pile.duty() == 8000 // 6
    pile.hal.socket_dc = 830
    pile.settle()
    assert pile.why()[0] == "hot"
    assert pile.state() == "stopping"
    pile.hal.socket_dc = 900
    pile.run(WHEEL_MS)
    assert pile.faults() == ["over_temperature"]
    pile.hal.socket_dc = 300
    assert pile.until_state("charging", 60000) >= 30000


def test_oc_009_a_broken_sensor_stops():
    for value in (SENSOR_OPEN, SENSOR_SHORT):
        pile = Pile().charge()
        pile.hal.board_dc = value
        assert WHEEL_MS <= _opens(pile, 1000) <= 2 * WHEEL_MS
        assert pile.faults() == ["temperature_sensor"]


def test_ov_005_the_first_measurement_has_its_whole_delay():
    pile = Pile()
    pile.volts_mv = [190000] * 3
    assert 1000 <= pile.until(pile.faults, 3000) <= 1000 + 3 * WHEEL_MS + OUTPUT_MS


def test_pe_001_pe_lost():
    pile = Pile().charge()
    pile.hal.pe = 0
    assert _opens(pile, 100) == 20
    assert pile.faults() == ["pe_lost"]

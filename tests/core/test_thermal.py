"""OC-009: derating by 10 % per K from 75 degrees, stop at 90, broken sensors."""

from core import faults
from core.config import BOARD_SENSOR, SOCKET_SENSOR
from core.frame import SENSOR_OPEN, SENSOR_SHORT
from core.thermal import Thermal
from tests.core.parts import Bed, counters
from tests.no_alloc import no_alloc

BOTH = BOARD_SENSOR | SOCKET_SENSOR


class Heat:
    """A thermal guard whose sensors say what a test wants."""

    def __init__(self, fitted=BOTH, **settings):
        self.bed = Bed(fitted=fitted, **settings)
        self.part = Thermal(self.bed.config, self.bed.latch)

    def at(self, board_dc, socket_dc=250, readings=1):
        """Return `limit_ma` after readings at these temperatures."""
        self.bed.frame.board_dc, self.bed.frame.socket_dc = board_dc, socket_dc
        for _ in range(readings):
            self.part.check(self.bed.frame)
        return self.part.limit_ma

    def caused(self, board_dc):
        """Return whether a tick finds the cause of a latched over-temperature."""
        self.bed.latch.settle(self.bed.frame.now_ms, True)
        self.at(board_dc)
        self.bed.clear(faults.OVER_TEMPERATURE, False)
        return self.bed.latch.has(faults.OVER_TEMPERATURE)


def test_the_stop_may_be_set_below_the_derating():
    heat = Heat(derate_dc=850, hot_dc=600)
    assert heat.at(599) == 32000
    assert heat.bed.latched() == []
    assert heat.at(600) == 32000
    assert heat.bed.latched() == ["over_temperature"]


def test_oc_009_10_percent_less_a_kelvin_from_75_degrees():
    heat = Heat()
    assert heat.part.limit_ma == 32000
    for dc, limit_ma in (
        (-400, 32000),
        (749, 32000),
        (750, 32000),
        (751, 31680),
        (760, 28800),
        (800, 16000),
        (849, 320),
        (850, 0),
        (851, 0),
        (899, 0),
        (250, 32000),
    ):
        assert heat.at(dc) == limit_ma, dc
    assert not heat.bed.latch.bits


def test_derating_is_of_the_installation_s_current_and_rounds_down():
    assert Heat(install_ma=16000).at(751) == 15840
    assert Heat(install_ma=16001).at(751) == 15840
    assert Heat(install_ma=16000).at(250) == 16000


def test_both_temperatures_may_be_set():
    heat = Heat(derate_dc=600, hot_dc=700)
    assert [heat.at(600), heat.at(610)] == [32000, 28800]
    heat.at(699)
    assert not heat.bed.latch.bits
    heat.at(700)
    assert heat.bed.latched() == ["over_temperature"]
    assert heat.caused(600)
    assert not heat.caused(599)


def test_oc_009_stop_at_90_degrees():
    heat = Heat()
    heat.at(899)
    assert not heat.bed.latch.bits
    heat.at(900)
    assert heat.bed.latched() == ["over_temperature"]


def test_cooled_down_is_below_75_degrees():
    heat = Heat()
    heat.at(900)
    assert heat.caused(899)
    assert heat.caused(750)
    assert not heat.caused(749)
    heat.at(899)
    assert not heat.bed.latch.bits


def test_the_hotter_sensor_decides():
    for board_dc, socket_dc, limit_ma in ((760, 250, 28800), (250, 760, 28800), (770, 760, 25600)):
        assert Heat().at(board_dc, socket_dc) == limit_ma


def test_a_sensor_that_is_not_fitted_says_nothing():
    for value in (950, SENSOR_OPEN, SENSOR_SHORT):
        board, socket, none = Heat(BOARD_SENSOR), Heat(SOCKET_SENSOR), Heat(0)
        assert board.at(760, value, readings=10) == 28800
        assert socket.at(value, 760, readings=10) == 28800
        assert none.at(value, value, readings=10) == 32000
        for heat in (board, socket, none):
            assert not heat.bed.latch.bits


def test_oc_009_a_broken_sensor_is_a_fault_after_two_readings():
    for value in (SENSOR_OPEN, SENSOR_SHORT):
        for fitted, board_dc, socket_dc in (
            (BOTH, value, 250),
            (BOTH, 250, value),
            (BOTH, value, value),
            (BOARD_SENSOR, value, 250),
            (SOCKET_SENSOR, 250, value),
        ):
            heat = Heat(fitted)
            heat.at(board_dc, socket_dc)
            assert not heat.bed.latch.bits
            heat.at(board_dc, socket_dc)
            assert heat.bed.latched() == ["temperature_sensor"]
            heat.bed.latch.settle(0, True)
            heat.at(board_dc, socket_dc)  # the cause stays as long as the sensor is broken
            heat.bed.clear(faults.TEMPERATURE_SENSOR, False)
            assert heat.bed.latched() == ["temperature_sensor"]


def test_a_sensor_broken_for_days_is_counted_no_further():
    heat = Heat()
    heat.at(SENSOR_OPEN, readings=10)
    before = counters(heat.part)
    heat.at(SENSOR_OPEN, readings=10)
    assert counters(heat.part) == before


def test_a_short_break_is_forgiven_and_keeps_the_limit():
    heat = Heat()
    assert heat.at(760) == 28800
    for _ in range(3):
        assert heat.at(SENSOR_SHORT, 250) == 28800
        assert heat.at(760) == 28800
    assert not heat.bed.latch.bits


def test_a_value_beside_the_marks_is_a_temperature():
    heat = Heat()
    assert heat.at(SENSOR_OPEN + 1, SENSOR_OPEN + 1, readings=10) == 32000
    assert not heat.bed.latch.bits
    heat.at(SENSOR_SHORT - 1)
    assert heat.bed.latched() == ["over_temperature"]


def test_no_tick_allocates():
    heat = Heat()
    part, frame = heat.part, heat.bed.frame
    values = (250, 760, 950, SENSOR_OPEN)
    with no_alloc():
        for value in values:
            for _ in range(6):
                frame.board_dc = value
                part.check(frame)

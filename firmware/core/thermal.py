"""Temperature: derating, stop, and sensors that are broken (OC-009)."""

from micropython import const

from core import faults
from core.config import BOARD_SENSOR, SOCKET_SENSOR
from core.frame import SENSOR_OPEN, SENSOR_SHORT

_BROKEN_READINGS = const(2)  # in a row
_PERMILLE_PER_DC = const(10)  # -10 % per K, temperature in 0.1 K


class Thermal:
    """The hotter of two sensors decides. Called from the tick."""

    def __init__(self, config, latch):
        self._latch = latch
        self._config = config
        self._broken = 0
        self.limit_ma = config.install_ma

    def check(self, frame):
        """Set `limit_ma`; latch heat and broken sensors."""
        fitted = self._config.fitted
        hottest = coldest = frame.board_dc if fitted & BOARD_SENSOR else 0
        if fitted & SOCKET_SENSOR:
            hottest = max(hottest, frame.socket_dc)
            coldest = min(coldest, frame.socket_dc)
        if SENSOR_OPEN < coldest and hottest < SENSOR_SHORT:
            self._broken = 0
            self._derate(hottest)
            return
        self._broken = min(self._broken + 1, _BROKEN_READINGS)
        if self._broken >= _BROKEN_READINGS:
            self._latch.trip(faults.TEMPERATURE_SENSOR)

    def _derate(self, hottest_dc):
        config = self._config
        above = hottest_dc - config.derate_dc
        stop_dc = config.hot_dc
        if self._latch.has(faults.OVER_TEMPERATURE):
            stop_dc = config.derate_dc  # cooled down means no derating any more
        if hottest_dc >= stop_dc:
            self._latch.trip(faults.OVER_TEMPERATURE)
        if above <= 0:
            self.limit_ma = config.install_ma
        else:
            self.limit_ma = config.install_ma * max(1000 - above * _PERMILLE_PER_DC, 0) // 1000

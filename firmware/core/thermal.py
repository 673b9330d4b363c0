"""Temperature: derating, stop, and sensors that are broken (OC-009)."""

from micropython import const

from core import faults
from core.config import BOARD_SENSOR, SOCKET_SENSOR
from core.frame import SENSOR_OPEN, SENSOR_SHORT

_BROKEN_WINDOWS = const(5)
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
        hottest = SENSOR_OPEN
        broken = False
        if fitted & BOARD_SENSOR:
            broken = _is_broken(frame.board_dc)
            hottest = frame.board_dc
        if fitted & SOCKET_SENSOR:
            broken = broken or _is_broken(frame.socket_dc)
            hottest = max(hottest, frame.socket_dc)
        self._broken = min(self._broken + 1, _BROKEN_WINDOWS) if broken else 0
        if self._broken:
            if self._broken >= _BROKEN_WINDOWS:
                self._latch.trip(faults.TEMPERATURE_SENSOR)
            return
        self._derate(hottest)

    def _derate(self, hottest_dc):
        config = self._config
        above = hottest_dc - config.derate_dc
        stop_dc = config.hot_dc
        if self._latch.has(faults.OVER_TEMPERATURE):
            stop_dc = config.derate_dc  # cooled down means no derating any more
        if hottest_dc >= stop_dc:
            self._latch.trip(faults.OVER_TEMPERATURE)
        left = min(max(1000 - above * _PERMILLE_PER_DC, 0), 1000)
        self.limit_ma = config.install_ma * left // 1000


def _is_broken(value_dc):
    return value_dc == SENSOR_OPEN or value_dc == SENSOR_SHORT

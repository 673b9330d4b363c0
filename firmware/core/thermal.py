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
        self._board = config.fitted & BOARD_SENSOR
        self._socket = config.fitted & SOCKET_SENSOR
        self._broken = 0
        self.limit_ma = config.install_ma

    def check(self, frame):
        """Set `limit_ma`; latch heat and broken sensors."""
        hottest = coldest = frame.board_dc if self._board else 0
        if self._socket:
            socket_dc = frame.socket_dc
            if socket_dc > hottest:
                hottest = socket_dc
            else:
                coldest = socket_dc
        if SENSOR_OPEN < coldest and hottest < SENSOR_SHORT:
            self._broken = 0
            self._derate(hottest)
            return
        self._broken = min(self._broken + 1, _BROKEN_READINGS)
        if self._broken >= _BROKEN_READINGS:
            self._latch.trip(faults.TEMPERATURE_SENSOR)

    def _derate(self, hottest_dc):
        config = self._config
        install_ma = config.install_ma
        derate_dc = config.derate_dc
        stop_dc = config.hot_dc
        if hottest_dc < derate_dc and hottest_dc < stop_dc:
            self.limit_ma = install_ma
            return
        if self._latch.has(faults.OVER_TEMPERATURE):
            stop_dc = derate_dc  # cooled down means no derating any more
        if hottest_dc >= stop_dc:
            self._latch.trip(faults.OVER_TEMPERATURE)
        above = max(hottest_dc - derate_dc, 0)
        self.limit_ma = install_ma * max(1000 - above * _PERMILLE_PER_DC, 0) // 1000

"""An S0 meter: energy by counting pulses, power from many of them. S0-001, S0-003, S0-004.

A wire that is cut looks like a car that draws nothing: there is no telling.
"""

from micropython import const

from core.clock import elapsed
from meter.reading import Reading

_PULSE_MS = const(59)  # a pulse and its space last 60 ms at least; 1 % for our clock
_SLACK_MS = const(120)  # a read may come just before or after two of them
_WINDOW_MS = const(10000)  # a power is the mean over so long, and two intervals at least
_LEAST = const(2)
_DEAD_MS = const(600000)  # no pulse for so long: no power
_MASK = const(0x3FFFFFFF)
_MWH = const(1000000)  # in one kWh
_MW_MS = const(3600000000000)  # in one kWh


class PulseMeter:
    """Implements the meter of the shell. `counter`: count(), see hal; read every 100 ms or so.

    Its register begins at 0 with the pile (`volatile`): meter.register keeps what lasts.
    """

    def __init__(self, counter, pulses_per_kwh, ticks_ms):
        self.pulses = 0
        self.noise = 0  # pulses that came faster than a meter gives them: not counted
        self._counter = counter
        self._per_kwh = pulses_per_kwh
        self._ticks_ms = ticks_ms
        self._count = counter.count()
        self._read_ms = ticks_ms()
        self._credit_ms = _SLACK_MS
        self._running = False  # there was a pulse within _DEAD_MS: the times below hold
        self._began_ms = 0  # the pulse a window begins with
        self._began = 0
        self._last_ms = 0  # when the newest pulse was seen
        self._reading = Reading()
        self._reading.guards = False
        self._reading.volatile = True

    def read(self):
        """Return the Reading. Raises OSError when the counter is broken."""
        reading = self._reading
        now_ms = self._ticks_ms()
        if self._take(now_ms):
            mwh = self.pulses * _MWH // self._per_kwh
            reading.energy_mwh = mwh
            reading.energy_wh = mwh // 1000
            self._seen(now_ms)
        elif self._running:
            self._fade(elapsed(now_ms, self._last_ms))
        reading.at_ms = now_ms
        return reading

    def _take(self, now_ms):
        # count the new pulses; return whether there are any
        count = self._counter.count()
        new = (count - self._count) & _MASK
        self._count = count
        self._credit_ms = min(self._credit_ms, _SLACK_MS) + elapsed(now_ms, self._read_ms)
        self._read_ms = now_ms
        good = min(new, self._credit_ms // _PULSE_MS)
        self._credit_ms -= good * _PULSE_MS
        self.noise += new - good
        self.pulses += good
        return good > 0

    def _seen(self, now_ms):
        self._last_ms = now_ms
        if not self._running:
            self._running = True
            self._begin(now_ms)
            return
        pulses = self.pulses - self._began
        passed_ms = elapsed(now_ms, self._began_ms)
        if pulses >= _LEAST and passed_ms >= _WINDOW_MS:
            self._reading.power_mw = self._power(pulses, passed_ms)
            self._begin(now_ms)

    def _begin(self, now_ms):
        self._began_ms = now_ms
        self._began = self.pulses

    def _fade(self, quiet_ms):
        # with more power than this two more pulses would be here
        if quiet_ms >= _DEAD_MS:
            self._running = False
            self._reading.power_mw = 0
        elif quiet_ms:
            self._reading.power_mw = min(self._reading.power_mw, self._power(_LEAST, quiet_ms))

    def _power(self, pulses, passed_ms):
        return _MW_MS * pulses // (passed_ms * self._per_kwh)

    def notes(self):
        """Return lines of (what, number)."""
        return (("pulses", self.pulses), ("pulses too fast to be true", self.noise))

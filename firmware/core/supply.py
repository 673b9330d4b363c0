"""The supply: protective earth, voltage, frequency, phases, each with its delay (4.2, 4.3)."""

from micropython import const

from core import faults
from core.config import PE_FITTED

_PE_TICKS = const(2)  # PE-001, GB-053: off within 100 ms
_NO_VOLTAGE_MV = const(80000)  # a phase below it beside good ones is lost, not low


class Supply:
    """Watches PE every tick, and what the meter measured. Called from the tick."""

    def __init__(self, config, clock, latch):
        self._latch = latch
        self._config = config
        self._no_pe = 0
        self._low = clock.timer()
        self._high = clock.timer()
        self._fast = clock.timer()
        self._hertz = clock.timer()
        self._lost = clock.timer()
        self.present = False  # voltage was measured on every phase in use

    def check(self, frame, demand, fresh):
        """Latch what is outside its window for longer than its delay."""
        if self._config.fitted & PE_FITTED:
            self._no_pe = 0 if frame.pe else self._no_pe + 1
            if self._no_pe >= _PE_TICKS:
                self._latch.trip(faults.PE_LOST)
        if not fresh:
            self.present = False
            return
        low = high = demand.voltage_mv[0]
        for phase in range(1, self._config.phases):
            volts = demand.voltage_mv[phase]
            low = min(low, volts)
            high = max(high, volts)
        self.present = low >= _NO_VOLTAGE_MV
        self._voltage(frame.now_ms, low, high)
        self._frequency(frame.now_ms, demand.frequency_mhz, high)

    def _voltage(self, now, low, high):
        config = self._config
        delay = config.supply_delay_ms
        lost = low < _NO_VOLTAGE_MV <= high
        if self._held(self._lost, lost, delay, now):
            self._latch.trip(faults.PHASE_LOSS)
        under = low < self._edge(faults.UNDER_VOLTAGE, config.under_mv, config.recover_low_mv)
        if self._held(self._low, under and not lost, delay, now):
            self._latch.trip(faults.UNDER_VOLTAGE)
        over = high > self._edge(faults.OVER_VOLTAGE, config.over_mv, config.recover_high_mv)
        if self._held(self._high, over, delay, now) or self._held(
            self._fast, high > config.over_fast_mv, config.fast_delay_ms, now
        ):
            self._latch.trip(faults.OVER_VOLTAGE)

    def _frequency(self, now, frequency_mhz, volts):
        config = self._config
        wrong = volts >= _NO_VOLTAGE_MV and not (
            config.frequency_low_mhz <= frequency_mhz <= config.frequency_high_mhz
        )
        if self._held(self._hertz, wrong, config.supply_delay_ms, now):
            self._latch.trip(faults.FREQUENCY)

    def _edge(self, fault, trip_mv, recover_mv):
        # once latched, only the narrower recovery window is good (OV-005)
        return recover_mv if self._latch.has(fault) else trip_mv

    def _held(self, timer, wrong, delay, now):
        # the timer runs from the last good moment, and is long ago only once that is true
        if not wrong:
            timer.start(now)
            return False
        return timer.since(now) >= delay

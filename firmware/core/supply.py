"""The supply: protective earth, voltage, frequency, phases, each with its delay (4.2, 4.3)."""

from micropython import const

from core import faults
from core.config import PE_FITTED

_PE_WINDOWS = const(2)  # PE-001, GB-053: off within 100 ms
_NO_VOLTAGE_MV = const(80000)  # a phase below it beside good ones is lost, not low

_MEASURED = (
    faults.OVER_VOLTAGE,
    faults.UNDER_VOLTAGE,
    faults.FREQUENCY,
    faults.PHASE_LOSS,
)


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
        self._timers = (self._low, self._high, self._fast, self._hertz, self._lost)
        self.present = False  # voltage was measured on every phase in use

    def start(self, now):
        """Begin: nothing has been wrong before."""
        for timer in self._timers:
            timer.start(now)

    def check(self, frame, demand, fresh):
        """Latch what is outside its window for longer than its delay."""
        if self._config.fitted & PE_FITTED:
            self._no_pe = 0 if frame.pe else min(self._no_pe + 1, _PE_WINDOWS)
            if self._no_pe >= _PE_WINDOWS:
                self._latch.trip(faults.PE_LOST)
        if not fresh:
            self._unknown(frame.now_ms)
            return
        low = high = demand.voltage_mv[0]
        for phase in range(1, self._config.phases):
            volts = demand.voltage_mv[phase]
            low = min(low, volts)
            high = max(high, volts)
        self.present = low >= _NO_VOLTAGE_MV
        self._judge_voltage(frame.now_ms, low, high)
        self._judge_frequency(frame.now_ms, demand.frequency_mhz, high)

    def _unknown(self, now):
        # without a measurement nothing new is wrong, and nothing latched is known to be good
        self.present = False
        self.start(now)
        for fault in _MEASURED:
            if self._latch.has(fault):
                self._latch.trip(fault)

    def _judge_voltage(self, now, low, high):
        config = self._config
        delay = config.supply_delay_ms
        # once latched, only the whole recovery window is good (OV-005)
        outside = low < config.recover_low_mv or high > config.recover_high_mv
        lost = low < _NO_VOLTAGE_MV <= high
        self._judge(faults.PHASE_LOSS, self._lost, lost, outside, delay, now)
        under = low < config.under_mv and not lost
        self._judge(faults.UNDER_VOLTAGE, self._low, under, outside, delay, now)
        over = high > config.over_mv
        self._judge(faults.OVER_VOLTAGE, self._high, over, outside, delay, now)
        fast = high > config.over_fast_mv
        self._judge(faults.OVER_VOLTAGE, self._fast, fast, outside, config.fast_delay_ms, now)

    def _judge_frequency(self, now, frequency_mhz, volts):
        config = self._config
        wrong = volts >= _NO_VOLTAGE_MV and not (
            config.frequency_low_mhz <= frequency_mhz <= config.frequency_high_mhz
        )
        delay = config.supply_delay_ms
        self._judge(faults.FREQUENCY, self._hertz, wrong, wrong, delay, now)

    def _judge(self, fault, timer, wrong, still_wrong, delay, now):
        if not wrong:
            timer.start(now)  # runs from the last good moment
        elif timer.since(now) >= delay:
            self._latch.trip(fault)
        if still_wrong and self._latch.has(fault):
            self._latch.trip(fault)

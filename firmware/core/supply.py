"""The supply: protective earth, voltage, frequency, phases, each with its delay (4.2, 4.3)."""

from micropython import const

from core import faults
from core.config import PE_FITTED

_PE_WINDOWS = const(2)  # PE-001, GB-053: off within 100 ms
_NO_VOLTAGE_MV = const(80000)  # a phase below it beside good ones is lost, not low

# bits of what a measurement latches
_MEASURED = (
    1 << faults.OVER_VOLTAGE
    | 1 << faults.UNDER_VOLTAGE
    | 1 << faults.FREQUENCY
    | 1 << faults.PHASE_LOSS
)


class Supply:
    """Watches PE every tick, and what the meter measured in its turn. Called from the tick."""

    def __init__(self, config, clock, latch):
        self._latch = latch
        self._config = config
        self.no_pe = 0  # windows in a row without protective earth
        self._low = clock.timer()
        self._high = clock.timer()
        self._fast = clock.timer()
        self._hertz = clock.timer()
        self._timers = (self._low, self._high, self._fast, self._hertz)
        self._good = False  # at the last check nothing was outside, no clock runs
        self.present = False  # voltage was measured on every phase in use

    def check_pe(self, frame):
        """Latch a protective earth that is missing. In every tick that has one, or had."""
        if not self._config.fitted & PE_FITTED:
            return
        self.no_pe = 0 if frame.pe else min(self.no_pe + 1, _PE_WINDOWS)
        if self.no_pe >= _PE_WINDOWS:
            self._latch.trip(faults.PE_LOST)

    def check(self, now, demand, fresh):
        """Latch what the meter saw outside its window for longer than its delay."""
        if not fresh:
            self._unknown(now)
            return
        config = self._config
        volts = demand.voltage_mv
        low = high = volts[0]
        if config.phases > 1:
            low = min(low, volts[1], volts[2])
            high = max(high, volts[1], volts[2])
        self.present = low >= _NO_VOLTAGE_MV
        if (
            self._good
            and not self._latch.bits & _MEASURED
            and config.under_mv <= low
            and high <= config.over_mv
            and config.frequency_low_mhz <= demand.frequency_mhz <= config.frequency_high_mhz
        ):
            return
        self._good = True
        self._judge_voltage(now, low, high)
        self._judge_frequency(now, demand.frequency_mhz, high)

    def _unknown(self, now):
        # without a measurement nothing new is wrong, and nothing latched is known to be good
        self.present = False
        if not self._good:
            self._good = True
            for timer in self._timers:
                timer.lasts(False, now)
        if self._latch.bits & _MEASURED:
            self._latch.hold(self._latch.bits & _MEASURED)

    def _judge_voltage(self, now, low, high):
        config = self._config
        delay = config.supply_delay_ms
        # once latched, only the whole recovery window is good (OV-005)
        outside = low < config.recover_low_mv or high > config.recover_high_mv
        lost = low < _NO_VOLTAGE_MV <= high
        under = low < config.under_mv
        low_ms = self._low.lasts(under, now)  # a lost one too: it may flap about the limit
        over = high > config.over_mv
        over_ms = self._high.lasts(over, now)
        fast = high > config.over_fast_mv
        fast_ms = self._fast.lasts(fast, now)
        if outside or lost or under or over or fast:
            self._judge(faults.PHASE_LOSS, low_ms, delay, lost, outside)
            self._judge(faults.UNDER_VOLTAGE, low_ms, delay, under and not lost, outside)
            self._judge(faults.OVER_VOLTAGE, over_ms, delay, over, outside)
            self._judge(faults.OVER_VOLTAGE, fast_ms, config.fast_delay_ms, fast, outside)

    def _judge_frequency(self, now, frequency_mhz, volts):
        config = self._config
        wrong = volts >= _NO_VOLTAGE_MV and not (
            config.frequency_low_mhz <= frequency_mhz <= config.frequency_high_mhz
        )
        lasting = self._hertz.lasts(wrong, now)
        self._judge(faults.FREQUENCY, lasting, config.supply_delay_ms, wrong, wrong)

    def _judge(self, fault, lasting, delay, wrong, still_wrong):
        if wrong:
            self._good = False
            if lasting >= delay:
                self._latch.trip(fault)
        if still_wrong and self._latch.has(fault):
            self._latch.trip(fault)

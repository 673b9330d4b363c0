"""Why no energy may flow: the limits and conditions of one tick, as bits of WHY_*."""

from micropython import const

from core import states
from core.clock import LONG_AGO, elapsed
from core.config import PAUSE
from core.duty import MIN_MA

MEASURED_MS = const(3000)  # an older measurement counts as absent


class Reasons:
    """Reads the demand and every limit. Called from the tick, before the charger decides."""

    def __init__(self, config, clock):
        self._config = config
        self._expired = 0  # sequence of a demand that ran out: the wrap never revives it
        self._measured = 0
        self._age = clock.timer()
        self.alive = False  # a live demand is there
        self.fresh = False  # its measurement is young enough
        self.ceiling_ma = 0
        self.no_pwm = 0  # bits that forbid PWM

    def read(self, demand, now):
        """Judge the age of `demand` and of its measurement. Before the guards."""
        if demand.sequence == self._expired:
            self.alive = False
        else:
            self.alive = elapsed(demand.expires_ms, now) <= LONG_AGO
            if not self.alive:
                self._expired = demand.sequence
        if demand.measured != self._measured:
            self._measured = demand.measured
            self._age.start(demand.measured_ms)
        known = self.alive and demand.measured > 0
        self.fresh = known and self._age.since(now) <= MEASURED_MS

    def judge(self, demand, cable_ma, thermal_ma, simplified):
        """Set `ceiling_ma` (I2) and `no_pwm`. After the guards."""
        config = self._config
        bits = 0
        asked_ma = demand.limit_ma
        reason = states.WHY_PAUSED
        told = self.alive or not demand.enable
        if told and states.WHY_FAULT < demand.reason < len(states.REASONS):
            reason = demand.reason
        if demand.sequence and not demand.enable:
            bits = 1 << reason
        if not self.alive:  # the shell's silence never gives what its last word refused
            asked_ma = min(asked_ma, config.fallback_ma)
            if asked_ma < MIN_MA:
                bits |= 1 << states.WHY_STALE
        ceiling = min(config.board_ma, config.install_ma, config.duty_cap_ma)
        ceiling = min(ceiling, cable_ma, thermal_ma, asked_ma)
        if simplified:
            ceiling = min(ceiling, config.simplified_ma)
        self.ceiling_ma = ceiling
        if thermal_ma < MIN_MA <= config.install_ma:
            bits |= 1 << states.WHY_HOT
        if not self.fresh and config.meter_policy == PAUSE:
            bits |= 1 << states.WHY_METER
        if ceiling < MIN_MA and not bits:
            bits = 1 << reason
        self.no_pwm = bits

"""Why no energy may flow: the limits and conditions of one tick, as bits of WHY_*."""

from micropython import const

from core import states
from core.clock import LONG_AGO
from core.config import PAUSE
from core.duty import MIN_MA

MEASURED_MS = const(3000)  # an older measurement counts as absent
_MASK = const(0x3FFFFFFF)


class Reasons:
    """Reads the demand and every limit. Called from the tick, before the charger decides."""

    def __init__(self, config, clock):
        self._config = config
        self._expired = 0  # sequence of a demand that ran out: the wrap never revives it
        self._measured = 0
        self._age = clock.timer()
        self.alive = False  # a live demand is there
        self.fresh = False  # its measurement is young enough
        self.l1_ma = 0  # of L1, as measured last
        self.ceiling_ma = 0
        self.no_pwm = 0  # bits that forbid PWM

    def read(self, demand, now):
        """Judge the age of `demand` and of its measurement. Before the guards."""
        alive = demand.sequence != self._expired
        if alive and (demand.expires_ms - now) & _MASK > LONG_AGO:
            alive = False
            self._expired = demand.sequence
        self.alive = alive
        measured = demand.measured
        if measured != self._measured:
            self._measured = measured
            self._age.start(demand.measured_ms)
        self.l1_ma = demand.current_ma[0]
        self.fresh = alive and measured > 0 and self._age.since(now) <= MEASURED_MS

    def judge(self, demand, cable_ma, thermal_ma, simplified):
        """Set `ceiling_ma` (I2) and `no_pwm`. After the guards."""
        config = self._config
        alive = self.alive
        bits = 0
        asked_ma = demand.limit_ma
        if demand.sequence and not demand.enable:
            bits = 1 << self._reason(demand)
        if not alive:  # the shell's silence never gives what its last word refused
            asked_ma = min(asked_ma, config.fallback_ma)
            if asked_ma < MIN_MA:
                bits |= 1 << states.WHY_STALE
        ceiling = min(
            asked_ma,
            cable_ma,
            thermal_ma,
            config.board_ma,
            config.install_ma,
            config.duty_cap_ma,
        )
        if simplified:
            ceiling = min(ceiling, config.simplified_ma)
        self.ceiling_ma = ceiling
        if thermal_ma < MIN_MA <= config.install_ma:
            bits |= 1 << states.WHY_HOT
        if not self.fresh and config.meter_policy == PAUSE:
            bits |= 1 << states.WHY_METER
        if ceiling < MIN_MA and not bits:
            bits = 1 << self._reason(demand)
        self.no_pwm = bits

    def _reason(self, demand):
        told = self.alive or not demand.enable
        if told and states.WHY_FAULT < demand.reason < len(states.REASONS):
            return demand.reason
        return states.WHY_PAUSED

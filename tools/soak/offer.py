"""I2 and the pauses of the pilot: what the wire offers, against the limits of that moment."""

from core.config import GBT, J1772
from tools.soak import truth
from tools.soak.truth import level_mv, pwm

_SPACING_US = 4990000  # CP-146, less a tick's jitter
_DWELL_US = 2990000  # CP-145
_CABLE_US = 700000  # another cable while nothing flows: half a second to settle
_FAULT_US = 90000  # GB-062 allows 100 ms
_LATE_US = 300000  # a lower limit waits for the turns of the judge and of the charger
_HEAT_US = 700000  # and, before them, for that of the sensors
_NEVER_US = -(1 << 60)
_CAPS = {GBT: 63000}  # GB-035


class Offer:
    """Judges `rig.plant.limit_ma` and the duty at every event."""

    def __init__(self, rig):
        self._rig = rig
        self._offered_ma = 0
        self._changed_us = _NEVER_US
        self._had_pwm = False
        self._stopped_us = _NEVER_US
        self._cable_ma = 80000
        self._cable_us = 0
        self._fault_us = -1
        self._over_us = -1  # since when the offer is above a limit

    def tick(self, now_us):
        """After a tick the offer is within every limit of that instant, or of a moment ago."""
        rig = self._rig
        offered = rig.plant.limit_ma
        cable_ma = self._cable(now_us)
        bound, name = self._bound(cable_ma)
        if offered <= bound:
            self._over_us = -1
            return
        if self._over_us < 0:
            self._over_us = now_us
        passed_us = now_us - self._over_us - rig.slack_us
        late_us = _HEAT_US if name == "temperature" else _LATE_US
        assert passed_us <= late_us, f"I2: {offered} mA on offer, {bound} mA allowed by {name}"

    def _bound(self, cable_ma):
        rig = self._rig
        config, demand = rig.config, rig.outlet.mailbox.demand
        rows = [
            (config.board_ma, "board"),
            (config.install_ma, "installation"),
            (_CAPS.get(config.profile, 80000), "profile"),
            (cable_ma, "cable"),
            (self._thermal(), "temperature"),
            (demand.limit_ma if demand.enable else 0, "demand"),
        ]
        if not rig.alive():
            rows.append((config.fallback_ma, "silence"))
        return min(rows)

    def _cable(self, now_us):
        rig = self._rig
        if rig.plant.fitted["tethered"] or rig.config.profile in (GBT, J1772):
            return 80000
        seen = truth.rating(rig.plant.pp_ohm) or 80000  # none: a fault, see CONDITIONS
        if seen != self._cable_ma:
            if now_us - self._cable_us < _CABLE_US:
                return max(seen, self._cable_ma)
            self._cable_ma = seen
        self._cable_us = now_us
        return self._cable_ma

    def _thermal(self):
        pins, config = self._rig.plant.pins, self._rig.config
        hottest = max(pins.board_dc, pins.socket_dc)
        if hottest >= config.hot_dc or min(pins.board_dc, pins.socket_dc) < -1000:
            return 80000  # a fault, see CONDITIONS
        above_dc = max(hottest - config.derate_dc, 0)
        return config.install_ma * max(1000 - 10 * above_dc, 0) // 1000

    def look(self, now_us):
        """Judge the spacing of increases, and the rest without PWM."""
        rig = self._rig
        offered = rig.plant.limit_ma
        if offered != self._offered_ma:
            if self._offered_ma and offered > self._offered_ma:
                gap_us = now_us - self._changed_us
                assert gap_us >= _SPACING_US, f"CP-146: increase {gap_us / 1000} ms after a change"
            self._offered_ma = offered
            self._changed_us = now_us
        has = pwm(rig)
        if level_mv(rig) > 10250 or not rig.plant.power:
            self._stopped_us = _NEVER_US  # unplugged: nobody saw the pause
        elif has and not self._had_pwm:
            gap_us = now_us - self._stopped_us
            assert gap_us >= _DWELL_US, f"CP-115: PWM {gap_us / 1000} ms after it stopped"
        elif self._had_pwm and not has:
            self._stopped_us = now_us
        self._had_pwm = has
        if not rig.outlet.latch.bits or not has or rig.hal is None:
            self._fault_us = -1
        elif self._fault_us < 0:
            self._fault_us = now_us
        else:
            passed_us = now_us - self._fault_us - rig.slack_us
            assert passed_us <= _FAULT_US, f"CP-120: PWM {passed_us / 1000} ms into a fault"

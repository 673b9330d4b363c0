"""What must hold while contacts are closed (I1), read off the plant and never off the core.

One row a condition: name, how the plant shows it, ms after which its loss must have opened the
coil. The contactor's own release time comes on top. Values in the bands where the standard
lets the designer choose (CP-032, CP-035, CP-038, CP-041) count as good.
"""

from core.config import GBT, IEC, J1772
from core.frame import SENSOR_OPEN, SENSOR_SHORT

FAST_MS = 50  # CP-140, CP-142, GB-052: 100 ms with a relay that takes 50 ms
GATE_MS = 5  # in hardware
SAMPLES_MS = 60  # a stopped stream is a fault within 50 ms
SENSOR_MS = 700  # OC-009: two readings, once in a wheel of turns
STOP_MS = 7000  # CP-144: 6.0 to 7.0 s after PWM stopped
MEASURED_MS = 700  # registers 100 ms, demand 100 ms, job, and the turns that judge it
RATINGS = ((80, 140, 63000), (164, 308, 32000), (400, 936, 20000), (1100, 2460, 13000))


def rating(ohm):
    """Return the mA of a cable (PP-002..005), 0 outside every range."""
    for low, high, limit_ma in RATINGS:
        if low <= ohm <= high:
            return limit_ma
    return 0


def level_mv(rig):
    """Return the settled upper level of the pilot."""
    line = rig.plant.line
    return line.level(line.open_high_mv)


def pwm(rig):
    """Return whether PWM is on the wire."""
    return 0 < rig.plant.duty < 10000


def _asks(rig):
    low_mv = 1000 if rig.config.ventilation and rig.config.profile != GBT else 4000
    return low_mv <= level_mv(rig) <= 8000 or not rig.plant.pins.sampling


def _diode(rig):
    line = rig.plant.line
    good = (line.diode and line.level(line.open_low_mv) < -10000) or not pwm(rig)
    return good or not rig.plant.pins.sampling


def _range(rig):
    line = rig.plant.line
    return max(line.open_high_mv, -line.open_low_mv) <= 13000


def _latch(rig):
    return rig.outlet.latch.bits == 0


def _cable(rig):
    plant = rig.plant
    if plant.fitted["tethered"] or rig.config.profile == J1772:
        return True
    if rig.config.profile == GBT:
        return plant.pp_ohm <= 4500  # GB-054, GB-083
    return rating(plant.pp_ohm) == rig.coded_ma > 0


def _bolt(rig):
    fitted = rig.plant.fitted
    needed = fitted["lock"] and not fitted["tethered"] and rig.config.profile != J1772
    return bool(rig.plant.bolt or not needed)


def _demand(rig):
    wish = rig.outlet.mailbox.demand
    return rig.alive() and bool(wish.enable) and wish.limit_ma >= 6000


def _samples(rig):
    return rig.plant.pins.sampling


def _measured(rig):
    return rig.plant.meter.online and not rig.silent


def _supply(rig):
    if not _measured(rig):
        return True
    config, plant = rig.config, rig.plant
    volts = plant.volts_mv[: config.phases]
    return (
        min(volts) >= config.under_mv
        and max(volts) <= config.over_mv
        and config.frequency_low_mhz <= plant.frequency_mhz <= config.frequency_high_mhz
    )


def _surge(rig):
    return not _measured(rig) or max(rig.plant.volts_mv) <= rig.config.over_fast_mv


def _metered(rig):
    return rig.config.profile != GBT or rig.plant.meter.online  # GB-085


def _pe(rig):
    return rig.plant.pe or not rig.plant.fitted["pe_monitor"]


def _estop(rig):
    return not rig.plant.estop


def _leak(rig):
    return not rig.plant.rcd.lines()


def _heat(rig):
    pins = rig.plant.pins
    hot = max(pins.board_dc, pins.socket_dc) >= rig.config.hot_dc
    broken = pins.board_dc in _BROKEN or pins.socket_dc in _BROKEN
    return not hot and not broken


_BROKEN = (SENSOR_OPEN, SENSOR_SHORT)


def _short_circuit(rig):
    plant, config = rig.plant, rig.config
    rated = config.board_ma
    if config.profile == IEC and not plant.fitted["tethered"]:  # GB-083, J-021
        rated = min(rated, rig.coded_ma or rated)
    return not _measured(rig) or max(plant.currents_ma) <= 2 * rated


def _runs(rig):
    return rig.hal is not None and not rig.outlet.dead and rig.plant.power


# name, held(rig), detection limit in ms
CONDITIONS = (
    ("the car asks", _asks, FAST_MS),
    ("PWM, or stopped a while ago", pwm, STOP_MS),
    ("diode", _diode, FAST_MS),
    ("pilot in range", _range, FAST_MS),
    ("no latched fault", _latch, GATE_MS),
    ("cable", _cable, FAST_MS),
    ("bolt", _bolt, FAST_MS),
    ("demand", _demand, STOP_MS),
    ("samples", _samples, SAMPLES_MS),
    ("supply", _supply, 1000 + MEASURED_MS),
    ("surge", _surge, 100 + MEASURED_MS),
    ("meter", _metered, 3000 + STOP_MS),
    ("PE", _pe, FAST_MS),
    ("emergency stop", _estop, GATE_MS),
    ("residual current", _leak, GATE_MS),
    ("temperature", _heat, SENSOR_MS),
    ("twice the rating", _short_circuit, 100 + MEASURED_MS),
    ("the core runs", _runs, SAMPLES_MS),
)
# what must hold all at once shortly before a closing: the delayed ones have their own limits
TOGETHER = tuple(
    number
    for number, row in enumerate(CONDITIONS)
    if row[0] not in ("supply", "surge", "meter", "temperature", "twice the rating")
)

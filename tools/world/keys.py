"""The keys of a scenario's `[[at]]`: one row each, and what it does to the plant."""

from core.frame import OPEN_OHM, SENSOR_OPEN, SENSOR_SHORT
from tools.world.car import B_OHM, C_OHM, D_OHM
from tools.world.clock import micros
from tools.world.contactor import pole_bits

_ASKING_OHM = 1800  # a total below this is a closed S2 (CP-035)
_STATES = {"A": 0, "B": B_OHM, "C": C_OHM, "D": D_OHM}


def _thousandths(value):
    return int(value * 1000 + 0.5)


def sensor_dc(value):
    """Return 0.1 degree Celsius from degrees, "open" or "short"."""
    if value == "open":
        return SENSOR_OPEN
    if value == "short":
        return SENSOR_SHORT
    return int(value * 10 + (0.5 if value >= 0 else -0.5))


def _state(plant, value):
    plant.line.shorted = int(value == "short")
    if value != "short":
        plant.car.script(plant.now_us, _STATES[value], int(value in ("C", "D")))


def _resistance(plant, value):
    ohm = int(value)
    plant.line.shorted = int(ohm == 0)
    if ohm:
        plant.car.script(plant.now_us, ohm, int(ohm < _ASKING_OHM))


def _capacitance(plant, value):
    plant.line.car_pf = int(value)


def _diode(plant, value):
    plant.line.diode = int(value)


def _draws(plant, value):
    plant.car.set_draws(plant.now_us, None if value is None else [int(a * 1000) for a in value])


def _obeys(plant, value):
    plant.car.scripted_obeys = int(value)


def _model(plant, value):
    plant.car.load(value, plant.now_us)


def _pp(plant, value):
    plant.pp_ohm = min(int(value), OPEN_OHM)


def _volts(plant, value):
    plant.volts_mv = [_thousandths(volts) for volts in value]


def _hertz(plant, value):
    plant.frequency_mhz = _thousandths(value)


def _pe(plant, value):
    plant.pe = int(value)


def _dc(plant, value):
    plant.rcd.dc.set(plant.now_us, value)
    plant.rcd.schedule()


def _ac(plant, value):
    plant.rcd.ac.set(plant.now_us, value)
    plant.rcd.schedule()


def _self_test(plant, value):
    plant.rcd.self_test_works = int(value)


def _rcd_output(plant, value):
    plant.rcd.output = value


def _leak(plant, value):
    plant.line.leak_ohm = int(value)


def _disconnected(plant, value):
    plant.line.broken = int(value)


def _welded(plant, value):
    for contactor in plant.contactors:
        contactor.welded = pole_bits(value)


def _mirror(plant, value):
    for contactor in plant.contactors:
        contactor.told = value


def _stuck(plant, value):
    for contactor in plant.contactors:
        contactor.stuck_open = int(value)


def _release(plant, value):
    for contactor in plant.contactors:
        contactor.release_us = micros(value)


def _close(plant, value):
    for contactor in plant.contactors:
        contactor.close_us = micros(value)


def _jammed(plant, value):
    plant.jammed = int(value)


def _feedback(plant, value):
    plant.lock.told = value


def _temperatures(plant, value):
    if "board" in value:
        _board(plant, value["board"])
    if "socket" in value:
        _socket(plant, value["socket"])


def _board(plant, value):
    if plant.fitted["board_sensor"]:
        plant.pins.board_dc = sensor_dc(value)


def _socket(plant, value):
    if plant.fitted["socket_sensor"]:
        plant.pins.socket_dc = sensor_dc(value)


def _estop(plant, value):
    plant.estop = int(value)


def _online(plant, value):
    plant.meter.online = int(value)


def _noise(plant, value):
    plant.pins.noise_mv = int(value)


def _sampling(plant, value):
    plant.pins.sampling = int(value)


def _power(plant, value):
    plant.power = int(value)
    plant.release()


_KEYS = {
    "ev.state": _state,
    "ev.resistance_ohm": _resistance,
    "ev.diode": _diode,
    "ev.capacitance_pf": _capacitance,
    "ev.draws_a": _draws,
    "ev.obeys": _obeys,
    "ev.model": _model,
    "cable.pp_ohm": _pp,
    "mains.volts": _volts,
    "mains.hertz": _hertz,
    "mains.pe": _pe,
    "rcd.dc_ma": _dc,
    "rcd.ac_ma": _ac,
    "rcd.self_test_works": _self_test,
    "rcd.output": _rcd_output,
    "cp.leak_ohm": _leak,
    "cp.disconnected": _disconnected,
    "contactor.welded": _welded,
    "contactor.mirror": _mirror,
    "contactor.stuck_open": _stuck,
    "contactor.release_ms": _release,
    "contactor.close_ms": _close,
    "lock.jammed": _jammed,
    "lock.feedback": _feedback,
    "temperature_c": _temperatures,
    "temperature_c.board": _board,
    "temperature_c.socket": _socket,
    "estop": _estop,
    "meter.online": _online,
    "pilot.noise_mv": _noise,
    "pilot.sampling": _sampling,
    "power": _power,
}


def put(plant, key, value):
    """Set `key` on the plant; ValueError if it is no key of the plant."""
    if key not in _KEYS:
        raise ValueError("no such key of the plant: " + key)
    _KEYS[key](plant, value)

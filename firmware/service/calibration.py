"""The command calibrate(): inputs measured against two known levels each; kept for good.

`cal` of the factory area has, an input each, [gain, offset]: what is true is
read * (1 + gain / 10**6) + offset / 1000; all whole numbers. Loaded for a command, then dropped.
"""

from core.frame import DUTY_X1
from service import factory
from service.event_codes import CALIBRATION

_MILLION = 10**6
# Input, unit, lowest and highest true value, least between the two, most that one may be off,
# most gain in ppm, most offset in thousandths.
ROWS = (
    ("cp", "mV", -13000, 13000, 9000, 900, 50000, 300000),  # 0 (CP on PE) and +12 V (CP-001)
    ("pp", "ohm", 0, 5000, 300, 100, 50000, 20000),  # resistors from PP to PE
    ("temp", "C", -30, 100, 20, 8, 50000, 60000000),  # of the socket; offset: 1e-12 per kelvin
)
_KELVIN_DC = 2732
_INVERSE = 10**13  # of 0.1 K: 1e-12 per kelvin


def run(app, lang, name, value):
    """Return (lines, data): of every input, after a level was taken, or `name` was cleared.

    Raises ValueError: which input, what is allowed, what is wrong with the level.
    """
    cal = dict(factory.read(app.ports, app.store).get("cal", {}))
    if name is not None:
        row = _row(name)
        _may(app)
        if value == "clear":
            cal.pop(name, None)
            _keep(app, name, cal)
        elif _taken(app, row, value):
            points = app.calibration.pop(name)
            cal[name] = _fit(row, points, cal.get(name, (0, 0)))
            _keep(app, name, cal)
    return _lines(app, cal, lang), _data(app, cal)


def _row(name):
    for row in ROWS:
        if row[0] == name:
            return row
    raise ValueError('the input must be "cp", "pp" or "temp"')


def _may(app):
    snapshot = app.snapshot
    if snapshot.plugged or snapshot.coils or snapshot.closed:
        raise ValueError("a car is plugged in: unplug it, then again")
    if app.outlet.residual.active or app.outlet.frame.duty != DUTY_X1:
        raise ValueError("a test runs, or the pilot is no steady level: again in a few seconds")
    if app.calibration is None:
        app.calibration = {}


def reading(app, name):
    """Return what an input reads now, in its unit; a temperature with one decimal."""
    frame = app.outlet.frame
    if name == "temp":
        return frame.socket_dc / 10
    return frame.high_mv if name == "cp" else frame.pp_ohm


def _taken(app, row, value):
    """Take a level; return whether there are two."""
    name, unit, low, high, apart, off, _, _ = row
    if type(value) not in (int, float) or not low <= value <= high:
        text = '%s: the true level must be %d to %d %s, or "clear"'
        raise ValueError(text % (name, low, high, unit))
    points = app.calibration.get(name, [])
    if points is None:
        raise ValueError("%s was calibrated since the start: restart() first" % name)
    read = reading(app, name)
    if abs(read - value) > off:
        text = "%s reads %s %s, not %s: another level, or a part is wrong"
        raise ValueError(text % (name, read, unit, value))
    if points and abs(points[0][1] - value) < apart:
        points = []
    app.calibration[name] = points = points + [(read, value)]
    return len(points) == 2


def _fit(row, points, before):
    """Return [gain, offset] through two levels, of what the input would read uncorrected."""
    name, most_gain, most_offset = row[0], row[6], row[7]
    (read, true), (read_2, true_2) = [
        (_raw(name, read, before), _scaled(name, true)) for read, true in points
    ]
    if read == read_2:
        raise ValueError("%s reads the same at both levels: look at its wires" % name)
    gain = _divide((true_2 - true) * _MILLION, read_2 - read) - _MILLION
    offset = true - _divide(read * (_MILLION + gain), _MILLION)
    if abs(gain) > most_gain or abs(offset) > most_offset:
        text = "%s: %d ppm and %d are more than %d and %d: a part is wrong, or a level was"
        raise ValueError(text % (name, gain, offset, most_gain, most_offset))
    return [gain, offset]


def _keep(app, name, cal):
    data = factory.read(app.ports, app.store)
    if "problem" in data:
        raise ValueError(data["problem"])
    data["cal"] = cal
    factory.write(app.ports, app.store, data)
    app.calibration[name] = None  # what is read goes by the old one until a restart
    app.note(CALIBRATION, text=name)


def _data(app, cal):
    points = app.calibration or {}
    rows = {}
    for row in ROWS:
        name = row[0]
        rows[name] = {
            "read": reading(app, name),
            "gain_ppm": cal.get(name, (0, 0))[0],
            "offset": cal.get(name, (0, 0))[1],
            "levels": points.get(name, []) or [],
            "restart": name in points and points[name] is None,
        }
    return rows


def _lines(app, cal, lang):
    lines = []
    for name, row in sorted(_data(app, cal).items()):
        text = ("%s: reads %s", "%s：读数 %s")[lang] % (name, row["read"])
        if name in cal:
            text += ("; calibrated: %d ppm, %d", "；已校准：%d ppm，%d")[lang] % tuple(cal[name])
        for level in row["levels"]:
            text += ("; level %s read as %s", "；标准值 %s 读作 %s")[lang] % (level[1], level[0])
        if row["restart"]:
            text += ("; in force after restart()", "；restart() 后生效")[lang]
        lines.append(text)
    return lines


def _scaled(name, value):
    # thousandths; of a temperature what an NTC goes by: 1 / T
    if name != "temp":
        return round(value * 1000)
    return _INVERSE // (round(value * 10) + _KELVIN_DC)


def _raw(name, read, before):
    gain, offset = before
    return _divide((_scaled(name, read) - offset) * _MILLION, _MILLION + gain)


def _divide(number, by):
    # to the nearest whole number
    return (2 * number + by) // (2 * by) if by > 0 else _divide(-number, -by)

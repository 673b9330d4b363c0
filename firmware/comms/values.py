"""What the registers of the Modbus slave say: a function of the name of each row that is read.

Each takes the App and the SetPoint and returns a whole number in the steps of the row, or a text.
-1 where nothing is known: then every bit of the register is set.
"""

from micropython import const

from core.clock import elapsed

_MAP_VERSION = const(1)
_STALE_MS = const(3000)  # older is not measured: as for the core
_WH = const(1000)  # mWh
_NONE = const(-1)
_NO_POWER = -0x80000000  # -1 W can be measured


def map_version(_, __):
    return _MAP_VERSION


def state(app, _):
    return app.snapshot.state


def pilot(app, _):
    return app.snapshot.letter


def contactor(app, _):
    return 1 if app.snapshot.closed else 0


def reasons(app, _):
    return app.snapshot.reasons


def faults(app, _):
    return app.snapshot.faults


def fault(app, _):
    return app.snapshot.fault


def offered(app, _):
    return (app.snapshot.limit_ma + 5) // 10


def limit(app, _):
    return (app.snapshot.ceiling_ma + 5) // 10


def phases(app, _):
    return app.snapshot.phases


def winner(app, _):
    live = app.claims.explain(app.ports.ticks_ms())
    return live[0].source if live else ""


def _fresh(app):
    measured = app.measured
    return measured.sequence and elapsed(app.ports.ticks_ms(), measured.at_ms) <= _STALE_MS


def _current(app, phase):
    return app.measured.current_ma[phase] // 10 if _fresh(app) else _NONE


def _voltage(app, phase):
    return app.measured.voltage_mv[phase] // 100 if _fresh(app) else _NONE


def current_l1(app, _):
    return _current(app, 0)


def current_l2(app, _):
    return _current(app, 1)


def current_l3(app, _):
    return _current(app, 2)


def voltage_l1(app, _):
    return _voltage(app, 0)


def voltage_l2(app, _):
    return _voltage(app, 1)


def voltage_l3(app, _):
    return _voltage(app, 2)


def power(app, _):
    reading = app.measured.reading
    if reading is None:
        return _NO_POWER
    power_mw = getattr(reading, "power_mw", None)
    if power_mw is None:
        measured = app.measured
        power_mw = 0
        for phase in range(3):
            power_mw += measured.current_ma[phase] * measured.voltage_mv[phase] // 1000
    return power_mw // 1000


def energy(app, _):
    return app.trade.register.mwh // _WH


def session(app, _):
    return app.session.record.number if app.session.open else 0


def session_energy(app, _):
    return app.session.energy_wh


def session_time(app, _):
    return app.session.record.seconds


def clock(app, _):
    return app.trade.clock.now_s()


def set_current(_, point):
    return point.current


def set_pause(_, point):
    return point.pause


def watchdog(_, point):
    return point.watchdog_s


def command(_, __):
    return 0


def watchdog_left(app, point):
    return point.left_s(app.ports.ticks_ms())


def set_state(_, point):
    return point.state

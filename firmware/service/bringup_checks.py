"""Checks of a bring-up that need no hands: each looks at the running pile and judges.

Each returns (state, value, limits): what was found and what is allowed, as text. Loaded for a
step, then dropped.
"""

from core import mailbox
from core.config import BOARD_SENSOR, PE_FITTED, SOCKET_SENSOR
from core.faults import RCD_ERROR, RCD_TEST
from service.bringup_words import ABSENT, FAIL, PASS, RUNS, fault_names, judged, snapshot_of, volts
from shell.clock import QUALITIES

_WARM_DC = (-250, 600)
_MAINS_MV = (195000, 265000)
_HERTZ = (47500, 63000)
_TEST_MS = 4000
_MASK = 0x3FFFFFFF


def settings(app):
    """The settings are whole and within what board and cable carry."""
    values, config = app.values, app.outlet.config
    most_ma = config.board_ma
    if snapshot_of(app).plugged:
        most_ma = min(most_ma, app.outlet.proximity.cable_ma)
    told = "%d A, phases: %d, %s" % (values["max_current_a"], values["phases"], values["profile"])
    good = app.usable() and not app.message and values["max_current_a"] * 1000 <= most_ma
    return judged(good, app.message or told, "at most %d A" % (most_ma // 1000))


def factory(app):
    """The unit is provisioned, its scales are calibrated."""
    from service import factory

    if not hasattr(app.ports, "open_flash"):
        return ABSENT, "no factory area on a bench", ""
    found = factory.read(app.ports, app.store)
    if not found.get("serial"):
        return FAIL, found.get("problem", "not provisioned"), "a serial and calibration"
    value = "%s, calibrated: %s" % (found["serial"], " ".join(sorted(found.get("cal", ()))))
    return judged("cp" in found.get("cal", ()), value, "calibrated: cp")


def inputs(app):
    """No fault is latched, earth is there, no line of the residual-current device is up."""
    frame, bits = app.outlet.frame, snapshot_of(app).faults
    earth = frame.pe or not app.outlet.config.fitted & PE_FITTED
    value = "earth %d, residual current %d, emergency stop %d, faults: %s"
    row = (frame.pe, frame.rcd, frame.estop, " ".join(fault_names(bits)) or "none")
    return judged(earth and not frame.rcd | frame.estop | bits, value % row, "earth, none other")


def temperature(app):
    """Each sensor that is fitted reads something a room may have."""
    frame, fitted = app.outlet.frame, app.outlet.config.fitted
    found = [frame.board_dc] if fitted & BOARD_SENSOR else []
    found += [frame.socket_dc] if fitted & SOCKET_SENSOR else []
    if not found:
        return ABSENT, "no sensor", ""
    good = all(_WARM_DC[0] <= each <= _WARM_DC[1] for each in found)
    value = ", ".join(["%d C" % (each // 10) for each in found])
    return judged(good, value, "%d to %d C" % (_WARM_DC[0] // 10, _WARM_DC[1] // 10))


def clock(app):
    """Somebody has set the clock."""
    found = app.trade.clock
    return judged(found.quality > 0, QUALITIES[found.quality], "set: clock('2026-01-01 12:00')")


def network(app):
    """What is to be shared or told over a wire works, if any of it is set."""
    values = app.values
    told = [key for key in ("group", "modbus") if values[key] != "none"]
    if not told:
        return ABSENT, "neither group nor modbus is set", ""
    problems = app.rounds.messages() if app.rounds is not None else ["nothing runs: restart()"]
    problems = [text for text in problems if text]
    return judged(not problems, "; ".join(problems) or " ".join(told), "no trouble")


def meter(app):
    """The meter answers with what mains look like."""
    measured, phases = app.measured, app.values["phases"]
    if not measured.online:
        if app.values["meter"] == "none":
            return ABSENT, "no meter is set", ""
        return FAIL, "it does not answer", "an answer"
    if not measured.guards():
        return PASS, "%d Wh" % measured.energy_wh, "it tells energy alone"
    found = list(measured.voltage_mv)[:phases]
    good = all(_MAINS_MV[0] <= each <= _MAINS_MV[1] for each in found)
    if measured.frequency_mhz:
        good = good and _HERTZ[0] <= measured.frequency_mhz <= _HERTZ[1]
    value = " ".join([volts(each) for each in found])
    row = (value, measured.frequency_mhz // 1000, app.values["rotation"])
    return judged(good, "%s %d Hz, rotation %s as set" % row, "195 to 265 V, 47.5 to 63 Hz")


def residual(app):
    """The residual-current device passes its test (RC-050)."""
    part, bits = app.outlet.residual, snapshot_of(app).faults
    if not part.lines:
        return ABSENT, "no residual-current device", ""
    now_ms = app.ports.ticks_ms()
    begun = app.watch.begun
    if begun[1] is None:
        begun[1] = now_ms
        app.command(mailbox.SELFTEST)
        return RUNS, "its test runs: again in 4 s", ""
    if (now_ms - begun[1]) & _MASK < _TEST_MS:
        return RUNS, "its test runs", ""
    bad = bits & (1 << RCD_TEST | 1 << RCD_ERROR)
    if not bad and not part.ready():
        return RUNS, "it waits for open contacts", ""
    return judged(
        not bad, " ".join(fault_names(bad)) or "each line tripped and came back", "within 2.5 s"
    )

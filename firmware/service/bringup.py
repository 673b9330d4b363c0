"""bringup(): a guided list of checks, one a call; its result as a report. Loaded on demand.

A bare board becomes a pile that may charge (F24, S21). What was found is kept in the store's
record `bringup`, {step: [state, value, limits, unix seconds]}, and survives a reset.
"""

import json

from service import bringup_steps
from service.bringup_words import ABSENT, FAIL, HANDS, PASS, RUNS
from service.event_codes import BRINGUP
from shell.on_demand import borrow

NAME = "bringup"
_OTHERS = ("report", "sign", "forget")
_OPEN = "open"  # not done yet
_STATES = {
    PASS: ("pass", "通过"),
    FAIL: ("FAIL", "未通过"),
    HANDS: ("needs hands", "需要操作"),
    RUNS: ("runs", "进行中"),
    ABSENT: ("not there", "未配置"),
    _OPEN: ("to do", "待做"),
}


def run(app, lang, what, mains):
    """Do `what`; return (lines, data). Raises ValueError: nothing was done."""
    if what is None:
        return _listed(found(app), lang)
    if what in ("report", "sign"):
        return getattr(borrow("service", "bringup_report"), what)(app, lang, found(app))
    if what == "forget":
        app.watch.keep(NAME, b"{}")
        app.claims.remove(NAME)
        return [("the bring-up begins anew", "调试记录已清空")[lang]], {"ok": True}
    return _step(app, lang, _named(what, mains))


def found(app):
    """Return what was found so far, {} where nothing was or it is damaged."""
    try:
        data = json.loads(app.watch.kept(NAME) or b"{}")
    except ValueError:
        data = None
    return data if type(data) is dict else {}


def _named(what, mains):
    if what == "contactor":
        if mains not in ("on", "off"):
            raise ValueError("mains: say 'on' or 'off', as they are now at the contactor")
        what = "contactor " + mains
    step = bringup_steps.row(what)
    if step is None:
        names = [row[0] for row in bringup_steps.STEPS]
        raise ValueError("no step %r; there are: %s" % (what, ", ".join(names)))
    return step


def _step(app, lang, step):
    name, module, check, given, hands = step
    if app.watch.begun is None or app.watch.begun[0] != name:
        app.watch.begun = [name, None]
    state, value, limits = getattr(borrow("service", module), check)(app, *given)
    data = {"step": name, "state": state, "value": value, "limits": limits}
    lines = [_line(name, data, lang)]
    if state == HANDS:
        data["do"] = hands[0]
        call = "bringup('%s')" % name
        if name.startswith("contactor"):
            call = "bringup('contactor', mains='%s')" % name.split()[1]
        lines.append(("%s, then %s", "%s，然后 %s")[lang] % (hands[lang], call))
    elif state != RUNS:
        _keep(app, name, state, value, limits)
    return lines, data


def _keep(app, name, state, value, limits):
    app.watch.begun = None
    results = found(app)
    results[name] = [state, value, limits, app.trade.clock.now_s()]
    app.watch.keep(NAME, json.dumps(results).encode())
    if state != ABSENT:
        app.note(BRINGUP, 1 if state == PASS else 0, 0, name)


def rows(results):
    """Return a dict for each step, in their order."""
    listed = []
    for step in bringup_steps.STEPS:
        state, value, limits, unix_s = results.get(step[0], (_OPEN, "", "", 0))
        row = {"step": step[0], "state": state, "value": value, "limits": limits}
        row["unix_s"] = unix_s
        listed.append(row)
    return listed


def outcome(results):
    """Return "pass", "fail" or "incomplete"."""
    states = [row["state"] for row in rows(results)]
    if FAIL in states:
        return FAIL
    return "incomplete" if _OPEN in states else PASS


def lines(results, lang):
    """Return a line for each step."""
    return [_line(row["step"], row, lang) for row in rows(results)]


def _listed(results, lang):
    told = lines(results, lang)
    told.append("%s: %s" % (("in all", "总计")[lang], outcome(results)))
    return told, {"outcome": outcome(results), "steps": rows(results)}


def _line(name, row, lang):
    text = "%s: %s" % (name, _STATES[row["state"]][lang])
    if row["value"]:
        text += "; " + row["value"]
    if row["limits"]:
        text += " (%s)" % row["limits"]
    return text

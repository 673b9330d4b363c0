"""What is said of a plan, English and Chinese. Loaded on demand."""

from plan.orderly import ABSENT, CAR, DONE, FAULT, GOT, OFF, PILE, POWER, START, STOP, WHY, planned
from plan.plan_source import NEXT, OWN, PLATFORM
from plan.plan_time import shown

_CAUSES = {
    CAR: ("the car did not take it", "车辆未取用"),
    ABSENT: ("no car was there", "无车"),
    FAULT: ("a fault", "故障"),
    PILE: ("the pile gave less", "桩限流"),
    DONE: ("no more was needed", "电量已满足"),
    OFF: ("the pile was off, or its clock jumped", "桩断电或时钟跳变"),
}
_ORIGINS = (
    ("plan %s of the platform", "平台计划 %s"),
    ("what was asked for%s", "用户需求%s"),
    ("the pile's own plan%s", "本桩默认计划%s"),
)


def notes(plan, now_s, zone, lang):
    """Return the lines of shell.sources: what holds, what comes, what goes wrong."""
    if not now_s:
        text = ("the clock is not set: a car charges at once", "时钟未校准：立即充电")
        return [text[lang]]
    if plan.aside:
        text = ("no plan holds: the car charges at once", "计划已搁置：立即充电")
        return [text[lang]]
    run = plan.run
    if run is None or not plan.bound:
        return []
    whose = _ORIGINS[plan.origin][lang] % (plan.id if plan.origin == PLATFORM else "")
    row = (whose, kwh(run.got_mwh), kwh(run.needed_mwh), shown(zone, run.departure_s))
    said = [("%s: %s of %s kWh, by %s", "%s：%s / %s kWh，%s 前")[lang] % row]
    if plan.bound == NEXT:
        said.append(("it waits for a car", "等待车辆")[lang])
    said.append(_next(run, now_s, zone, lang))
    if run.short_mwh:
        text = ("it cannot be met: %s kWh will be missing", "无法满足：将缺 %s kWh")
        said.append(text[lang] % kwh(run.short_mwh))
    return said


def _next(run, now_s, zone, lang):
    told = run.allowed(now_s)
    if told is None:
        text = ("its departure is over: it limits nothing any more", "已过出发时间：不再限制")
        return text[lang]
    power_mw, until_s = told
    if not run.rows:
        return ("its slots are worked out", "正在计算时段")[lang]
    if run.done():
        return ("all that was needed is there: no more", "需求电量已达到：不再充电")[lang]
    when = shown(zone, until_s)
    if power_mw:
        return ("%s kW until %s", "%s kW 至 %s")[lang] % (_kw(power_mw), when)
    if until_s == run.departure_s:
        return ("pause until %s, no slot comes any more", "暂停至 %s，无后续时段")[lang] % when
    return ("pause until %s", "暂停至 %s")[lang] % when


def slot_lines(run, zone, lang):
    """Return a line for each slot: planned, delivered, and why it was less."""
    said = []
    for row in run.rows:
        line = "  %s - %s  %s kW  %s kWh" % (
            shown(zone, run.base_s + row[START]),
            shown(zone, run.base_s + row[STOP])[6:],
            _kw(row[POWER]),
            kwh(planned(row)),
        )
        if row[GOT] or row[WHY] or run.rows.index(row) < run.at:
            line += ("  got %s kWh", "  实充 %s kWh")[lang] % kwh(row[GOT])
        if row[WHY]:
            line += "  " + cause(row[WHY], lang)
        said.append(line)
    return said


def cause(name, lang):
    """Return a reason of plan.orderly as text; another is the name of a claim."""
    if name in _CAUSES:
        return _CAUSES[name][lang]
    return ("limited by %s", "受 %s 限制")[lang] % name


def data(plan):
    """Return the same as plain values; times are unix seconds."""
    run = plan.run
    found = {"origin": None, "charges_at_once": plan.aside != 0, "waits": plan.bound == NEXT}
    if run is None:
        return found
    found.update(
        {
            "origin": ("platform", "wish", "own")[plan.origin],
            "id": plan.id,
            "live": plan.bound != 0,
            "needed_mwh": run.needed_mwh,
            "delivered_mwh": run.got_mwh,
            "departure": run.departure_s,
            "missing_mwh": run.short_mwh,
            "failed": run.failed and plan.origin != OWN,
            "slots": [
                {
                    "start": run.base_s + row[START],
                    "stop": run.base_s + row[STOP],
                    "power_w": row[POWER] // 1000,
                    "planned_mwh": planned(row),
                    "delivered_mwh": row[GOT],
                    "why": row[WHY],
                }
                for row in run.rows
            ],
        }
    )
    return found


def kwh(mwh):
    """Return mWh as kWh text."""
    return "%d.%02d" % (mwh // 1000000, mwh // 10000 % 100)


def _kw(power_mw):
    return "%d.%02d" % (power_mw // 1000000, power_mw // 10000 % 100)

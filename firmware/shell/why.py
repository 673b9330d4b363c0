"""Why it is not charging, and what limits the current: for people and tools, who wins first.

Loaded for a command, then dropped.
"""

from core.journal import Snapshot
from core.states import WHY_DELAY, WHY_FAULT, WHY_NOT_AUTHORISED, WHY_PAUSED, WHY_SETTINGS
from power.claims import FALLBACK, KINDS, POLICIES
from power.priorities import name_of
from shell import texts
from shell.limit_list import SAFETY, limits, reasons
from shell.on_demand import borrow
from shell.texts import amps

_OWN = (  # what limits the current beside claims: code, English, Chinese
    ("install", "setting max_current_a", "设置 max_current_a"),
    ("board", "what the board can carry", "电路板额定值"),
    ("profile", "what the profile allows", "标准上限"),
    ("cable", "the cable", "电缆"),
    ("heat", "temperature", "温度降额"),
    ("simplified", "a car that never showed state B", "车辆未出现过 B 状态"),
    ("ramp", "ramp_a_per_min", "电流爬坡"),
    ("swings", "it was paused too often lately", "近期暂停过于频繁"),
)
_CLAIM = (
    ("set-point of %s (%s)", "%s 的限流（%s）"),  # a cap
    ("wish of %s (%s)", "%s 的期望（%s）"),
)
_NOBODY = (
    "a card of the list, the platform or start() does: setting authorise",
    "刷名单内的卡、平台或 start() 可授权：设置 authorise",
)
_POLICY_TEXTS = (
    ("then it is released", "到期后解除"),
    ("then it stays", "到期后保持"),
    ("then it becomes fallback_a", "到期后变为 fallback_a"),
    ("then it becomes 0 A", "到期后变为 0 A"),
)


def why(app):
    """Return {"charging", "reasons", "faults", "limits"}; the limit that wins is the first."""
    snapshot = app.outlet.journal.read(Snapshot())
    rows = [_data(app, limit) for limit in limits(app, snapshot)]
    rows[0]["wins"] = True
    return {
        "charging": snapshot.why < 0,
        "reasons": [texts.reason_name(number) for number in texts.bits(reasons(app, snapshot))],
        "faults": [texts.fault_name(number) for number in texts.bits(snapshot.faults)],
        "limits": rows,
    }


def _data(app, limit):
    # None where nothing is known; `wants` as the source said it, mA or W, one or for R, S, T
    claim = limit.claim
    data = {
        "source": limit.code,
        "kind": "cap",
        "priority": SAFETY,
        "ma": limit.ma,
        "wants": limit.ma,
        "unit": "mA",
        "left_s": None if limit.left_ms < 0 else (limit.left_ms + 999) // 1000,
        "until": None,
        "policy": None,
        "wins": False,
    }
    if claim is not None:
        data["kind"] = KINDS[claim.kind]
        data["priority"] = claim.rank
        data["wants"] = claim.wants
        data["unit"] = "W" if claim.watts else "mA"
        data["until"] = _local(app, claim.until_s) or None
        data["policy"] = POLICIES[claim.policy]
    return data


def limit_line(app, limit, lang):
    """Return one limit as text: how much, whose, until when."""
    claim = limit.claim
    line = amps(limit.ma) + ": "
    if claim is None:
        for row in _OWN:
            if row[0] == limit.code:
                line += row[1 + lang]
        if limit.left_ms >= 0:
            line += _left(limit, lang)
        return line
    rank = "%s %d" % (name_of(claim.rank), claim.rank)
    line += _CLAIM[claim.kind][lang] % (claim.source, rank.strip())
    line += _wants(claim)
    if claim.until_s:
        line += (", until %s", "，至 %s")[lang] % _local(app, claim.until_s)
    if limit.left_ms >= 0:
        line += _left(limit, lang) + (", ", "，")[lang] + _then(claim, lang)
    elif claim.expired:
        line += (", its lifetime is over (%s)", "，已过期（%s）")[lang] % POLICIES[claim.policy]
    if not limit.counts:
        line += (", outranked", "，优先级较低，未生效")[lang]
    return line


def _left(limit, lang):
    return (", for %d s more", "，剩余 %d 秒")[lang] % ((limit.left_ms + 999) // 1000)


def _then(claim, lang):
    if claim.policy == FALLBACK and claim.fallback_ma >= 0:
        return ("then it becomes %s", "到期后变为 %s")[lang] % amps(claim.fallback_ma)
    return _POLICY_TEXTS[claim.policy][lang]


def _wants(claim):
    # what the source said, where that is not the one current which the line begins with
    if type(claim.wants) is int:
        return ", %d W" % claim.wants if claim.watts else ""
    parts = []
    for phase in range(3):
        each = claim.wants[phase]
        parts.append("RST"[phase] + " " + ("%d W" % each if claim.watts else amps(each)))
    return ", " + " ".join(parts)


def _local(app, utc_s):
    # local time as text, "" for 0: not known
    if not utc_s:
        return ""
    clock = app.trade.clock
    now, then = clock.zone().local(clock.now_s()), clock.zone().local(utc_s)
    text = "%02d:%02d" % then[3:5]
    return text if then[:3] == now[:3] else "%d-%02d-%02d " % then[:3] + text


def why_lines(app, lang):
    """Return why it is not charging, or what limits the current now."""
    snapshot = app.outlet.journal.read(Snapshot())
    found = limits(app, snapshot)
    lines = []
    if snapshot.why < 0:
        head = ("charging, %s on offer", "充电中，允许 %s")[lang]
        lines.append(head % amps(snapshot.limit_ma))
    else:
        lines.append(("not charging:", "未充电：")[lang])
        numbers = texts.bits(reasons(app, snapshot))
        for place in range(len(numbers)):
            lines.append("%d. %s" % (place + 1, texts.reason(numbers[place], lang)))
            lines += ["   " + line for line in _details(app, snapshot, numbers[place], lang)]
            if numbers[place] == WHY_PAUSED:
                lines.append("   " + limit_line(app, found[0], lang))
    lines.append(("limits, the one that wins first:", "电流限制（第一项生效）：")[lang])
    return lines + ["  " + limit_line(app, limit, lang) for limit in found]


def _details(app, snapshot, reason, lang):
    lines = []
    if reason == WHY_FAULT:
        from shell import fault_report

        for fault in texts.bits(snapshot.faults):
            lines += fault_report.lines(app, fault, lang)
    elif reason == WHY_DELAY:
        seconds = (app.delay.left_ms(app.ports.ticks_ms()) + 999) // 1000
        lines.append(("%d s more; clear('delay') ends it", "剩余 %d 秒")[lang] % seconds)
    elif reason == WHY_SETTINGS and app.message:
        lines.append(app.message)
    elif reason == WHY_NOT_AUTHORISED:
        from shell.report import brief

        held = borrow("shell", "held").lines(app, lang) + brief(app, lang)
        lines += held or [_NOBODY[lang]]
    return lines

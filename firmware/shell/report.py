"""What the pile is doing and why: data for tools and lines for people, English and Chinese."""

from core.clock import LONG_AGO, elapsed
from core.faults import FAULTS, HAND, UNPLUG
from core.journal import Snapshot
from core.states import LETTERS, WHY_DELAY, WHY_FAULT, WHY_PAUSED, WHY_SETTINGS
from power.claims import POLICIES
from session import money
from shell import texts

_CAPS = (  # what can limit the current: code, English, Chinese
    ("install", "setting max_current_a", "设置 max_current_a"),
    ("board", "what the board can carry", "电路板额定值"),
    ("profile", "what the profile allows", "标准上限"),
    ("cable", "the cable", "电缆"),
    ("heat", "temperature", "温度降额"),
    ("simplified", "a car that never showed state B", "车辆未出现过 B 状态"),
    ("ramp", "ramp_a_per_min", "电流爬坡"),
    ("claim", "set-point of ", "外部限流 "),
)
_BY_ITSELF = ("clears by itself", "自动恢复")
_TRIES = (", %d times a plug-in at most", "，每次插枪最多 %d 次")
_BY_UNPLUG = ("clears on unplug", "拔枪后恢复")
_POLICY_TEXTS = (
    ("then it is released", "到期后解除"),
    ("then it stays", "到期后保持"),
    ("then it becomes fallback_a", "到期后变为 fallback_a"),
    ("then it becomes 0 A", "到期后变为 0 A"),
)


def snapshot_of(app):
    """Return what the core reports at this moment."""
    return app.outlet.journal.read(Snapshot())


def status(app):
    """Return the state of the pile as a dict of plain values, units in the names."""
    snapshot = snapshot_of(app)
    measured = app.measured
    return {
        "state": texts.state_name(snapshot.state),
        "why": texts.reason_name(snapshot.why),
        "pilot": LETTERS[snapshot.letter],
        "limit_ma": snapshot.limit_ma,
        "contactor": "closed" if snapshot.closed else "open",
        "fault": texts.fault_name(snapshot.fault),
        "faults": [FAULTS[fault][0] for fault in texts.bits(snapshot.faults)],
        "led": app.lamp.pattern,
        "session": "open" if app.session.open else "closed",
        "energy_wh": app.session.energy_wh,
        "cost_e5": app.session.cost_e5,
        "parked_s": app.session.parked_s,
        "register_mwh": app.trade.register.mwh,
        "journal_room": app.trade.journal.room(),
        "journal_lost": app.trade.till.lost,
        "card": app.trade.authorise.answer,
        "current_ma": list(measured.current_ma),
        "voltage_mv": list(measured.voltage_mv),
        "meter": "online" if measured.online else "offline",
        "closings": snapshot.closings,
        "opened_under_load": snapshot.loaded,
        "crashes": list(app.crashes),
        "last_crash": crash_text(app),
        "message": message_text(app),
        "unsaved": app.unsaved,
    }


def status_lines(app, lang):
    """Return the state of the pile as lines."""
    data = status(app)
    snapshot = snapshot_of(app)
    lines = [
        ("state: ", "状态：")[lang] + texts.state(snapshot.state, lang),
        ("offered: ", "允许电流：")[lang] + amps(snapshot.limit_ma),
        ("measured: ", "实测：")[lang] + _measured(data),
        ("energy of the session: ", "本次电量：")[lang] + "%d Wh" % data["energy_wh"],
        ("cost of the session: ", "本次费用：")[lang] + money.shown(data["cost_e5"]),
    ]
    if data["parked_s"]:
        from shell import till_console

        lines.append(till_console.parking_line(app, lang))
    for fault in texts.bits(snapshot.faults):
        lines.append(("fault: ", "故障：")[lang] + texts.fault(fault, texts.TEXT, lang))
    if not app.measured.online:
        lines.append(("the meter does not answer", "电表无应答")[lang])
    if data["message"]:
        lines.append(data["message"])
    if data["last_crash"]:
        lines.append(("last crash of a job: ", "最近任务异常：")[lang] + data["last_crash"])
    return lines


def _measured(data):
    parts = []
    for phase in range(3):
        volts = data["voltage_mv"][phase] // 100
        current = amps(data["current_ma"][phase])
        parts.append("L%d %s %d.%d V" % (phase + 1, current, volts // 10, volts % 10))
    return ", ".join(parts)


def message_text(app):
    """Return what is wrong with settings, till, cards and claim sources, "" for nothing."""
    trade = app.trade
    found = [app.message, app.claims.message, trade.message, trade.cards.message]
    if trade.signer is not None:
        found.append(trade.signer.message)
    if app.rounds is not None:
        found += app.rounds.messages()
    return "; ".join([text for text in found if text])


def crash_text(app):
    """Return what a job raised last, "" for nothing."""
    error = app.last_crash
    return "" if error is None else "%s: %s" % (type(error).__name__, error)


def amps(milliamps):
    """Return mA as text in A with one decimal, rounded."""
    tenths = (milliamps + 50) // 100
    return "%d.%d A" % (tenths // 10, tenths % 10)


def why(app):
    """Return {"charging", "reasons", "limits"}; limits with the one that wins first."""
    snapshot = snapshot_of(app)
    return {
        "charging": snapshot.why < 0,
        "reasons": [texts.reason_name(number) for number in texts.bits(snapshot.reasons)],
        "faults": [texts.fault_name(number) for number in texts.bits(snapshot.faults)],
        "limits": [limit[:4] for limit in limits(app, snapshot)],
    }


def limits(app, snapshot):
    """Return [mA, code, source, ms left or -1, claim or None] of every limit, lowest first."""
    outlet = app.outlet
    config = outlet.config
    now_ms = app.ports.ticks_ms()
    rows = [
        [app.values["max_current_a"] * 1000, "install", "", -1, None],
        [config.board_ma, "board", "", -1, None],
        [config.duty_cap_ma, "profile", "", -1, None],
    ]
    if snapshot.plugged:
        rows.append([snapshot.cable_ma, "cable", "", -1, None])
        if not outlet.charger.seen_b:
            rows.append([config.simplified_ma, "simplified", "", -1, None])
    if outlet.thermal.limit_ma < config.install_ma:
        rows.append([outlet.thermal.limit_ma, "heat", "", -1, None])
    if app.offer.ramp.ma_per_min:
        rows.append([app.offer.ramp.cap_ma, "ramp", "", -1, None])
    for claim in app.claims.explain(now_ms):
        rows.append(
            [app.claims.leaves_ma(claim), "claim", claim.source, claim.left_ms(now_ms), claim]
        )
    return _sorted(rows)


def _sorted(rows):
    # by limit, equal ones in their order: MicroPython's own sort is not stable
    done = []
    for row in rows:
        at = len(done)
        while at and done[at - 1][0] > row[0]:
            at -= 1
        done.insert(at, row)
    return done


def limit_line(row, lang):
    """Return one limit as text: how much, what, until when."""
    limit_ma, code, source, left_ms, claim = row
    text = ""
    for cap in _CAPS:
        if cap[0] == code:
            text = "%s: %s%s" % (amps(limit_ma), cap[1 + lang], source)
    if left_ms >= 0:
        seconds = (left_ms + 999) // 1000
        text += (", for %d s more, ", "，剩余 %d 秒，")[lang] % seconds
        text += _POLICY_TEXTS[claim.policy][lang]
    elif claim is not None and claim.expired:
        policy = POLICIES[claim.policy]
        text += (", its lifetime is over (%s)", "，已过期（%s）")[lang] % policy
    return text


def why_lines(app, lang):
    """Return why it is not charging, or what limits the current now."""
    snapshot = snapshot_of(app)
    lines = []
    if snapshot.why < 0:
        head = ("charging, %s on offer", "充电中，允许 %s")[lang]
        lines.append(head % amps(snapshot.limit_ma))
    else:
        lines.append(("not charging:", "未充电：")[lang])
        numbers = texts.bits(snapshot.reasons)
        for place in range(len(numbers)):
            lines.append("%d. %s" % (place + 1, texts.reason(numbers[place], lang)))
            _add_details(lines, app, snapshot, numbers[place], lang)
    lines.append(("limits, the one that wins first:", "电流限制（第一项生效）：")[lang])
    for row in limits(app, snapshot):
        lines.append("  " + limit_line(row, lang))
    return lines


def _add_details(lines, app, snapshot, reason, lang):
    if reason == WHY_FAULT:
        for fault in texts.bits(snapshot.faults):
            lines.extend(["   " + line for line in fault_lines(app, fault, lang)])
    elif reason == WHY_PAUSED:
        lines.append("   " + limit_line(limits(app, snapshot)[0], lang))
    elif reason == WHY_DELAY:
        seconds = (app.delay.left_ms(app.ports.ticks_ms()) + 999) // 1000
        lines.append(("   %d s more; clear('delay') ends it", "   剩余 %d 秒")[lang] % seconds)
    elif reason == WHY_SETTINGS and app.message:
        lines.append("   " + app.message)


def fault_lines(app, fault, lang):
    """Return code, text, cause, what to do and how it clears."""
    name, rule = FAULTS[fault][0], app.outlet.latch.rule(fault)
    if rule == HAND:
        clears = ("clear('%s') once the cause is gone", "排除后 clear('%s')")[lang] % name
    elif rule == UNPLUG:
        clears = _BY_UNPLUG[lang]
    else:
        clears = _BY_ITSELF[lang]
        if FAULTS[fault][3]:
            clears += _TRIES[lang] % FAULTS[fault][3]
    return [
        "%s: %s" % (name, texts.fault(fault, texts.TEXT, lang)),
        ("  cause: ", "  原因：")[lang] + texts.fault(fault, texts.CAUSE, lang),
        ("  do: ", "  处理：")[lang] + texts.fault(fault, texts.ACTION, lang),
        ("  then: ", "  恢复：")[lang] + clears,
    ]


def faults(app):
    """Return a dict for each latched fault, worst first."""
    found = []
    for fault in texts.bits(snapshot_of(app).faults):
        code, vendor = texts.ocpp(fault)
        found.append({"fault": vendor, "ocpp": code, "number": fault})
    return found


def ago_text(now_ms, then_ms):
    """Return how long ago `then_ms` was."""
    passed = elapsed(now_ms, then_ms)
    if passed > LONG_AGO:
        return "?"
    return "%d.%d s" % (passed // 1000, passed % 1000 // 100)

"""What the pile is doing and why: data for tools and lines for people, English and Chinese."""

from core.faults import FAULTS
from core.journal import Snapshot
from core.states import LETTERS
from session import money
from shell import texts


def snapshot_of(app):
    """Return what the core reports at this moment."""
    return app.outlet.journal.read(Snapshot())


def status(app):
    """Return the state of the pile as a dict of plain values, units in the names.

    `allowed_ma` is the lowest of all limits, `limit_ma` what the pilot offers, `current_ma` what
    the car draws: three things (REQ-ST-1).
    """
    snapshot = snapshot_of(app)
    measured = app.measured
    return {
        "state": texts.state_name(snapshot.state),
        "why": texts.reason_name(snapshot.why),
        "pilot": LETTERS[snapshot.letter],
        "enabled": app.refusal(app.ports.ticks_ms()) == 0,
        "allowed_ma": snapshot.ceiling_ma,
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
        "message": message_text(app, 0),
        "unsaved": app.unsaved,
    }


def status_lines(app, lang):
    """Return the state of the pile as lines."""
    data = status(app)
    snapshot = snapshot_of(app)
    lines = [
        ("state: ", "状态：")[lang] + texts.state(snapshot.state, lang),
        ("allowed: ", "允许电流：")[lang] + texts.amps(snapshot.ceiling_ma),
        ("offered: ", "导引电流：")[lang] + texts.amps(snapshot.limit_ma),
        ("measured: ", "实测：")[lang] + _measured(data),
        ("energy of the session: ", "本次电量：")[lang] + "%d Wh" % data["energy_wh"],
        ("cost of the session: ", "本次费用：")[lang] + money.shown(data["cost_e5"]),
    ]
    if app.session.open and data["parked_s"]:
        from shell import till_console

        lines.append(till_console.parking_line(app, lang))
    for fault in texts.bits(snapshot.faults):
        lines.append(("fault: ", "故障：")[lang] + texts.fault(fault, texts.TEXT, lang))
    if not app.measured.online:
        lines.append(("the meter does not answer", "电表无应答")[lang])
    lines += brief(app, lang)
    message = message_text(app, lang)
    if message:
        lines.append(message)
    if data["last_crash"]:
        lines.append(("last crash of a job: ", "最近任务异常：")[lang] + data["last_crash"])
    return lines


def brief(app, lang):
    """Return what the claim sources tell whoever stands before the pile."""
    lines = []
    for fitted in app.rounds.fitted if app.rounds is not None else ():
        if hasattr(fitted.source, "brief"):
            lines += fitted.source.brief(lang)
    return lines


def _measured(data):
    parts = []
    for phase in range(3):
        volts = data["voltage_mv"][phase] // 100
        current = texts.amps(data["current_ma"][phase])
        parts.append("L%d %s %d.%d V" % (phase + 1, current, volts // 10, volts % 10))
    return ", ".join(parts)


def message_text(app, lang):
    """Return what is wrong with settings, till, cards, rails and claim sources, "" for nothing."""
    trade = app.trade
    found = [app.message, app.claims.message, trade.message, trade.cards.message]
    for rail, (off_mv, bad) in sorted((app.rails or {}).items()):
        if bad:
            found.append(texts.DRIFT[lang] % (rail, off_mv))
    if trade.signer is not None:
        found.append(trade.signer.message)
    if app.rounds is not None:
        found += app.rounds.messages()
    return "; ".join([text for text in found if text])


def crash_text(app):
    """Return what a job raised last, "" for nothing."""
    error = app.last_crash
    return "" if error is None else "%s: %s" % (type(error).__name__, error)

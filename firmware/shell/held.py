"""Why the till lets no energy flow, for people. Loaded on demand, see on_demand.borrow."""

_CUT = (
    "after a power cut of unknown length it waits a minute for its card, or for the clock",
    "断电时长未知：请在一分钟内重新刷卡或校准时钟以继续充电",
)
_METER = (
    "the meter does not answer, and the session has a limit of energy or money to keep",
    "电表无应答，无法执行本次充电的电量或金额限值",
)
_LIMIT = ("the session is at its limit, see settings()", "本次充电已达限值，见 settings()")
_ENDED = (
    "the session has ended: it takes an unplug to begin another",
    "充电已结束，请拔枪",
)


def lines(app, lang):
    """Return lines, none where it is only that nobody is authorised."""
    session = app.session
    if app.trade.till.settling():
        found = _CUT
    elif not session.refuses():
        return []
    elif session.record.reason:
        found = _ENDED
    else:
        found = _METER if session.unmetered else _LIMIT
    return [found[lang]]

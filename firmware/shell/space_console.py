"""Commands of the parking space, English and Chinese. Loaded for a command, then dropped."""

from dates import days
from shell.on_demand import borrow
from space import parking_lock, reservations
from space.windows import KINDS

_WHY = {  # why a reservation is refused
    "clock": ("the clock is not set", "时钟未校准"),
    "past": ("it is past", "已过期"),
    "overlaps": ("another one has these hours", "与其他预约冲突"),
    "full": ("%d are the most" % reservations.MOST, "最多 %d 个" % reservations.MOST),
    reservations.FAULTED: ("a fault: faults()", "设备故障：faults()"),
    reservations.OCCUPIED: ("a car is there", "车位占用中"),
    reservations.UNAVAILABLE: ("its holder may not charge then: windows()", "该时段不可用"),
}
_OFF = "%s is not fitted: set(%s), then restart()"


def space(app, lang, what):
    """Return (lines, data) of the space; `what`: "drop" or "raise" the parking lock first."""
    flap = find(app, "parking_lock")
    if what is not None:
        _move(flap, what)
    sharing = find(app, "space")
    if sharing is None and flap is None:
        raise ValueError(_OFF % ("time sharing", "time_sharing=True"))
    said, data = [], {}
    if sharing is not None:
        said += sharing.notes(lang)
        data.update(_data(sharing))
    if flap is not None:
        said += flap.notes(lang)
        data["parking_lock"] = parking_lock.STATES[flap.lock.state]
        data["parking_lock_fault"] = parking_lock.FAULTS[flap.lock.fault]
    return said, data


def reserve(app, lang, words):
    """Reserve; return (lines, data). Raises ValueError that names the field."""
    number, user, start, expiry, grace_min, group = words
    sharing = _sharing(app)
    cards, clock = app.trade.cards, app.trade.clock
    card_text = borrow("session", "card_text")
    now_s = clock.now_s()
    if type(grace_min) is not int:
        raise ValueError("grace_min: must be a whole number of minutes")
    entry = borrow("space", "reservation_check").checked(
        number,
        cards.hash(card_text.digits(str(user))) if user else b"",
        card_text.group_hash(cards.salt, str(group)) if group else b"",
        _instant(clock.zone(), "start", start) if start else now_s,
        _instant(clock.zone(), "expiry", expiry),
        grace_min * 60,
        now_s,
    )
    word, why = sharing.reserve(entry, now_s)
    line = ("reserved", "已预约")[lang]
    if why:
        line = ("not reserved: %s", "未预约：%s")[lang] % _WHY[why][lang]
    return [line], {"result": word, "why": why}


def unreserve(app, lang, number):
    """Cancel a reservation; return lines. Raises ValueError: there is none."""
    if not _sharing(app).reservations.cancel(number):
        raise ValueError("id: there is no reservation %s; space() lists them" % number)
    return [("the reservation is cancelled", "预约已取消")[lang]]


def windows(app, lang, text):
    """Say the windows, or put others in force; return (lines, data). Raises ValueError."""
    if text is not None:
        errors, _ = app.change({"windows": text})
        if errors:
            raise ValueError("; ".join(errors))
    text = app.values["windows"]
    said = [part.strip() for part in text.split(";") if part.strip()]
    if not said:
        said = [("no windows: all hours are the community's", "未设置时段：均为共享")[lang]]
    if not app.values["time_sharing"]:
        said.append(("not in force: ", "未启用：")[lang] + _OFF % ("it", "time_sharing=True"))
    return said, {"windows": text, "time_sharing": app.values["time_sharing"]}


def find(app, name):
    """Return the claim source of that name, None without it."""
    for fitted in app.rounds.fitted if app.rounds is not None else ():
        if fitted.source.name == name:
            return fitted.source
    return None


def _sharing(app):
    found = find(app, "space")
    if found is None:
        raise ValueError(_OFF % ("time sharing", "time_sharing=True"))
    return found


def _move(flap, what):
    if flap is None:
        raise ValueError(_OFF % ("a parking lock", "parking_lock_s=120"))
    if what not in ("drop", "raise"):
        raise ValueError('what: must be "drop" or "raise"')
    if what == "drop":
        flap.drop()
    elif not flap.lift():
        raise ValueError("what: it does not rise while a car, or who may charge, is there")


def _data(sharing):
    live = sharing.reservations.live
    return {
        "kind": KINDS[sharing.whose],
        "until_s": sharing.until_s,
        "leaves_s": sharing.leaves_s,
        "warned": sharing.warned,
        "reserved": None if live is None else live.number,
        "reservations": [
            {
                "id": one.number,
                "start_s": one.start_s,
                "expiry_s": one.expiry_s,
                "grace_s": one.grace_s,
            }
            for one in sharing.reservations.entries
        ],
        "ended": sharing.reservations.ended,
    }


def _instant(zone, name, value):
    if type(value) is int:
        return value
    try:
        day, time = str(value).split()
        year, month, date = [int(part) for part in day.split("-")]
        hour, minute = [int(part) for part in time.split(":")]
        if days.exists(year, month, date) and 0 <= hour <= 23 and 0 <= minute <= 59:
            return zone.to_utc(year, month, date, hour * 60 + minute)
    except ValueError:
        pass
    raise ValueError("%s: must be unix seconds, or local time as '2026-03-01 18:00'" % name)

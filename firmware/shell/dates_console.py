"""Clock and weekly schedule for people and tools, English and Chinese. Loaded on demand."""

from dates import days, week_check
from session.stamp import utc
from shell.clock import EARLIEST_S, LATEST_S, PLATFORM, QUALITIES

_WHAT = '"add", "remove" or "replace"'
_SOURCES = ("unset", "battery-backed clock", "platform or console", "network time")
_SOURCES_ZH = ("未校准", "电池时钟", "平台或控制台", "网络时间")
_NO_TIME = {
    "free": ("the schedule waits for the clock: no limit", "时钟未校准：不限流"),
    "fallback": ("the schedule waits for the clock: the fallback current", "时钟未校准：备用电流"),
    "stop": ("the schedule waits for the clock: no energy", "时钟未校准：不供电"),
}


# the clock


def clock(app, lang, value):
    """Set the clock, if there is a value; return (lines, data). Raises ValueError."""
    if value is not None:
        _set(app.trade.clock, value)
    found = app.trade.clock
    now_s = found.now_s()
    chip = found.keeper.message if found.keeper is not None else None
    data = {
        "unix_s": now_s,
        "quality": found.quality,
        "local": _local(found, now_s) if now_s else None,
        "zone": app.values["zone"],
        "heard_s": found.up_s - found.set_s if now_s else None,
        "chip": chip,
    }
    lines = _clock_lines(app, lang, data)
    return lines + [chip] if chip else lines, data


def _clock_lines(app, lang, data):
    if not data["unix_s"]:
        return [("the clock is not set: clock('2026-01-01 12:00:00')", "时钟未校准")[lang]]
    source = (_SOURCES, _SOURCES_ZH)[lang][data["quality"]]
    row = (data["local"], data["zone"], utc(data["unix_s"]), source, data["heard_s"] // 60)
    text = ("%s local (%s), %s UTC; %s, %d min ago", "%s 当地（%s），%s UTC；%s，%d 分钟前")
    return [text[lang] % row]


def _local(found, utc_s):
    return utc(utc_s + found.zone().offset_s(utc_s)).replace("T", " ")


def _set(found, value):
    unix_s = value if type(value) is int else _parsed(value)
    if not EARLIEST_S <= unix_s <= LATEST_S:
        raise ValueError("the time must be from 2025 to 2105")
    if not found.set(unix_s, PLATFORM):
        raise ValueError("%s has set the clock less than a day ago" % QUALITIES[-1])


def _parsed(text):
    parts = str(text).replace("T", "-").replace(" ", "-").replace(":", "-").split("-")
    if len(parts) == 5:
        parts.append("0")
    numbers = [int(part) if part.isdigit() else -1 for part in parts]
    if len(numbers) == 6 and days.exists(*numbers[:3]):
        hour, minute, second = numbers[3:]
        if 0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60:
            return days.number(*numbers[:3]) * 86400 + hour * 3600 + minute * 60 + second
    raise ValueError("%s: must be unix seconds or 'year-month-day hour:minute'" % text)


# the schedule


def schedule(app, lang, what, value, place, slot):
    """Do `what`, if anything; return (lines, data). Raises ValueError: nothing was done."""
    source = _source(app)
    slots = source.slots()
    if what is not None:
        slots = _changed(slots, what, value, place, slot)
        source.replace(slots)
        source.second(0, app.trade.clock.now_s(), None)
    lines = [_slot_line(number + 1, slots[number], lang) for number in range(len(slots))]
    data = {"slots": slots, "limit_ma": source.limit_ma, "until_s": source.until_s}
    return (lines or [("no slots", "无时段")[lang]]) + schedule_now(app, source, lang), data


def _source(app):
    for fitted in app.rounds.fitted if app.rounds is not None else ():
        if fitted.source.name == "schedule":
            return fitted.source
    raise ValueError("the schedule is off: set(schedule='limit') or 'wish', then restart()")


def _changed(slots, what, value, place, slot):
    if what == "replace":
        return week_check.parsed(value)[0] if type(value) is str else value
    if what == "add":
        at = len(slots) if place is None else _number(place, len(slots) + 1) - 1
        return slots[:at] + [slot] + slots[at:]
    if what == "remove":
        at = _number(value, len(slots)) - 1
        return slots[:at] + slots[at + 1 :]
    raise ValueError("the first word must be " + _WHAT)


def _number(value, most):
    if not most:
        raise ValueError("there is no slot yet: schedule('add', ...)")
    if type(value) is not int or not 1 <= value <= most:
        raise ValueError("the number of a slot must be from 1 to %d" % most)
    return value


def _slot_line(number, slot, lang):
    holidays = {
        "no": (", not on holidays", "，节假日除外"),
        "only": (", on holidays only", "，仅节假日"),
    }
    amps = slot["amps"]
    line = "%d: %s %s " % (number, slot.get("days", "all"), slot["hours"])
    line += "%s A" % amps if amps else ("pause", "暂停")[lang]
    if slot.get("months", "all") != "all":
        line += (", months %s", "，%s 月")[lang] % slot["months"]
    if slot.get("holidays") in holidays:
        line += holidays[slot["holidays"]][lang]
    return line


def schedule_now(app, source, lang):
    """Return what the schedule says now, lines."""
    found = app.trade.clock
    if not found.quality:
        return [_NO_TIME[app.values["no_time"]][lang]]
    if source.limit_ma is None:
        line = ("now: no slot, no limit", "当前：无时段，不限流")[lang]
    else:
        line = ("now: %s A", "当前：%s A")[lang] % (source.limit_ma / 1000)
    if source.until_s:
        line += (", until %s", "，至 %s")[lang] % _local(found, source.until_s)
    return [line]

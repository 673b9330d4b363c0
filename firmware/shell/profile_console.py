"""Charging profiles for people, tools and platforms (OP-100..112). Loaded on demand."""

import json

from plan import composite, profile_check
from plan.plan_time import shown
from plan.profile import KINDS, NEVER_S, PURPOSES, RATE_UNITS, RELATIVE
from shell import texts
from shell.on_demand import forget

_DAY_S = 86400
_WHAT = "'clear', or the payload of SetChargingProfile as JSON"
_CLOCK = (
    "the clock is not set: only Relative profiles limit sessions, the site has its lowest limit",
    "时钟未校准：仅相对时间计划对充电有效，站点取最低限值",
)


def run(app, lang, as_json, what, named):
    """Do `what`, if anything; yield lines for people, or one of JSON each. ValueError: not done.

    `named`: id, connector, purpose and level of what 'clear' clears; None = any.
    """
    try:
        source = _source(app)
        done = _done(app, source, lang, what, named)
        day = _day(app, source)
        if as_json:
            for profile in source.installed:
                yield json.dumps(_data(profile))
            yield json.dumps({"message": source.message, "composite": day[0], "covers_s": day[1]})
        else:
            yield from done
            yield from _lines(app, source, lang)
            yield from _day_lines(app, day, lang)
    finally:
        forget("plan", "composite", "profile_check", "profile_form", "profile_date", "plan_time")
        forget("shell", "profile_console")


def _done(app, source, lang, what, named):
    """Do it; return the lines that say so."""
    if what is None:
        return []
    if what == "clear":
        return [_gone(_clear(source, named))[lang]]
    text = ("profile %d is installed", "计划 %d 已安装")
    return [text[lang] % _install(app, source, what)]


def _gone(count):
    if not count:
        return "no charging profile was there to clear", "没有可清除的计划"
    text = texts.counted(count, "charging profile") + (" is gone" if count == 1 else " are gone")
    return text, "已清除 %d 个计划" % count


def _source(app):
    for fitted in app.rounds.fitted if app.rounds is not None else ():
        if fitted.source.name == "ocpp":
            return fitted.source
    raise ValueError("charging profiles are off: set(profiles=True), then restart()")


def _clear(source, named):
    number, connector, purpose, level = named
    for key, value in (("id", number), ("connector", connector), ("level", level)):
        if value is not None and type(value) is not int:
            raise ValueError(key + " must be a whole number")
    if purpose is not None:
        if purpose not in PURPOSES:
            raise ValueError("purpose must be one of: " + ", ".join(PURPOSES))
        purpose = PURPOSES.index(purpose)
    return source.clear(number, connector, purpose, level)


def _install(app, source, text):
    """Install what SetChargingProfile carries; return its id."""
    try:
        request = json.loads(text)
        connector, data = request["connectorId"], request["csChargingProfiles"]
    except (ValueError, TypeError, KeyError):
        raise ValueError(
            'must be %s: {"connectorId": 0, "csChargingProfiles": {..}}' % _WHAT
        ) from None
    session = app.session.record.number if app.session.open else 0
    now_s = app.trade.clock.now_s()
    profile, errors = profile_check.read(connector, data, now_s, session, session)
    if errors:
        raise ValueError("; ".join(errors))
    source.put(profile)
    return profile.number


def _day(app, source):
    """Return (periods in 0.1 A, seconds they cover) of the next 24 h."""
    now_s = app.trade.clock.now_s()

    def pieces():
        for piece in composite.pieces(source, now_s, source.elapsed_s, _DAY_S):
            app.jobs[0][2](app.ports.ticks_ms())  # a piece takes 10 ms, the watchdog waits 2 s
            yield piece

    return composite.merged(pieces(), 0, source.wires())


def _lines(app, source, lang):
    if source.message:
        yield source.message
    if not source.installed:
        yield ("no charging profile", "无充电计划")[lang]
        return
    if not app.trade.clock.now_s():
        yield _CLOCK[lang]
    zone = app.trade.clock.zone()
    for profile in source.installed:
        row = (
            profile.number,
            PURPOSES[profile.purpose],
            profile.connector,
            profile.stack,
            KINDS[profile.kind],
        )
        text = ("%d: %s, connector %d, level %d, %s", "%d：%s，枪 %d，层级 %d，%s")
        yield text[lang] % row + _times(profile, zone, lang)
        yield "  " + _periods(profile)


def _times(profile, zone, lang):
    parts = []
    for text, unix_s, shows in (
        ((" from %s", "，开始 %s"), profile.start_s, profile.kind != RELATIVE),
        ((", valid from %s", "，生效 %s"), profile.from_s, profile.from_s > 0),
        ((", valid until %s", "，失效 %s"), profile.to_s, profile.to_s != NEVER_S),
    ):
        if shows:
            parts.append(text[lang] % shown(zone, unix_s))
    if profile.every_s:
        days = profile.every_s // _DAY_S
        parts.append((", every " + texts.counted(days, "day"), "，每 %d 天" % days)[lang])
    if profile.duration_s:
        parts.append((", for %d s", "，持续 %d 秒")[lang] % profile.duration_s)
    return "".join(parts)


def _periods(profile):
    unit = RATE_UNITS[profile.unit]
    rows = []
    for place, start_s in enumerate(profile.starts):
        limit, _, phases = profile.cap(place)
        rows.append("%d s: %s %s x%d" % (start_s, _tenth(limit), unit, phases))
    return ", ".join(rows)


def _day_lines(app, day, lang):
    periods, covers_s = day
    now_s = app.trade.clock.now_s()
    zone = app.trade.clock.zone()
    yield ("what they allow in the next 24 h:", "未来 24 小时允许：")[lang]
    for start_s, limit, phases in periods:
        when = shown(zone, now_s + start_s) if now_s else "+%d s" % start_s
        if limit is None:
            yield "  %s  %s" % (when, ("no limit", "不限")[lang])
        else:
            yield "  %s  %s A x%d" % (when, _tenth(limit), phases)
    if covers_s < _DAY_S:
        yield ("cut: more than %d periods", "已截断：超过 %d 段")[lang] % len(periods)


def _data(profile):
    """Return a profile as plain values; limits in 0.1 A or W, times in unix seconds."""
    return {
        "id": profile.number,
        "connector": profile.connector,
        "purpose": PURPOSES[profile.purpose],
        "level": profile.stack,
        "kind": KINDS[profile.kind],
        "unit": RATE_UNITS[profile.unit],
        "start": profile.start_s if profile.kind != RELATIVE else None,
        "every_s": profile.every_s,
        "duration_s": profile.duration_s,
        "valid_from": profile.from_s,
        "valid_to": profile.to_s if profile.to_s != NEVER_S else None,
        "starts": list(profile.starts),
        "limits": list(profile.limits),
        "phases": list(profile.phases),
    }


def _tenth(limit):
    return "%d.%d" % (limit // 10, limit % 10)

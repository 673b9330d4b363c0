"""The parking space in words, English and Chinese. Loaded to be said, then dropped."""

from space import parking_lock
from space.windows import COMMUNITY, OWNER

_PLUG = "plug_and_charge"

_KINDS = (  # of space.windows.KINDS
    ("the community's", "共享时段"),
    ("the owner's", "业主时段"),
    ("nobody's", "禁用时段"),
)
_POLICIES = {
    "stop": ("then the charge ends", "届时停止充电"),
    "reduce": ("then %d A are left", "届时降至 %d A"),
    "keep": ("the charge may go on", "可继续充电"),
}
_ENDED = {
    "used": ("was used", "已使用"),
    "expired": ("has expired", "已过期"),
    "no_show": ("ended: nobody came", "未到场，已释放"),
    "unavailable": ("ended: nobody may charge", "桩不可用，已取消"),
    "cancelled": ("was cancelled", "已取消"),
}
_FLAP_STATES = (
    ("down", "已降下"),
    ("up", "已升起"),
    ("going down", "下降中"),
    ("rising", "上升中"),
    ("between its ends", "未到位"),
)
_FLAP_FAULTS = (
    ("", ""),
    ("it does not rise: look what holds it", "无法升起：请检查障碍物"),
    ("it does not go down: look at motor and switches", "无法降下：请检查电机与限位"),
    ("both end switches at once: look at their wires", "两个限位同时动作：请检查接线"),
)


def local(zone, utc_s):
    """Return a time as the clock on the wall shows it."""
    return "%04d-%02d-%02d %02d:%02d" % zone.local(utc_s)[:5]


def brief(sharing, app, lang):
    """Return lines for whoever stands before the pile."""
    zone = app.trade.clock.zone()
    lines = []
    holder = sharing.reservations.live
    if holder is not None:
        row = (holder.number, local(zone, holder.waits_until_s()))
        text = ("reserved: number %d, kept until %s", "已预约：编号 %d，保留至 %s")
        lines.append(text[lang] % row)
    if sharing.whose != COMMUNITY:
        lines.append(_kind_line(sharing, zone, lang))
    if sharing.warned:
        lines.append(_guest_line(sharing, app.values, zone, lang))
    return lines


def _kind_line(sharing, zone, lang):
    text = ("these hours are %s", "当前为%s")[lang] % _KINDS[sharing.whose][lang]
    if sharing.until_s:
        text += (", until %s", "，至 %s")[lang] % local(zone, sharing.until_s)
    return text


def _guest_line(sharing, values, zone, lang):
    text = ("the space is somebody else's from %s: ", "车位自 %s 起归他人使用：")[lang]
    then = _POLICIES[values["guest_policy"]][lang]
    if values["guest_policy"] == "reduce":
        then %= values["guest_a"]
    return text % local(zone, sharing.leaves_s) + then


def lines(sharing, app, lang):
    """Return everything about windows and reservations."""
    zone = app.trade.clock.zone()
    said = [_kind_line(sharing, zone, lang)]
    if not app.trade.clock.now_s():
        said.append(("the clock is not set: clock('2026-01-01 12:00:00')", "时钟未校准")[lang])
    if sharing.warned:
        said.append(_guest_line(sharing, app.values, zone, lang))
    for one in sharing.reservations.entries:
        row = (one.number, local(zone, one.start_s), local(zone, one.expiry_s))
        text = ("reservation %d: %s to %s", "预约 %d：%s 至 %s")[lang] % row
        if one.grace_s:
            text += (", waits %d min", "，等候 %d 分钟")[lang] % (one.grace_s // 60)
        if one is sharing.reservations.live:
            text += ("; in force", "；生效中")[lang]
        said.append(text)
    if not sharing.reservations.entries:
        said.append(("no reservation", "无预约")[lang])
    if sharing.reservations.ended:
        number, why = sharing.reservations.ended
        said.append(("reservation %d %s", "预约 %d %s")[lang] % (number, _ENDED[why][lang]))
    if _ownerless(sharing, app.values):
        said.append(("the owner has no cards: set(owner_group=...)", "未设置 owner_group")[lang])
    return said


def _ownerless(sharing, values):
    return sharing.whose == OWNER and values["authorise"] != _PLUG and not values["owner_group"]


def flap_line(lock, lang):
    """Return the state of the parking lock, and its fault."""
    text = ("parking lock: %s", "车位锁：%s")[lang] % _FLAP_STATES[lock.state][lang]
    if lock.fault != parking_lock.NO_FAULT:
        text += ("; ", "；")[lang] + _FLAP_FAULTS[lock.fault][lang]
    return text

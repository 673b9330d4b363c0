"""Load sharing for people and tools, English and Chinese. Loaded for a command, then dropped."""

import json
from hashlib import sha256

from group import stored
from shell.on_demand import forget

_SHORTEST = 16  # letters of the text behind the key
_MEMBER = {  # of Member.state
    "granted": ("%s A by the leader", "主桩允许 %s A"),
    "lapsed": ("%s A: the leader is silent", "主桩无应答：%s A"),
    "free": ("%s A: the fallback, the leader is silent", "主桩无应答，后备电流 %s A"),
    "started": ("%s A: it starts, and has to wait for 45 s", "启动中，需等待 45 秒：%s A"),
}
_REFUSED = (  # of Member.refused
    None,
    ("a message with another key, or damaged: group('key', ...)", "消息密钥不符或损坏"),
    ("the leader speaks other versions: update both", "主桩版本不兼容：请升级"),
    ("a message of another leader: group_leader", "其他主桩的消息：检查 group_leader"),
    ("the leader started anew: it is obeyed after 45 s", "主桩已重启，45 秒后服从"),
)
_PILES = (  # of group.sessions; the last: it was heard, but not lately
    ("not heard yet", "尚未收到消息"),
    ("talks", "正常"),
    ("set to another group", "设为其他组"),
    ("speaks other versions", "版本不兼容"),
    ("two piles have this number: set(group_id=...)", "编号重复：set(group_id=...)"),
    ("silent", "无应答"),
)


def run(app, lang, what, value, fields):
    """Do `what`, if anything; return (lines, data). Raises ValueError: nothing was done."""
    try:
        if what == "key":
            return _set_key(app, lang, value)
        if what == "pile":
            return _set_pile(app, lang, value, fields)
        if what is not None:
            raise ValueError('the first word must be "key" or "pile"')
        return _show(app, lang)
    finally:
        forget("group", "stored", "roster")
        forget("shell", "group_console")


def _set_key(app, lang, text):
    if type(text) is not str or len(text) < _SHORTEST:
        raise ValueError("the key must be a text of %d letters or more" % _SHORTEST)
    _write(app, stored.KEY, sha256(text.encode()).digest())
    return [("the key is stored; restart()", "密钥已保存；请 restart()")[lang]], {"ok": True}


def _set_pile(app, lang, pile, fields):
    values = app.values
    if values["group_id"] != values["group_leader"]:
        raise ValueError("the piles are listed in the leader, pile %d" % values["group_leader"])
    size = values["group_size"]
    if type(pile) is not int or not 1 <= pile <= size:
        raise ValueError("the pile must be a number from 1 to %d" % size)
    rows = json.loads(app.store.read(stored.NAME) or b"[]")
    rows = (rows + [{} for _ in range(size)])[:size]
    rows[pile - 1].update(fields)
    data = json.dumps(rows).encode()
    stored.checked(data, values)
    _write(app, stored.NAME, data)
    return [("pile %d is listed; restart()", "桩 %d 已登记；请 restart()")[lang] % pile], rows[
        pile - 1
    ]


def _write(app, name, data):
    # erases flash, which stops the tick: not while anything is, or could be, offered
    snapshot = app.snapshot
    if snapshot.plugged or snapshot.coils or snapshot.closed:
        raise ValueError("unplug the car first")
    app.store.write(name, data)


def _show(app, lang):
    share = None
    for fitted in app.rounds.fitted if app.rounds else ():
        if fitted.source.name == "group":
            share = fitted.source
    if share is None:
        raise ValueError(_why_not(app))
    member = share.member
    limit_ma = member.limit(app.ports.ticks_ms())
    state = member.state()
    data = {
        "id": member.id,
        "leader": member.config.leader,
        "size": member.config.size,
        "state": state,
        "limit_ma": list(limit_ma),
        "piles": [],
    }
    text = ("pile %d of %d, led by %d: ", "第 %d 桩，共 %d 桩，主桩 %d：")[lang]
    said = [text % (member.id, member.config.size, member.config.leader)]
    said[0] += _MEMBER[state][lang] % _amps(limit_ma)
    if member.refused:
        said.append(_REFUSED[member.refused][lang])
    if share.leader is not None:
        _add_group(share.leader, lang, said, data)
    return said, data


def _why_not(app):
    if app.values["group"] == "none":
        return "this pile shares with nobody: set(group=...), then restart()"
    problem = app.rounds.message if app.rounds is not None else ""
    return problem if problem.startswith("group ") else "the group is not in force yet: restart()"


def _add_group(leader, lang, said, data):
    ledger = leader.ledger
    data["group_limit_ma"] = list(ledger.limit_ma)
    said.append(("limit of the group: %s A", "组限值：%s A")[lang] % _amps(ledger.limit_ma))
    if leader.feeder is not None and leader.feeder.stale:
        said.append(("the feeder's meter is silent: 0 A", "馈线电表无数据：0 A")[lang])
    if not ledger.majority:
        text = "not more than half of the other piles follow: only the fallbacks are granted"
        said.append((text, "响应的其他桩未过半数：仅允许后备电流")[lang])
    if leader.doubles is not None and leader.doubles.leads():
        text = "another pile leads as number %d: set(group_id=...); only the fallbacks are granted"
        text = (text, "另有主桩使用编号 %d：set(group_id=...)；仅允许后备电流")[lang]
        said.append(text % (ledger.own + 1))
    for pile in range(ledger.count):
        state = leader.sessions.states[pile]
        if state == 1 and not leader.asks(pile):
            state = len(_PILES) - 1
        granted_ma = ledger.granted_ma(pile)
        needs_ma = leader.needs.most_ma[pile]
        row = {"id": pile + 1, "state": _PILES[state][0], "needs_ma": needs_ma}
        row["granted_ma"] = granted_ma
        row["fallback_ma"] = fallback_ma = ledger.fallback_ma(pile)
        data["piles"].append(row)
        text = (
            "%3d  %s, needs %g A, may use %s A, fallback %g A",
            "%3d  %s，需要 %g A，允许 %s A，后备 %g A",
        )[lang]
        amps = (needs_ma / 1000, _amps(granted_ma), fallback_ma / 1000)
        said.append(text % ((pile + 1, _PILES[state][lang]) + amps))


def _amps(limit_ma):
    if limit_ma[0] == limit_ma[1] == limit_ma[2]:
        return "%g" % (limit_ma[0] / 1000)
    return "/".join(["%g" % (each / 1000) for each in limit_ma])

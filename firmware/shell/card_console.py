"""The card list for people and tools, English and Chinese. Loaded for a command, then dropped."""

from session import card_changes, card_file
from session.card_file import NOBODY
from session.card_text import digits, group_hash, lines_of
from shell import texts
from shell.on_demand import forget

_LATEST_S = 0xFFFFFFFF
_KINDS = '"add", "remove", "import", "learn" or "master"'
ANSWERS = {  # of Authorise.card
    "ignored": ("nothing: seen a moment ago, or no card is needed", "忽略：刚刷过，或无需刷卡"),
    "accepted": ("may charge", "可以充电"),
    "stopped": ("stopped its session", "已结束充电"),
    "unknown": ("is not on the list", "不在名单中"),
    "expired": ("has expired", "已过期"),
    "busy": ("somebody else is charging, or about to", "他人正在使用"),
    "reserved": ("the pile is reserved for somebody else", "已被他人预约"),
    "learning": ("master card: present the new cards", "主卡：请刷新卡"),
    "learning ended": ("master card: no more new cards", "主卡：学习结束"),
    "learned": ("is known from now on", "已加入名单"),
    "known": ("was known before", "已在名单中"),
    "new master": ("is the master card now", "已设为主卡"),
    "full": ("the list, or what waits to be written, is full", "名单或待写入已满"),
}
_DONE = {
    "add": ("the card is on the list", "已加入名单"),
    "remove": ("the card is off the list", "已移出名单"),
    "import": ("the list is being read; cards() says how it went", "正在导入；cards() 查看结果"),
    "learn": ("present the new cards, 30 s for each", "请刷新卡，每张 30 秒内"),
    "master": ("present the new master card within 30 s", "请在 30 秒内刷新主卡"),
}


def run(app, lang, what, uid, group, expires):
    """Do `what`, if anything; return (lines, data). Raises ValueError: nothing was done."""
    try:
        if what is None:
            return _lines(app, lang), _data(app)
        done = _act(app, what, uid, group, expires)
        return [done[lang]], _data(app)
    finally:
        if app.trade.cards.job is None:
            card_file.forget()
        forget("shell", "card_console")


def _data(app):
    """Return the state of list and reader as plain values. No card and no hash is among them."""
    trade = app.trade
    cards, reader = trade.cards, trade.reader
    return {
        "count": cards.count,
        "generation": cards.generation,
        "master": cards.master != NOBODY,
        "learning": trade.authorise.learning is not None,
        "waiting": cards.pending(),
        "last": trade.authorise.answer,
        "reader": reader is not None,
        "reader_failed": getattr(reader, "failed", False),
        "notes": dict(reader.notes()) if hasattr(reader, "notes") else {},
        "message": cards.message,
    }


def _lines(app, lang):
    """Return the same for people."""
    found = _data(app)
    count = found["count"]
    said = [(texts.counted(count, "card") + " on the list", "名单中有 %d 张卡" % count)[lang]]
    if found["waiting"]:
        said.append(("changes are written while no car is there", "更改将在无车时写入")[lang])
    if not found["master"]:
        said.append(("no master card", "无主卡")[lang])
    if found["learning"]:
        said.append(("new cards are learnt now", "正在学习新卡")[lang])
    if not found["reader"]:
        said.append(("no reader; set(reader=...)", "无读卡器；set(reader=...)")[lang])
    elif found["reader_failed"]:
        said.append(
            ("the reader does not answer: look at its wires", "读卡器无应答：请检查接线")[lang]
        )
    said += ["%s: %d" % note for note in sorted(found["notes"].items())]
    if found["last"]:
        said.append(("the last card: ", "最近刷卡：")[lang] + ANSWERS[found["last"]][lang])
    if found["message"]:
        said.append(found["message"])
    return said


def _act(app, what, uid, group, expires):
    """Change the list; return the texts of what was done. Raises ValueError: nothing was."""
    if what not in _DONE:
        raise ValueError("the first word must be " + _KINDS)
    cards = app.trade.cards
    if what == "import":
        _check_file(uid)
        card_changes.replace(cards, lines_of(uid))
    elif what in ("learn", "master"):
        if app.trade.reader is None:
            raise ValueError("there is no reader; set(reader=...)")
        app.trade.authorise.learn(app.ports.ticks_ms(), what == "master")
    else:
        _change(cards, what, cards.hash(digits(_text(uid))), group, expires)
    return _DONE[what]


def _change(cards, what, who, group, expires):
    if what == "add":
        if type(group) is not str or len(group) > 20:
            raise ValueError("group must be a text of 20 letters at most")
        if type(expires) is not int or not 0 <= expires <= _LATEST_S:
            raise ValueError("expires must be unix seconds, 0 = never")
        done = card_changes.put(cards, who, group_hash(cards.salt, group), expires)
    else:
        if cards.look(who) is None:
            raise ValueError("this card is not on the list")
        done = card_changes.remove(cards, who)
    if not done:
        raise ValueError("the list is full, or 16 changes wait until no car is there")


def _text(uid):
    if type(uid) is not str:
        raise ValueError("a card id must be a text of 8 to 20 hex digits")
    return uid


def _check_file(path):
    if type(path) is not str:
        raise ValueError("import needs the path of a file on the pile")
    try:
        open(path, "rb").close()
    except OSError as error:
        raise ValueError("%s cannot be read (%s)" % (path, error)) from None

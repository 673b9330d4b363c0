"""Updates for people and tools, English and Chinese. Loaded for a command, then dropped.

`python -m tools.update` types these commands; the engine keeps its code while one comes.
"""

import binascii

from core import states
from shell.on_demand import forget

_MODULES = ("engine", "header", "mark", "stage")
_ON_OFFER = (states.OFFERING, states.WAKING)
_BUSY = (states.CLOSING, states.CHARGING, states.STOPPING)
_CHARGES = "a car charges: nothing is written before its contactor is open"
_OFFERED = "a car is offered energy: unplug it, or limit(0) until the update has ended"


def run(app, lang, what, value, data, older):
    """Do `what`, if anything; return (lines, data). Raises ValueError: nothing was done."""
    try:
        if getattr(app.ports, "root", None) is None:
            raise ValueError("this pile is a program on a PC: it has no second version")
        if what == "begin":
            _begin(app, value, older)
        elif what in ("part", "end", "cancel"):
            engine = app.update
            if not hasattr(engine, "begin"):
                raise ValueError("no update runs: begin first, as `python -m tools.update` does")
            if what == "part":
                return _part(app, engine, value, data)
            engine.end() if what == "end" else engine.cancel()
        elif what is not None:
            raise ValueError('the first word must be "begin", "part", "end" or "cancel"')
        return _status(app, lang)
    finally:
        forget("update", *_MODULES)
        forget("shell", "update_console")


def _begin(app, text, older):
    if type(text) is not str:
        raise ValueError("begin takes the text at the start of a package")
    if hasattr(app.update, "contact"):
        raise ValueError("the version that runs is on trial itself: update() confirms it first")
    if hasattr(app.update, "begin"):
        if app.update.header.text == text and not app.update.message:
            return  # it goes on
        app.update.cancel()
    key = app.store.read("update_key")
    if key is None:
        raise ValueError(
            "this pile has no update key: whoever provisions it puts one there; on a bench, "
            "make flash by cable"
        )
    wait = _wait(app)
    if wait:
        raise ValueError(wait)
    from update.engine import Engine
    from update.mark import Mark

    mark = Mark(app.ports.root)
    engine = Engine(app, mark, key, app.ports.root)
    engine.begin(text, mark.board(), app.ports.launcher(), older)
    app.update = engine


def _part(app, engine, offset, text):
    if type(offset) is not int or type(text) is not str or offset < 0:
        raise ValueError("part takes an offset and base64")
    try:
        data = binascii.a2b_base64(text)
    except ValueError:
        data = b""
    if binascii.b2a_base64(data).strip() != text.encode():  # garbage is skipped, or an error
        raise ValueError("the part at %d is no base64: damaged on its way" % offset)
    taken = engine.part(offset, data)
    answer = {"ok": True, "taken": taken, "next": engine.next, "wait": _wait(app)}
    return ["%d of %d bytes" % (engine.next, engine.header.bytes)], answer


def _wait(app):
    # why nothing may be written now, "" = it may
    snapshot = app.snapshot
    if snapshot.coils or snapshot.closed or snapshot.state in _BUSY:
        return _CHARGES
    return _OFFERED if snapshot.state in _ON_OFFER else ""


def _status(app, lang):
    from update.mark import Mark

    mark = Mark(app.ports.root)
    update = app.update
    if hasattr(update, "contact"):
        update.contact()  # somebody reaches it, and it answers
    data = {
        "ok": True,
        "runs": mark.version(mark.slot),
        "slot": mark.slot,
        "trial": mark.starts,
        "before": mark.version(mark.before),
        "fell_back": mark.fell_back,
        "wait": _wait(app),
        "state": "",
    }
    lines = [("runs: %s", "当前版本：%s")[lang] % (data["runs"] or ("the image", "镜像")[lang])]
    if mark.starts is not None:
        text = "on trial, start %d of 3; before: %s", "试运行，第 %d 次启动（共 3 次）；之前：%s"
        lines.append(text[lang] % (mark.starts, data["before"] or "-"))
    if mark.fell_back:
        text = (
            "%s was not confirmed in 3 starts: it fell back: log()",
            "%s 三次启动未确认，已回退：log()",
        )
        lines.append(text[lang] % (data["before"] or "-"))
    if hasattr(update, "begin"):
        data["state"] = update.state
        data["message"] = update.message
        data["version"] = update.header.version
        data["next"] = update.next
        data["bytes"] = update.header.bytes
        text = "update to %s: %s, %d of %d bytes", "升级到 %s：%s，%d / %d 字节"
        lines.append(
            text[lang] % (update.header.version, update.state, update.next, data["bytes"])
        )
        lines += [line for line in (update.message, data["wait"]) if line]
    return lines, data

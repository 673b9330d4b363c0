"""The event log for people and tools. Loaded for a command, then dropped."""

import struct

from core.faults import FAULTS
from service import event_texts
from service.event_codes import TEXT
from service.event_log import FORM
from session.journal import PASSING
from session.stamp import utc
from shell.clock import QUALITIES

_BYTES = struct.calcsize(FORM)
_MOST = 64  # at once: a line of JSON has to fit the heap
NEVER = 0x3FFFFFFF
COLUMNS = ("n", "unix_s", "time", "up_s", "event", "a", "b", "text")


def rows(log, newest=_MOST, before=NEVER):
    """Return the newest events before number `before`, oldest first: dicts.

    Raises OSError. What is no event, or one of a later version, is left out.
    """
    found = []
    for number, code, payload in _records(log):
        if number >= before:
            break
        if code == TEXT:
            if found and found[-1][0] + 1 + len(found[-1][3]) == number:
                found[-1][3].append(payload)
        elif _row(code) is not None and len(payload) == _BYTES:
            found.append((number, code, payload, []))
            if len(found) > newest:
                found.pop(0)
    return [_event(*event) for event in found]


def last(log, code):
    """Return (a, b) of the newest event of this code, or None. Raises OSError."""
    newest = None
    for _, each, payload in _records(log):
        if each == code and len(payload) == _BYTES:
            newest = payload
    return None if newest is None else struct.unpack(FORM, newest)[3:]


def _records(log):
    number = 0
    if log.journal is not None:
        for number, kind, payload in log.journal.records():
            yield number, kind - PASSING, payload
        number = log.journal.sequence - 1
    for kind, payload in list(log.waiting):
        number += 1
        yield number, kind - PASSING, payload


def _event(number, code, payload, texts):
    unix_s, up_s, quality, a, b = struct.unpack(FORM, payload)
    return {
        "n": number,
        "unix_s": unix_s,
        "time": QUALITIES[quality] if quality < len(QUALITIES) else "unset",
        "up_s": up_s,
        "event": _row(code)[1],
        "a": a,
        "b": b,
        "text": _decoded(b"".join(texts)),
    }


def _decoded(data):
    while data:
        try:
            return str(data, "utf-8")
        except ValueError:  # it was cut within a character
            data = data[:-1]
    return ""


def _row(code):
    for row in event_texts.ROWS:
        if row[0] == code:
            return row
    return None


def line(event, lang, local):
    """Return one line of an event; `local` makes text of its unix seconds.

    Where the clock was not set, it says how long after a start it was.
    """
    for row in event_texts.ROWS:
        if row[1] == event["event"]:
            text = (row[3], row[4])[lang].replace("{a}", _word(row[2], event["a"], lang))
    text = text.replace("{b}", str(event["b"])).replace("{text}", event["text"])
    when = local(event["unix_s"]) if event["unix_s"] else _after(event["up_s"], lang)
    return "%d %s %s" % (event["n"], when, text.rstrip())


def _word(words, a, lang):
    if words == event_texts.FAULT:
        return FAULTS[a][0] if 0 <= a < len(FAULTS) else str(a)
    return words[a][lang] if 0 <= a < len(words) else str(a)


def _after(up_s, lang):
    minutes, seconds = divmod(up_s, 60)
    text = ("start + %d:%02d:%02d", "启动后 %d:%02d:%02d")[lang]
    return text % (minutes // 60, minutes % 60, seconds)


def log(app, lang, newest, before):
    """Return (lines, events) of the newest `newest` before number `before`. Raises ValueError."""
    if app.watch is None:
        raise ValueError("no log is kept here")
    if type(newest) is not int or not 1 <= newest <= _MOST:
        raise ValueError("n must be from 1 to %d; before=NUMBER goes further back" % _MOST)
    if before is not None and type(before) is not int:
        raise ValueError("before must be the number of an event")
    events = app.watch.events
    found = rows(events, newest, NEVER if before is None else before)
    zone = app.trade.clock.zone()

    def local(unix_s):
        return utc(unix_s + zone.offset_s(unix_s)).replace("T", " ")

    lines = [line(event, lang, local) for event in found]
    if events.problem:
        lines.append(events.problem)
    return lines or [("no events", "无事件")[lang]], found

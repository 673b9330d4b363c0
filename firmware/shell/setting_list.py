"""Settings and their changes as lines. Loaded for a command, then dropped."""

from shell import check
from shell.schema import ROWS

_NOW = ("in force now", "已生效")


def setting_lines(app):
    """Return one line a setting: value, unit, what it is, what is allowed."""
    lines = []
    for key, kind, default, allowed, unit, _live, about in ROWS:
        value = app.values[key]
        shown = check.shown(value)
        if unit and value != "profile":
            shown += " " + unit
        if value != default:
            shown += " (set)"
        if key in app.started:
            shown += " (after restart())"
        lines.append(
            "%s = %s: %s; %s" % (key, shown, about, check.range_text(kind, allowed, unit))
        )
    if app.unsaved:
        lines.append("not saved yet: waits for the contactor to open")
    if app.message:
        lines.append(app.message)
    return lines


def change_lines(app, changes, later, lang):
    """Return what became of each changed setting."""
    lines = []
    for key in sorted(changes):
        when = ("in force after restart()", "restart() 后生效") if key in later else _NOW
        lines.append("%s = %s: %s" % (key, check.shown(changes[key]), when[lang]))
    if app.snapshot.closed:
        lines.append(("saved as soon as the contactor is open", "接触器断开后保存")[lang])
    return lines

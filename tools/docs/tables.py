"""Tables of settings, commands, faults, states and events, as Markdown, from the code."""

from core.faults import FAULTS, HAND, NO_LIMIT, RECOVERY, RESTART, SELF, UNPLUG
from core.states import REASONS, STATES
from service import event_texts, roles
from shell import desk, looks, orders, schema, texts  # noqa: F401  the decorators fill desk
from shell.check import range_text, shown
from shell.fault_texts import ROWS as FAULT_TEXTS
from shell.lamp import TABLE as LAMPS

_LIVE = {1: "at once", 0: "after a restart"}
_RULES = {SELF: "by itself", UNPLUG: "when the car has gone", HAND: "by hand: clear()"}
_HOLDS = {RESTART: "the profile's 10 to 30 s", RECOVERY: "the supply's recovery time"}


def table(heads, rows):
    """Return a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def _cell(value):
    return str(value).replace("|", "\\|").replace("\n", " ")


def settings():
    """Return every setting."""
    rows = []
    for key, kind, default, allowed, unit, live, about in schema.ROWS:
        who = "" if key in roles._RESIDENT else "installer"
        value = shown(default) + (f" {unit}" if unit and default != "profile" else "")
        cells = (f"`{key}`", value, range_text(kind, allowed, unit), about, _LIVE[live], who)
        rows.append(cells)
    return table(("setting", "default", "allowed", "what it is", "in force", "who"), rows)


def commands():
    """Return every command of the console."""
    rows = []
    for usage, en, zh in texts.COMMANDS:
        name = usage[: usage.index("(")]
        mark = desk._INSTALLER.get(name)
        who = "installer, to change something" if mark == roles.CHANGES else "installer"
        rows.append((f"`{usage}`", en, zh, who if mark else ""))
    return table(("command", "what it does", "中文", "who"), rows)


def faults():
    """Return every fault."""
    rows = []
    for number, (name, rule, hold_ms, tries, to_f, release) in enumerate(FAULTS):
        _, text, text_zh, cause, _, action, _ = FAULT_TEXTS[number]
        pilot = "F" if to_f else "+12 V"
        rows.append(
            (
                number,
                f"`{name}`",
                f"{text} ({text_zh})",
                cause,
                action,
                _clears(rule, hold_ms, tries),
                pilot,
                "released" if release else "kept",
                texts.OCPP[number][1],
            )
        )
    heads = ("", "fault", "what", "cause", "what to do", "clears", "pilot", "plug", "OCPP 1.6")
    return table(heads, rows)


def _clears(rule, hold_ms, tries):
    text = _RULES[rule]
    if rule == SELF:
        text += f", after {_HOLDS.get(hold_ms) or f'{hold_ms // 1000} s'}"
    if tries != NO_LIMIT:
        text += f", {tries} times a plug-in" if tries > 1 else ", once a plug-in"
    return text


def states():
    """Return every state of the pile."""
    rows = [(f"`{name}`", *texts.STATE_TEXTS[number]) for number, name in enumerate(STATES)]
    return table(("state", "what", "中文"), rows)


def reasons():
    """Return every reason for not charging, most important first."""
    rows = [(f"`{name}`", *texts.REASON_TEXTS[number]) for number, name in enumerate(REASONS)]
    return table(("reason", "what", "中文"), rows)


def lamps():
    """Return every pattern of the lamp."""
    rows = []
    for name, colour, on_ms, off_ms in LAMPS:
        rows.append((f"`{name}`", colour, f"{on_ms} ms on, {off_ms} off" if off_ms else "steady"))
    return table(("pattern", "colour", "light"), rows)


def events():
    """Return every event of the persistent log."""
    rows = [(number, f"`{name}`", en, zh) for number, name, _, en, zh in event_texts.ROWS]
    return table(("", "event", "what log() says", "中文"), rows)

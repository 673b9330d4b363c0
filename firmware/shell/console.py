"""The commands of the console: `from shell.console import *`, then help().

Each prints lines for people, or one line of JSON with json=True. Wrong arguments explain
themselves; nothing raises into the shell. lang="zh" or the setting `language` chooses Chinese.
`set` and `help` shadow the built-in ones in that namespace on purpose.
"""

import json as _json
import sys as _sys

from micropython import const

from core import mailbox, states
from power.claims import ENDLESS
from shell.check import is_number

_TYPING = const(0)
if _TYPING:
    from shell import listing, report, texts

__all__ = (
    "cards",
    "clear",
    "clock",
    "events",
    "export",
    "faults",
    "help",
    "inputs",
    "limit",
    "restart",
    "selftest",
    "sessions",
    "set",
    "settings",
    "start",
    "status",
    "stop",
    "tariff",
    "trace",
    "unlock",
    "wake",
    "why",
)

_ON_DEMAND = (
    "shell.listing",
    "shell.report",
    "shell.texts",
    "shell.fault_texts",
    "shell.till_console",
    "session.export",
    "session.ocmf",
    "session.stamp",
    "session.tariff_check",
)
_LOCAL = const(1)  # session.authorise: stopped here
_SMALL = _sys.platform in ("rp2", "esp32")  # these give 37 KB back after each command

_app = None
_say = print


def _load():
    global listing, report, texts
    from shell import listing, report, texts


def _forget():
    global listing, report, texts
    listing = report = texts = None
    for name in _ON_DEMAND:
        folder, part = name.split(".")
        package = _sys.modules[folder]
        _sys.modules.pop(name, None)
        if hasattr(package, part):
            delattr(package, part)


def attach(app, say=print):
    """Bind the commands to a running App; `say` takes each line. Called once at start."""
    global _app, _say
    _app = app
    _say = say


def _command(usage):
    def wrap(function):
        def run(*args, **options):
            if _app is None:
                _say("no pile runs here; start it first")
                return
            try:
                _load()
                function(*args, **options)
            except Exception as error:  # a person's mistake, or ours: the pile goes on
                if options.get("json"):
                    _put({"ok": False, "errors": [str(error)], "use": usage})
                else:
                    _say("nothing was done: %s" % error)
                    _say("use: " + usage + "; help() lists every command")
            finally:
                if _SMALL:
                    _forget()

        return run

    return wrap


def _lang(name):
    if name is not None and name not in texts.LANGUAGES:
        raise ValueError('lang is "en" or "zh"')
    return texts.language(name or _app.values["language"])


def _put(data):
    _say(_json.dumps(data))


def _lines(lines):
    for line in lines:
        _say(line)


def _answer(json, lines, **data):
    # of a command: lines for people, or the data
    if json:
        _put(data)
    else:
        _lines(lines)


@_command("help()")
def help(lang=None):
    """List the commands."""
    for usage, en, zh in texts.COMMANDS:
        _say("%s: %s" % (usage, (en, zh)[_lang(lang)]))


@_command("status(json=False, lang=None)")
def status(json=False, lang=None):
    """Say what the pile is doing."""
    if json:
        _put(report.status(_app))
    else:
        _lines(report.status_lines(_app, _lang(lang)))


@_command("why(json=False, lang=None)")
def why(json=False, lang=None):
    """Say why it is not charging, or what limits the current, who wins and until when."""
    if json:
        _put(report.why(_app))
    else:
        _lines(report.why_lines(_app, _lang(lang)))


@_command("faults(json=False, lang=None)")
def faults(json=False, lang=None):
    """Say which faults are latched, why, and what to do."""
    found = report.faults(_app)
    if json:
        _put(found)
        return
    place = _lang(lang)
    if not found:
        _say(("no fault", "无故障")[place])
    for row in found:
        _lines(report.fault_lines(_app, row["number"], place))


@_command("events(json=False)")
def events(json=False):
    """Say what happened lately, oldest first."""
    if json:
        _put(listing.events(_app))
    else:
        _lines(listing.event_lines(_app))


@_command("inputs(json=False)")
def inputs(json=False):
    """Say everything that is measured."""
    if json:
        _put(dict(listing.inputs(_app)))
    else:
        _lines(listing.input_lines(_app))


@_command("trace(json=False)")
def trace(json=False):
    """Dump the ring around the last fault, a line every 20 ms: pilot, state and current."""
    listing.write_trace(_app, _say, json)


@_command("settings(json=False)")
def settings(json=False):
    """Say every setting, its value and what is allowed."""
    if json:
        _put(_app.values)
    else:
        _lines(listing.setting_lines(_app))


@_command("set(key=value, ...)")
def set(json=False, **changes):
    """Check, apply and save settings; say what needs a restart."""
    if not changes:
        raise ValueError("no setting given; settings() lists them")
    errors, later = _app.change(changes)
    lines = errors + ["nothing was changed"]
    if not errors:
        lines = listing.change_lines(_app, changes, later)
    _answer(json, lines, ok=not errors, errors=errors, after_restart=later)


@_command("sessions(number=None, json=False, lang=None)")
def sessions(number=None, json=False, lang=None):
    """Say the last sessions, or all of one: its lines, and the power of each minute."""
    from shell import till_console

    till_console.sessions(_app, _say, number, json, _lang(lang))


@_command("export()")
def export():
    """Say every session as a row of CSV, with the bytes that are chained and the signature."""
    from session import export

    for row in export.rows(_app.trade.open_archive()):
        _say(row.rstrip())
    _app.trade.forget_archive()


@_command("tariff(price=0.35, service=0, slots='', ...)")
def tariff(json=False, lang=None, **words):
    """Say the tariff, or put another one in force now."""
    from shell import till_console

    if words:
        till_console.set_tariff(_app, words)
    _answer(json, till_console.tariff_lines(_app, _lang(lang)), **_app.trade.tariff())


@_command("clock('2026-01-01 12:00:00')")
def clock(time=None, json=False, lang=None):
    """Say the time, or set it: UTC, or unix seconds."""
    from shell import till_console

    if time is not None:
        till_console.set_clock(_app, time)
    now = _app.trade.clock
    line = till_console.clock_line(_app, _lang(lang))
    _answer(json, [line], unix_s=now.now_s(), quality=now.quality)


@_command("cards('add', '04A1B2C3', group='', expires=0)")
def cards(what=None, uid=None, group="", expires=0, json=False, lang=None):
    """Say the card list, or 'add', 'remove', 'import' (a file), 'learn', 'master'."""
    from shell import card_console

    lines, data = card_console.run(_app, _lang(lang), what, uid, group, expires)
    _answer(json, lines, **data)


@_command("start()")
def start(json=False):
    """Authorise the car that is there, or the next one."""
    if not _app.trade.authorise.start(b"console", None, _app.ports.ticks_ms()):
        raise ValueError("somebody else has the outlet, or a session runs")
    _answer(json, ["the car may charge"], ok=True)


@_command("stop()")
def stop(json=False):
    """End the session's energy; it is paid for until the unplug."""
    if not _app.trade.authorise.stop(_LOCAL):
        raise ValueError("no session runs, and nobody is authorised")
    _answer(json, ["no more energy for this car; sessions() lists it"], ok=True)


@_command("limit(amps, seconds=None)")
def limit(amps=None, seconds=None, json=False):
    """Limit the current; 0 pauses. Without seconds until clear('console')."""
    if not is_number(amps):
        raise ValueError("amps must be a number; 0 pauses")
    if seconds is not None and not (is_number(seconds) and seconds >= 0):
        raise ValueError("seconds must be a number, 0 or more")
    lifetime_ms = ENDLESS if seconds is None else int(seconds * 1000 + 0.5)
    now_ms = _app.ports.ticks_ms()
    _app.claims.put(now_ms, "console", int(amps * 1000 + 0.5), lifetime_ms)
    _app.publish(now_ms)
    _answer(json, ["limit of console: %s A; clear('console') ends it" % amps], ok=True)


@_command("clear(what='faults')")
def clear(what="faults", json=False):
    """Clear faults, one fault, 'limits', the limit of one source, or the start 'delay'."""
    number = texts.fault_number(what)
    if what == "faults" or number >= 0:
        _app.command(mailbox.CLEAR, mailbox.ALL if what == "faults" else number)
        line = "asked to clear %s; what is still there stays: faults()" % what
    elif what == "delay":
        _app.delay.skip()
        line = "the random wait is over"
    elif what == "limits":
        _app.claims.clear()
        line = "every limit is gone"
    elif _app.claims.remove(what):
        line = "the limit of %s is gone" % what
    else:
        raise ValueError("%s is neither a fault, a source, 'limits' nor 'delay'" % what)
    _app.publish(_app.ports.ticks_ms())
    _answer(json, [line], ok=True)


@_command("selftest()")
def selftest(json=False):
    """Test the residual-current device as soon as the contactor is open."""
    _app.command(mailbox.SELFTEST)
    _answer(json, ["tests run as soon as the contactor is open: events(), faults()"], ok=True)


@_command("unlock()")
def unlock(json=False):
    """Stop gracefully, then release the plug."""
    _app.command(mailbox.UNLOCK)
    _answer(json, ["stops, then releases the plug; charges again after an unplug"], ok=True)


@_command("wake()")
def wake(json=False):
    """Run one wake-up sequence."""
    if report.snapshot_of(_app).state != states.OFFERING:
        raise ValueError("only a car that is offered energy and does not ask can be woken")
    _app.command(mailbox.WAKE)
    _answer(json, ["waking the car: events()"], ok=True)


@_command("restart()")
def restart(json=False):
    """Stop gracefully, then restart the pile."""
    _app.leaving = True
    _answer(json, ["restarts as soon as the contactor is open"], ok=True)

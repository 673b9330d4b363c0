"""What every command of the console needs. Loaded for a command, then dropped."""

import json as _json

_LOOKS = (
    "bundle",
    "events",
    "export",
    "faults",
    "help",
    "inputs",
    "log",
    "sessions",
    "settings",
    "space",
    "status",
    "trace",
    "why",
)

_LONGEST = 1000  # characters of an error

app = None  # the running App
say = print  # takes each line
_USES = {}  # name of a command: how it is used
_INSTALLER = {}  # name of a command: True or "changes", see service.roles


def attend(to, told):
    """Work for this App; `told` takes each line."""
    global app, say
    app = to
    say = told


def uses(usage, installer=False):
    """Say how the command that follows is used.

    `installer`: only the installer may; "changes": with more arguments than json and lang.
    """

    def note(function):
        name = usage[: usage.index("(")]
        _USES[name] = usage
        if installer:
            _INSTALLER[name] = installer
        return function

    return note


def run(name, args, options):
    """Run a command of shell.looks or shell.orders. Wrong arguments explain themselves."""
    place = "looks" if name in _LOOKS else "orders"
    module = getattr(__import__("shell." + place), place)
    try:
        if name in _INSTALLER:
            from service import roles

            roles.need(app, _INSTALLER[name], name, args, options)
        if app.role is not None:
            app.role.touch(app.trade.clock.up_s)
        getattr(module, name)(*args, **options)
    except Exception as error:  # a person's mistake, or ours: the pile goes on
        text = str(error)[:_LONGEST]  # it may show what was typed, or sent by a program
        if options.get("json"):
            put({"ok": False, "errors": [text], "use": _USES[name]})
        else:
            say("nothing was done: %s" % text)
            say("use: " + _USES[name] + "; help() lists every command")


def lang(name):
    """Return the place of a language in a pair: of `name`, or of the setting without one."""
    from shell import texts

    if name is not None and name not in texts.LANGUAGES:
        raise ValueError('lang is "en" or "zh"')
    return texts.language(name or app.values["language"])


def put(data):
    """Say data as one line of JSON."""
    say(_json.dumps(data))


def lines(lines):
    """Say lines for people."""
    for line in lines:
        say(line)


def answer(as_json, for_people, **data):
    """Say lines for people, or the data."""
    if as_json:
        put(data)
    else:
        lines(for_people)

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

_LANGUAGES = ("en", "zh")  # places in every pair of texts
_LONGEST = 1000  # characters of an error

app = None  # the running App
say = print  # takes each line
as_json = False  # json= of this command
_asked = None  # lang= of it
_USES = {}  # name of a command: how it is used
_INSTALLER = {}  # name of a command: True or "changes", see service.roles


def attend(to, told):
    """Work for this App; `told` takes each line."""
    global app, say
    app = to
    say = told


def uses(usage, installer=False):
    """Say how the command that follows is used.

    `installer`: only the installer may; "changes": with arguments. Every command takes json=
    and lang= too, by these names alone and without parameters of its own.
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
    global as_json, _asked
    place = "looks" if name in _LOOKS else "orders"
    module = getattr(__import__("shell." + place), place)
    try:
        as_json = options.pop("json", False)
        if as_json not in (True, False):
            raise ValueError("json is True or False")
        _asked = options.pop("lang", None)
        if _asked not in (None,) + _LANGUAGES:
            raise ValueError('lang is "en" or "zh"')
        if name in _INSTALLER:
            from service import roles

            roles.need(app, _INSTALLER[name], name, args, options)
        if app.role is not None:
            app.role.touch(app.trade.clock.up_s)
        getattr(module, name)(*args, **options)
    except Exception as error:  # a person's mistake, or ours: the pile goes on
        text = str(error)[:_LONGEST]  # it may show what was typed, or sent by a program
        if as_json:
            put({"ok": False, "errors": [text], "use": _USES[name]})
        else:
            say("nothing was done: %s" % text)
            say("use: " + _USES[name] + "; help() lists every command")


def lang():
    """Return the place of this command's language in a pair of texts."""
    return _LANGUAGES.index(_asked or app.values["language"])


def put(data):
    """Say data as one line of JSON."""
    say(_json.dumps(data))


def lines(lines):
    """Say lines for people."""
    for line in lines:
        say(line)


def answer(for_people, **data):
    """Say lines for people, or the data."""
    if as_json:
        put(data)
    else:
        lines(for_people)


def done(en, zh):
    """Say that it was done."""
    answer(((en, zh)[lang()],), ok=True)

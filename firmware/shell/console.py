"""The commands of the console: `from shell.console import *`, then help().

Each prints lines for people, or one line of JSON with json=True. Wrong arguments explain
themselves; nothing raises into the shell. lang="zh" or the setting `language` chooses Chinese.
Their code is in shell.looks and shell.orders, and loaded for each command.
`set` and `help` shadow the built-in ones in that namespace on purpose.
"""

import sys as _sys

from shell.on_demand import forget as _forget

_COMMANDS = (
    "bringup",
    "bundle",
    "calibrate",
    "cards",
    "clear",
    "clock",
    "events",
    "export",
    "factory",
    "faults",
    "group",
    "help",
    "inputs",
    "limit",
    "log",
    "login",
    "logout",
    "plan",
    "profile",
    "reserve",
    "restart",
    "schedule",
    "selftest",
    "service",
    "sessions",
    "set",
    "settings",
    "space",
    "start",
    "status",
    "stop",
    "tariff",
    "trace",
    "unlock",
    "unreserve",
    "update",
    "wake",
    "watch",
    "why",
    "windows",
)
__all__ = tuple(_COMMANDS)
_SMALL = _sys.implementation.name == "micropython"  # it gives 40 KB back after each command

_app = None
_say = print


def attach(app, say=print):
    """Bind the commands to a running App; `say` takes each line. Called once at start."""
    global _app, _say
    _app = app
    _say = say


def leave():
    """Stop gracefully, then restart: for `make flash`, at a console that may do anything."""
    _app.leaving = True


def __getattr__(name):
    # a command is made when it is asked for: 40 at once take 2 KB
    if name not in __all__:
        raise AttributeError(name)

    def run(*args, **options):
        if _app is None:
            _say("no pile runs here; start it first")
            return
        try:
            from shell import desk

            desk.attend(_app, _say)
            desk.run(name, args, options)
        except Exception as error:  # no memory for its code
            _say("nothing was done: %s" % error)
        finally:
            if _SMALL:
                _drop()

    return run


def watch(*args, **options):
    """Say what a monitor shows: twice a second, so that its code stays until another command."""
    if _app is None:
        _say("no pile runs here; start it first")
        return
    try:
        from service import watch

        _say(watch.line(_app, *args, **options))
    except Exception as error:
        _say("nothing was done: %s" % error)


def _drop():
    _forget("shell", "desk", "looks", "orders", "listing", "report", "texts", "fault_texts")
    _forget("shell", "fault_report", "setting_list")
    _forget("shell", "till_console", "card_console", "claim_console", "why", "schema", "check")
    _forget("shell", "limit_list")
    _forget("hal", _sys.platform + "_flash")
    _forget("power", "priorities")
    _forget("shell", "dates_console")
    _forget("dates", "week_check")
    _forget("meter", "register_notes")
    _forget("shell", "space_console", "space_texts")
    _forget("service", "factory_console", "identity", "watch")
    _forget("session", "export", "ocmf", "record_words", "replay", "stamp", "tariff_check")
    _forget("service", "event_codes", "event_list", "event_texts", "factory", "identity")
    _forget("service", "bringup", "bringup_report", "bringup_steps", "bringup_words")
    _forget("service", "bringup_checks", "bringup_contactor", "bringup_pilot")
    _forget("service", "bundle", "bundle_parts", "heap")
    _forget("service", "calibration", "factory", "factory_check", "role", "roles", "secret")
